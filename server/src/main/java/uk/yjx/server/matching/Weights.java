package uk.yjx.server.matching;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each level occurs among pairs of one person (m) and of two people (u), and how rare a
 * true pair is; a value, written to a versioned file.
 */
public final class Weights {

  /** The form of the file that {@link #text} writes. */
  public static final int VERSION = 1;

  /** Least probability of a level, so that nothing is ever impossible. */
  static final double LEAST = 1e-7;

  private final Map<String, double[]> m = new TreeMap<>();
  private final Map<String, double[]> u = new TreeMap<>();
  private final double rarity;
  private final double household;

  /**
   * Weights with the probability that two random records are of one person, and that they are of
   * two people of one household.
   */
  Weights(double rarity, double household) {
    this.rarity = rarity;
    this.household = household;
  }

  void put(Field field, double[] ofOne, double[] ofTwo) {
    m.put(field.name(), ofOne.clone());
    u.put(field.name(), ofTwo.clone());
  }

  /** The probability that two random records are of one person. */
  double rarity() {
    return rarity;
  }

  /** The probability that two random records are of two people of one household. */
  double household() {
    return household;
  }

  double m(Field field, Level level) {
    return table(m, field)[level.ordinal()];
  }

  double u(Field field, Level level) {
    return table(u, field)[level.ordinal()];
  }

  private static double[] table(Map<String, double[]> tables, Field field) {
    double[] exact = tables.get(field.name());
    if (exact != null) {
      return exact;
    }
    // A column the weights were not trained on is weighed like the first of its kind.
    String kind = field.kind().name().toLowerCase(Locale.ROOT);
    for (Map.Entry<String, double[]> entry : tables.entrySet()) {
      if (entry.getKey().startsWith(kind)) {
        return entry.getValue();
      }
    }
    return UNINFORMED;
  }

  private static final double[] UNINFORMED = uninformed();

  private static double[] uninformed() {
    double[] even = new double[Level.values().length];
    java.util.Arrays.fill(even, 1.0);
    return even;
  }

  /** The file's text: one line a number, sorted, so that two files can be compared. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append("version = ").append(VERSION).append('\n');
    out.append("rarity = ").append(rarity).append('\n');
    out.append("household = ").append(household).append('\n');
    m.forEach((field, ofOne) -> {
      double[] ofTwo = u.getOrDefault(field, UNINFORMED);
      for (Level level : Level.values()) {
        if (level != Level.MISSING) {
          String key = field + "." + level.name().toLowerCase(Locale.ROOT);
          out.append(key).append(".m = ").append(ofOne[level.ordinal()]).append('\n');
          out.append(key).append(".u = ").append(ofTwo[level.ordinal()]).append('\n');
        }
      }
    });
    return out.toString();
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is not of this form and version
   */
  public static Weights parse(String text) {
    Map<String, String> lines = new TreeMap<>();
    for (String line : text.split("\n")) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int at = line.indexOf('=');
      if (at < 0) {
        throw new IllegalArgumentException("a line of weights is «name = number»");
      }
      lines.put(line.substring(0, at).strip(), line.substring(at + 1).strip());
    }
    if (!Integer.toString(VERSION).equals(lines.remove("version"))) {
      throw new IllegalArgumentException("weights are not of version " + VERSION);
    }
    String rarity = lines.remove("rarity");
    String household = lines.remove("household");
    if (rarity == null || household == null) {
      throw new IllegalArgumentException("weights lack rarity or household");
    }
    Weights weights = new Weights(probability(rarity), probability(household));
    lines.forEach((key, value) -> weights.read(key, probability(value)));
    return weights;
  }

  private void read(String key, double value) {
    int kind = key.lastIndexOf('.');
    int level = key.lastIndexOf('.', kind - 1);
    if (level < 1) {
      throw new IllegalArgumentException("unknown weight " + key);
    }
    Map<String, double[]> tables = key.endsWith(".m") ? m : u;
    Level of = Level.valueOf(key.substring(level + 1, kind).toUpperCase(Locale.ROOT));
    tables.computeIfAbsent(key.substring(0, level), none -> uninformed())[of.ordinal()] = value;
  }

  private static double probability(String text) {
    double value = Double.parseDouble(text);
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException("a weight is a probability above 0");
    }
    return value;
  }
}
