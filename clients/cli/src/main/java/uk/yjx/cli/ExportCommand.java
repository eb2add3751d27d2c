package uk.yjx.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.capabilities.v1.CapabilitiesServiceGrpc;
import uk.yjx.capabilities.v1.GetCapabilitiesRequest;
import uk.yjx.capabilities.v1.GetCapabilitiesResponse;
import uk.yjx.cli.log.LeafStream;
import uk.yjx.cli.log.LogCheck;
import uk.yjx.cli.output.ProgressBar;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.Defect;
import uk.yjx.client.verify.TilePath;
import uk.yjx.client.verify.TileWriter;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.client.verify.VerifierKey;

/** Writes the log as static files. */
@Command(
    name = "export",
    description = {
      "Write the log into a folder as C2SP tlog-tiles: checkpoint, tiles of hashes, bundles of",
      "entries. Any web server can serve it. A folder that holds an earlier export is brought up",
      "to date. Leaves hold no personal data in clear; what opens them stays in the exchange."
    })
final class ExportCommand implements Callable<Integer> {

  private final Yjx yjx;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Parameters(paramLabel = "DIR", description = "Folder to write.")
  Path dir = Path.of("");

  @Option(names = "--log-key", description = "The log's key in C2SP form, if you hold it.")
  @Nullable String pinned;

  @Option(names = "--witnessed", description = "Wait for the witnesses of the exchange's policy.")
  boolean witnessed;

  ExportCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() throws IOException, VerificationException {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      GetCapabilitiesResponse published =
          connection
              .limited(CapabilitiesServiceGrpc.newBlockingStub(open.channel()))
              .getCapabilities(GetCapabilitiesRequest.getDefaultInstance());
      String origin = published.getLogOrigin();
      String key = pinned == null ? published.getLogVerifierKey() : pinned;
      LogCheck check = new LogCheck(open.channel(), origin, VerifierKey.parse(key));
      LogCheck.Verified latest = check.checkpoint(0, witnessed);
      TileWriter writer = writer(check, latest.checkpoint());
      long had = writer.size();
      try (ProgressBar progress = yjx.screen().progress("leaves", latest.checkpoint().size())) {
        LeafStream.read(
            open.channel(),
            origin,
            had,
            latest.checkpoint().size(),
            leaf -> {
              writer.add(leaf);
              progress.set(writer.size());
            });
      }
      if (!Arrays.equals(writer.root(), latest.checkpoint().root())) {
        throw new VerificationException(
            Defect.ROOT_MISMATCH,
            "the leaves are not those of the checkpoint; nothing is published");
      }
      writer.finish(latest.note());
      Files.writeString(dir.resolve("log.vkey"), key + "\n");
      report(latest.checkpoint(), had);
    }
    return ExitCode.OK;
  }

  private TileWriter writer(LogCheck check, Checkpoint latest)
      throws IOException, VerificationException {
    Path before = dir.resolve(TilePath.CHECKPOINT);
    if (!Files.exists(before)) {
      return TileWriter.begin(dir);
    }
    Checkpoint exported = check.open(Files.readString(before, StandardCharsets.UTF_8)).checkpoint();
    check.requireConsistent(exported, latest);
    return TileWriter.resume(dir, exported.size());
  }

  private void report(Checkpoint checkpoint, long had) {
    if (yjx.screen().json()) {
      JsonObject result = new JsonObject();
      result.addProperty("origin", checkpoint.origin());
      result.addProperty("size", checkpoint.size());
      result.addProperty("added", checkpoint.size() - had);
      yjx.screen().json(result.toString());
    } else {
      yjx.screen()
          .say(
              (checkpoint.size() - had)
                  + " leaves exported, "
                  + checkpoint.size()
                  + " in all; its key is in "
                  + dir.resolve("log.vkey"),
              Tone.GOOD);
    }
  }
}
