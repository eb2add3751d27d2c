package uk.yjx.world;

import java.util.Collection;
import java.util.random.RandomGenerator;

/** Misspells names as tired people do: letters swapped, dropped, doubled or replaced. */
final class Misspelling {

  private static final int TRIES_MAX = 200;
  private static final String VOWELS = "aeiou";

  private Misspelling() {}

  /**
   * A spelling of {@code name} that no comparison without tolerance takes for it.
   *
   * @param others folded names it must not become by chance
   */
  static String of(RandomGenerator random, String name, Collection<String> others) {
    String right = InventedNames.folded(name);
    for (int attempt = 0; attempt < TRIES_MAX; attempt++) {
      String wrong = change(random, name);
      String folded = InventedNames.folded(wrong);
      if (!folded.isBlank() && !folded.equals(right) && !others.contains(folded)) {
        return wrong;
      }
    }
    // A name too short to spoil otherwise.
    return name + "x" + name.length();
  }

  private static String change(RandomGenerator random, String name) {
    int at = random.nextInt(name.length());
    String before = name.substring(0, at);
    String after = name.substring(at);
    if (!Character.isLowerCase(name.charAt(at)) || after.length() < 2) {
      return before + VOWELS.charAt(random.nextInt(VOWELS.length())) + after;
    }
    return switch (random.nextInt(4)) {
      case 0 -> before + after.charAt(1) + after.charAt(0) + after.substring(2);
      case 1 -> before + after.substring(1);
      case 2 -> before + after.charAt(0) + after;
      default -> before + VOWELS.charAt(random.nextInt(VOWELS.length())) + after.substring(1);
    };
  }
}
