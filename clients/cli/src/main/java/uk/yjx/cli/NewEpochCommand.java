package uk.yjx.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import uk.yjx.cli.output.Tone;
import uk.yjx.server.ExchangeServer;
import uk.yjx.server.journal.LogIdentity;

/** Begins a new epoch of the log after a restore. */
@Command(
    name = "new-epoch",
    description = {
      "After the database was restored from a backup: freeze the log as it is and begin a new one,",
      "whose leaf 0 holds the last checkpoint of the old one and the size that was restored. Run it",
      "where the server runs and with its settings, while the server is stopped; an external",
      "database needs its migrator's role. Hand the new key to witnesses and verifiers."
    })
final class NewEpochCommand implements Callable<Integer> {

  private static final String FILE_SETTING = "yjx.evidence.checkpoint-file";

  private final Yjx yjx;

  @Mixin final ServeCommand serve;

  @Option(names = "--reason", required = true, description = "What happened, for leaf 0.")
  String reason = "";

  NewEpochCommand(Yjx yjx) {
    this.yjx = yjx;
    this.serve = new ServeCommand(yjx);
  }

  @Override
  public Integer call() throws IOException {
    Map<String, Object> settings = new TreeMap<>(serve.settings());
    Path file =
        settings.containsKey(FILE_SETTING)
            ? Path.of(String.valueOf(settings.get(FILE_SETTING)))
            : Path.of(String.valueOf(settings.getOrDefault("yjx.storage.data-dir", "data")))
                .resolve("log/last-checkpoint");
    settings.put("yjx.transport.host", "127.0.0.1");
    settings.put("yjx.transport.port", 0);
    settings.put("yjx.journal.new-epoch-reason", reason);
    if (Files.exists(file)) {
      settings.put("yjx.journal.new-epoch-checkpoint", Files.readString(file));
    }
    try (ExchangeServer server = ExchangeServer.start(settings)) {
      LogIdentity log = server.bean(LogIdentity.class);
      String key = log.logKey(log.epoch()).verifierKey();
      if (yjx.screen().json()) {
        JsonObject begun = new JsonObject();
        begun.addProperty("origin", log.origin(log.epoch()));
        begun.addProperty("verifier_key", key);
        yjx.screen().json(begun.toString());
      } else {
        yjx.screen().say("The log " + log.origin(log.epoch()) + " has begun.", Tone.GOOD);
        yjx.screen().say(key);
      }
    }
    return ExitCode.OK;
  }
}
