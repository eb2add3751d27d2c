package uk.yjx.client.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static uk.yjx.client.verify.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

  @Test
  void sortsKeysByUtf16CodeUnitsAsRfc8785Section323() throws Exception {
    String shuffled =
        """
        {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh",
         "1": "One", "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control",
         "\\u00f6": "Latin Small Letter O With Diaeresis"}
        """;
    String sorted =
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
            + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
            + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
            + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}";
    assertEquals(sorted, canonical(shuffled));
  }

  @Test
  void writesTheShortestEscapesAsRfc8785Section3222() throws Exception {
    assertEquals(
        "\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"",
        canonical("\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\""));
  }

  @Test
  void keepsWholeNumbersToTheLimitAndNoFurther() throws Exception {
    assertEquals(
        "[9007199254740991,-9007199254740991,0]",
        canonical("[9007199254740991,-9007199254740991,0]"));
    for (String bad :
        List.of(
            "9007199254740992",
            "-9007199254740992",
            "99999999999999999999",
            "1.0",
            "1e3",
            "-0",
            "01",
            "-",
            "+1",
            ".5",
            "NaN")) {
      assertRefused(Defect.JSON_MALFORMED, () -> canonical(bad));
    }
    assertThrows(IllegalArgumentException.class, () -> new JsonValue.Whole(1L << 53));
  }

  @Test
  void refusesDuplicateKeysHoweverSpelt() {
    assertRefused(Defect.JSON_MALFORMED, () -> canonical("{\"a\":1,\"a\":1}"));
    assertRefused(Defect.JSON_MALFORMED, () -> canonical("{\"a\":1,\"\\u0061\":2}"));
  }

  @Test
  void refusesEveryOtherFormOfACanonicalText() {
    for (String bad :
        List.of(
            " {}",
            "{} ",
            "{\"a\": 1}",
            "[1, 2]",
            "{\"b\":1,\"a\":2}",
            "\"\\u0041\"",
            "\"\\/\"",
            "\"\\u000A\"",
            "\"\\u001F\"")) {
      assertRefused(
          Defect.JSON_NOT_CANONICAL, () -> CanonicalJson.parseCanonical(bad.getBytes(UTF_8)));
    }
  }

  @Test
  void refusesWhatIsNotJson() {
    for (String bad :
        List.of(
            "",
            "{",
            "[1,]",
            "{,}",
            "[1 2]",
            "tru",
            "nulll",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\t\"",
            "{\"a\"}",
            "{a:1}",
            "[]]",
            "[".repeat(33) + "]".repeat(33))) {
      assertRefused(Defect.JSON_MALFORMED, () -> canonical(bad));
    }
    for (byte[] bad :
        new byte[][] {
          {'"', (byte) 0xff, '"'},
          {'"', (byte) 0xc0, (byte) 0x80, '"'},
          {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}
        }) {
      assertRefused(Defect.JSON_MALFORMED, () -> CanonicalJson.parse(bad));
    }
  }

  @Test
  void readsBackEveryValueItWrites() throws Exception {
    long seed = 20261121L;
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      JsonValue value = value(random, 0);
      byte[] written = CanonicalJson.write(value);
      JsonValue read = CanonicalJson.parseCanonical(written);
      assertEquals(value, read, () -> "seed " + seed);
      assertArrayEquals(written, CanonicalJson.write(read), () -> "seed " + seed);
    }
  }

  @Test
  void neverFailsOtherwiseThanByRefusing() {
    long seed = 8785L;
    Random random = new Random(seed);
    byte[] good =
        "{\"a\":[1,-2,true,null,\"\\n\u00e9\ud83d\ude00\"],\"b\":{\"c\":\"d\"}}".getBytes(UTF_8);
    for (int round = 0; round < 20_000; round++) {
      byte[] changed = good.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      try {
        assertArrayEquals(changed, CanonicalJson.write(CanonicalJson.parseCanonical(changed)));
      } catch (VerificationException refused) {
        assertNotNull(refused.defect(), () -> "seed " + seed);
      }
    }
  }

  private static String canonical(String json) throws VerificationException {
    return new String(CanonicalJson.write(CanonicalJson.parse(json.getBytes(UTF_8))), UTF_8);
  }

  private static JsonValue value(Random random, int depth) {
    return switch (random.nextInt(depth < 4 ? 6 : 4)) {
      case 0 -> new JsonValue.Text(string(random));
      case 1 -> new JsonValue.Whole(random.nextLong(-JsonValue.Whole.MAX, JsonValue.Whole.MAX));
      case 2 -> new JsonValue.Truth(random.nextBoolean());
      case 3 -> new JsonValue.Null();
      case 4 -> {
        List<JsonValue> items = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          items.add(value(random, depth + 1));
        }
        yield new JsonValue.Items(items);
      }
      default -> {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          members.put(string(random), value(random, depth + 1));
        }
        yield JsonValue.Members.of(members);
      }
    };
  }

  private static String string(Random random) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int c = random.nextInt(3) == 0 ? random.nextInt(0x11_0000) : random.nextInt(0x80);
      out.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 'x' : c);
    }
    return out.toString();
  }
}
