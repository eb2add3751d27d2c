package uk.yjx.client.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static uk.yjx.client.verify.Refusals.assertRefused;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The quick look at a leaf never says yes to what the strict reader refuses (promise 3). */
class LeafFormTest {
  private static final String ORIGIN = Evidence.ORIGIN;
  private static final LeafForm FORM = new LeafForm(ORIGIN);
  private static final String A = "A".repeat(43);
  private static final String B = "B".repeat(43);

  @Test
  void isSureOfTheLeavesTheLogWrites() {
    byte[] leaf = new Evidence().leaf(7, "2026-11-21T10:00:00.000000Z", ORIGIN);
    assertTrue(FORM.isPlain(leaf, 0, leaf.length));
    byte[] within = new byte[leaf.length + 9];
    System.arraycopy(leaf, 0, within, 5, leaf.length);
    assertTrue(FORM.isPlain(within, 5, leaf.length));
    assertFalse(FORM.isPlain(within, 5, leaf.length + 1));
    assertFalse(FORM.isPlain(within, 5, leaf.length - 1));
  }

  @Test
  void isSureOfEveryPlainValue() throws Exception {
    for (String value :
        List.of(
            "0",
            "-7",
            "999999999999999",
            "true",
            "false",
            "null",
            "\"\"",
            "\"a b c d e f g h i\"",
            "[]",
            "{}",
            "[1,[2],{\"a\":1,\"aa\":2,\"b\":3}]")) {
      byte[] leaf = leaf(ORIGIN, "[\"" + A + "\",\"" + B + "\"]", value);
      assertTrue(FORM.isPlain(leaf, 0, leaf.length), value);
      LeafDocument.parse(leaf, ORIGIN);
    }
  }

  @Test
  void leavesTheUnusualToTheStrictReader() {
    for (String value :
        List.of("\"\u00e9\"", "\"\\n\"", "\"\\\"\"", "9007199254740991", "{\"\u00e9\":1}")) {
      byte[] leaf = leaf(ORIGIN, "[]", value);
      assertFalse(FORM.isPlain(leaf, 0, leaf.length), value);
      assertDoesNotThrow(() -> FORM.require(leaf, 0, leaf.length), value);
    }
  }

  @Test
  void namesTheDefectOfWhatIsRefused() {
    refuses(Defect.JSON_NOT_CANONICAL, leaf(ORIGIN, "[]", "{\"b\":1,\"a\":2}"));
    refuses(Defect.JSON_NOT_CANONICAL, leaf(ORIGIN, "[]", "{\"ab\":1,\"a\":2}"));
    refuses(Defect.JSON_NOT_CANONICAL, leaf(ORIGIN, "[]", " 1"));
    refuses(Defect.JSON_MALFORMED, leaf(ORIGIN, "[]", "{\"a\":1,\"a\":2}"));
    refuses(Defect.JSON_MALFORMED, leaf(ORIGIN, "[]", "-0"));
    refuses(Defect.JSON_MALFORMED, leaf(ORIGIN, "[]", "01"));
    refuses(Defect.JSON_MALFORMED, leaf(ORIGIN, "[]", "[1,]"));
    refuses(Defect.JSON_MALFORMED, leaf(ORIGIN, "[]", "\"tab\tin it\""));
    refuses(Defect.JSON_MALFORMED, leaf(ORIGIN, "[]", "[".repeat(32) + "]".repeat(32)));
    refuses(Defect.ORIGIN_MISMATCH, leaf("elsewhere.example/log", "[]", "1"));
    refuses(Defect.LEAF_MALFORMED, leaf(ORIGIN, "[\"" + B + "\",\"" + A + "\"]", "1"));
    refuses(Defect.LEAF_MALFORMED, leaf(ORIGIN, "[\"" + A + "\",\"" + A + "\"]", "1"));
    refuses(Defect.LEAF_MALFORMED, leaf(ORIGIN, "[\"short\"]", "1"));
    refuses(Defect.LEAF_MALFORMED, leaf(ORIGIN, "1", "1"));
    refuses(Defect.LEAF_MALFORMED, "[]".getBytes(UTF_8));
  }

  @Test
  void anOriginCannotReachIntoTheNextMember() {
    LeafForm form = new LeafForm("a\",\"sd\":[],\"x\":\"b");
    byte[] leaf = "{\"log\":\"a\",\"sd\":[],\"x\":\"b\"}".getBytes(UTF_8);
    assertRefused(Defect.ORIGIN_MISMATCH, () -> form.require(leaf, 0, leaf.length));
  }

  @Test
  void whatItIsSureOfTheStrictReaderAccepts() {
    long seed = 6962L;
    Random random = new Random(seed);
    byte[] good =
        leaf(ORIGIN, "[\"" + A + "\",\"" + B + "\"]", "[1,{\"a\":-2,\"b\":[null,\"c\"]}]");
    String alphabet = "\"\\{}[]:,0179-ab tfnu\u007f\u0001\u00e9";
    int sure = 0;
    for (int round = 0; round < 50_000; round++) {
      byte[] changed = good.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        changed[random.nextInt(changed.length)] =
            (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      }
      if (FORM.isPlain(changed, 0, changed.length)) {
        sure++;
        assertDoesNotThrow(
            () -> LeafDocument.parse(changed, ORIGIN),
            () -> "seed " + seed + ": " + new String(changed, UTF_8));
      }
    }
    assertTrue(sure > 1_000, "some changes must leave a plain leaf, were " + sure);
  }

  private static void refuses(Defect defect, byte[] leaf) {
    assertRefused(defect, () -> FORM.require(leaf, 0, leaf.length));
  }

  private static byte[] leaf(String origin, String commitments, String value) {
    return ("{\"at\":1,\"log\":\""
            + origin
            + "\",\"sd\":"
            + commitments
            + ",\"value\":"
            + value
            + "}")
        .getBytes(UTF_8);
  }
}
