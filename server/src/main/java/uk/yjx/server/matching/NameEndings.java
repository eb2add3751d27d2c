package uk.yjx.server.matching;

/** Endings and particles that say the bearer's sex or family relation and not the name itself. */
final class NameEndings {

  private static final String[][] POLISH = {
    {"ska", "ski"}, {"cka", "cki"}, {"dzka", "dzki"}, {"owna", "ow"}, {"owa", "ow"},
  };
  private static final int STEM_MIN = 3;

  private NameEndings() {}

  /** The masculine form of a Polish surname: Kowalska is Kowalski. */
  static String fold(String word) {
    for (String[] ending : POLISH) {
      if (word.endsWith(ending[0]) && word.length() >= ending[0].length() + STEM_MIN) {
        return word.substring(0, word.length() - ending[0].length()) + ending[1];
      }
    }
    return word;
  }

  /** Whether the word only joins names: Arabic al and bin, Welsh ap and ferch, Irish Ó and Mac. */
  static boolean particle(String word) {
    return switch (word) {
      case "al",
          "el",
          "bin",
          "ibn",
          "bint",
          "abu",
          "ap",
          "ab",
          "ferch",
          "verch",
          "de",
          "la",
          "van",
          "von",
          "der",
          "den",
          "da",
          "do",
          "dos",
          "di",
          "of",
          "the",
          "y" ->
          true;
      default -> false;
    };
  }
}
