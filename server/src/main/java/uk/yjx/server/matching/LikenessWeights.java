package uk.yjx.server.matching;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The weights by which notices are compared with children, in hundredths of a bit: whole numbers,
 * so that sums are the same on every machine and a waterfall adds up as it is shown.
 */
final class LikenessWeights {

  /** The form and content of the file that comes with the exchange. */
  static final int VERSION = 1;

  /** Hundredths of a bit in a bit. */
  static final int BIT = 100;

  private static final LikenessWeights STANDARD = load();

  private final Map<String, BigDecimal> values;
  private final int[][] levels = new int[LikenessPart.values().length][];

  private LikenessWeights(Map<String, BigDecimal> values) {
    this.values = values;
    for (LikenessPart part : LikenessPart.values()) {
      int[] table = new int[Level.values().length];
      for (Level level : Level.values()) {
        BigDecimal bits = values.get(part.weight() + "." + level.name().toLowerCase(Locale.ROOT));
        table[level.ordinal()] = bits == null ? 0 : hundredths(bits);
      }
      levels[part.ordinal()] = table;
    }
  }

  /** The weights that come with the exchange. */
  static LikenessWeights standard() {
    return STANDARD;
  }

  /** What a level of a part is worth, 0 where the file says nothing; in hundredths of a bit. */
  int of(LikenessPart part, Level level) {
    return levels[part.ordinal()][level.ordinal()];
  }

  /** A weight by its name, in hundredths of a bit. */
  int bits(String name) {
    return hundredths(value(name));
  }

  /** A number by its name that is no weight. */
  double number(String name) {
    return value(name).doubleValue();
  }

  private BigDecimal value(String name) {
    BigDecimal found = values.get(name);
    if (found == null) {
      throw new IllegalStateException("weights lack " + name);
    }
    return found;
  }

  private static int hundredths(BigDecimal bits) {
    return bits.movePointRight(2).intValueExact();
  }

  private static LikenessWeights load() {
    Map<String, BigDecimal> values = new HashMap<>();
    try (InputStream in = LikenessWeights.class.getResourceAsStream("likeness.weights")) {
      byte[] bytes = Objects.requireNonNull(in, "likeness.weights").readAllBytes();
      for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] sides = line.split("=", 2);
          values.put(sides[0].strip(), new BigDecimal(sides[1].strip()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("weights cannot be read", e);
    }
    if (!BigDecimal.valueOf(VERSION).equals(values.get("version"))) {
      throw new IllegalStateException("weights are not of version " + VERSION);
    }
    return new LikenessWeights(Map.copyOf(values));
  }
}
