package uk.yjx.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.client.verify.VerifierKey;
import uk.yjx.client.witness.Witness;
import uk.yjx.client.witness.WitnessKey;
import uk.yjx.client.witness.WitnessServer;

/** Runs a witness. */
@Command(
    name = "witness",
    description = {
      "Run a witness of other agencies' logs (C2SP tlog-witness): it signs a checkpoint only when",
      "the log proves that it adds to the last one this witness signed. Makes its key when there is",
      "none and prints the line for the policy file of whoever runs the log."
    })
final class WitnessCommand implements Callable<Integer> {

  private final Yjx yjx;

  @Option(names = "--name", required = true, description = "Name of the witness, like a URL.")
  String name = "";

  @Option(names = "--dir", required = true, description = "Its key and what it has signed.")
  Path dir = Path.of("");

  @Option(
      names = "--log-key",
      required = true,
      description = "Key of a log to witness, in C2SP form; may be repeated.")
  List<String> logKeys = List.of();

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on.")
  String host = "127.0.0.1";

  @Option(names = "--port", defaultValue = "7480", description = "Port to listen on; 0: any free.")
  int port;

  WitnessCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() throws IOException, VerificationException, InterruptedException {
    List<VerifierKey> logs = new ArrayList<>();
    for (String vkey : logKeys) {
      logs.add(VerifierKey.parse(vkey));
    }
    WitnessKey key = WitnessKey.open(dir.resolve("witness.key"), name);
    Witness witness =
        new Witness(key, logs, dir.resolve("checkpoints"), yjx.surroundings().clock());
    try (WitnessServer server = WitnessServer.start(witness, new InetSocketAddress(host, port))) {
      String url = "http://" + host + ":" + server.address().getPort() + "/";
      String line = "witness " + name.replaceAll("[^A-Za-z0-9.-]", "-");
      if (yjx.screen().json()) {
        JsonObject up = new JsonObject();
        up.addProperty("status", "SERVING");
        up.addProperty("url", url);
        up.addProperty("verifier_key", key.verifierKey());
        yjx.screen().json(up.toString());
      } else {
        yjx.screen().say(line + " " + key.verifierKey() + " " + url);
      }
      new CountDownLatch(1).await();
    }
    return ExitCode.OK;
  }
}
