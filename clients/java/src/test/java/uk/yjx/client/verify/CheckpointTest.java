package uk.yjx.client.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static uk.yjx.client.verify.Refusals.assertRefused;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  private static final Vectors NOTES = Vectors.read("signed_notes.json");
  private static final String ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  @Test
  void opensThePublishedTreeHeads() throws Exception {
    assertEquals(35225469, open("real sum.golang.org", "go.sum database tree").size());
    assertEquals(8, open("witness monkeys size 8", "monkeys").size());
  }

  @Test
  void refusesACheckpointOfAnotherLog() {
    assertRefused(Defect.ORIGIN_MISMATCH, () -> open("witness monkeys size 8", "donkeys"));
  }

  @Test
  void writesBackTheTextItRead() throws Exception {
    String text = NOTES.at("tlog_tree_text").at("text").text();
    Checkpoint checkpoint = Checkpoint.parse(text);
    assertEquals(NOTES.at("tlog_tree_text").at("n").number(), checkpoint.size());
    assertEquals(text, checkpoint.text());
    String extended = "log\n0\n" + ROOT + "\nextension\n";
    assertEquals(List.of("extension"), Checkpoint.parse(extended).extensions());
    assertEquals(extended, Checkpoint.parse(extended).text());
  }

  @Test
  void refusesMalformedTexts() {
    for (String bad :
        List.of(
            "",
            "\n",
            "log\n1\n",
            "log\n1\n" + ROOT,
            "\n1\n" + ROOT + "\n",
            "log\n1\n" + ROOT + "\n\n",
            "log\n1\n" + ROOT.substring(4) + "\n",
            "log\n1\n" + ROOT.replace("=", "") + "\n",
            "log\n1\n" + ROOT.replace("U=", "V=") + "\n")) {
      assertRefused(Defect.CHECKPOINT_MALFORMED, () -> Checkpoint.parse(bad));
    }
    for (String size : List.of("-1", "01", "1 ", "9223372036854775808")) {
      assertRefused(
          Defect.SIZE_OUT_OF_RANGE, () -> Checkpoint.parse("log\n" + size + "\n" + ROOT + "\n"));
    }
  }

  private static Checkpoint open(String nameStart, String origin) throws VerificationException {
    Vectors vector =
        NOTES.at("valid").each().stream()
            .filter(v -> v.at("name").text().startsWith(nameStart))
            .findFirst()
            .orElseThrow();
    VerifierKey key = VerifierKey.parse(vector.at("vkeys").each().getFirst().text());
    return Checkpoint.open(vector.at("note").text().getBytes(UTF_8), origin, List.of(key));
  }
}
