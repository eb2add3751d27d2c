package uk.yjx.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import uk.yjx.server.matching.FileMatching;
import uk.yjx.server.matching.Weights;

/** The weights of the matching engine. */
@Command(
    name = "matching",
    description = "Estimate the weights of the matching engine.",
    synopsisSubcommandLabel = "COMMAND")
final class MatchingCommand {

  private final Yjx yjx;

  MatchingCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(
      name = "train",
      description = {
        "Estimate weights from files of people without knowing who is who (expectation",
        "maximisation). The same files give the same weights."
      })
  int train(
      @Mixin MatchFiles files,
      @Option(
              names = "--out",
              paramLabel = "WEIGHTS",
              required = true,
              description = "Where the weights are written, a text of one number a line.")
          Path out) {
    Weights weights = new FileMatching(files.read(yjx)).train();
    try {
      Files.writeString(out, weights.text());
    } catch (IOException e) {
      throw CommandFailure.file("cannot write " + out, e);
    }
    yjx.screen().remark("weights of version " + Weights.VERSION + " written to " + out);
    return ExitCode.OK;
  }

  /** Reads weights that were written before. */
  static Weights weights(Path file) {
    try {
      return Weights.parse(Files.readString(file));
    } catch (IOException e) {
      throw CommandFailure.file("cannot read " + file, e);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(file + ": " + e.getMessage());
    }
  }
}
