package uk.yjx.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.log.ProbeFile;

/** Compares this verifier with others, proof by proof. */
@Command(
    name = "check-proofs",
    description = {
      "Check proofs of a file, for comparing implementations: {\"probes\":[…]}, each probe either",
      "{name, leafIdx, treeSize, root, leafHash, proof} or {name, size1, size2, root1, root2,",
      "proof}, numbers as decimal strings, hashes in base64. Prints name, a tab and accepted or",
      "rejected for each. A probe that cannot be read is rejected."
    })
final class CheckProofsCommand implements Callable<Integer> {

  private final Yjx yjx;

  @Parameters(paramLabel = "FILE", description = "JSON file of probes.")
  Path file = Path.of("");

  CheckProofsCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() throws IOException {
    for (ProbeFile.Verdict verdict : ProbeFile.check(file)) {
      String word = verdict.accepted() ? "accepted" : "rejected";
      if (yjx.screen().json()) {
        JsonObject line = new JsonObject();
        line.addProperty("name", verdict.name());
        line.addProperty("verdict", word);
        yjx.screen().json(line.toString());
      } else {
        yjx.surroundings().out().print(verdict.name() + "\t" + word + "\n");
      }
    }
    yjx.surroundings().out().flush();
    return ExitCode.OK;
  }
}
