package uk.yjx.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckProofsTest {

  private static final Path VECTORS =
      Path.of("../java/src/test/resources/vectors/audit/proof_probes.json");

  @TempDir Path folder;

  @Test
  void agreesWithTheVerdictOfEveryVector() throws Exception {
    StringBuilder wanted = new StringBuilder();
    for (JsonElement one :
        JsonParser.parseString(Files.readString(VECTORS))
            .getAsJsonObject()
            .getAsJsonArray("probes")) {
      JsonObject probe = one.getAsJsonObject();
      wanted.append(probe.get("name").getAsString()).append('\t');
      wanted.append(probe.get("expect").getAsString()).append('\n');
    }
    CommandRun run = CommandRun.of("audit", "check-proofs", VECTORS.toString());
    assertEquals(ExitCode.OK, run.exitCode(), run.err());
    assertEquals(wanted.toString(), run.out());
  }

  @Test
  void givesAVerdictOnWhateverStandsAmongTheProbes() throws Exception {
    CommandRun run =
        check("{\"probes\":[null, 7, [], {}, {\"name\":\"a\\tb\\nc\"}, {\"name\":[]}]}");
    assertEquals(ExitCode.OK, run.exitCode());
    assertEquals(
        "#0\trejected\n#1\trejected\n#2\trejected\n#3\trejected\na b c\trejected\n#5\trejected\n",
        run.out());
  }

  @Test
  void refusesAFileWithoutProbesAndPrintsNothing() throws Exception {
    for (String text :
        new String[] {"", "{", "[]", "{\"probes\":{}}", "\u0000", "{\"probes\":[}"}) {
      CommandRun run = check(text);
      assertEquals(ExitCode.USAGE, run.exitCode(), text);
      assertEquals("", run.out());
      assertTrue(run.err().startsWith("yjx: "), run.err());
    }
  }

  private CommandRun check(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("probes.json"), text);
    return CommandRun.of("audit", "check-proofs", file.toString());
  }
}
