package uk.yjx.server.matching;

/**
 * A coarse key of how a name sounds, so that spellings of one name fall into one block. Rules of
 * English, Welsh, Polish, Arabic and Somali spelling are folded together; the key only gathers
 * candidates, it is weak evidence itself.
 */
final class SoundKey {

  // Longest first. Somali x is h, dh is d; Polish sz, cz, rz, w; Arabic kh, gh, q; Welsh ff, dd,
  // ll.
  private static final String[][] GROUPS = {
    {"tsch", "c"},
    {"sch", "s"},
    {"szcz", "s"},
    {"ough", "o"},
    {"augh", "a"},
    {"igh", "i"},
    {"dzi", "j"},
    {"tch", "c"},
    {"ph", "f"},
    {"sz", "s"},
    {"cz", "c"},
    {"rz", "s"},
    {"sh", "s"},
    {"ch", "c"},
    {"th", "t"},
    {"dh", "d"},
    {"kh", "k"},
    {"gh", "g"},
    {"ck", "k"},
    {"wr", "r"},
    {"kn", "n"},
    {"gn", "n"},
    {"ps", "s"},
    {"dj", "j"},
    {"dz", "j"},
    {"dg", "j"},
    {"mb", "m"},
    {"ce", "se"},
    {"ci", "si"},
    {"cy", "si"},
    {"qu", "k"},
  };

  private SoundKey() {}

  /** The key of one word of lower-case letters; empty for an empty word. */
  static String of(String word) {
    if (word.isEmpty()) {
      return "";
    }
    String folded = foldGroups(word);
    StringBuilder key = new StringBuilder(folded.length());
    for (int i = 0; i < folded.length(); i++) {
      char c = sound(folded.charAt(i));
      boolean vowel = c == 'a';
      if (vowel && key.length() > 0) {
        continue;
      }
      if (key.isEmpty() || key.charAt(key.length() - 1) != c) {
        key.append(c);
      }
    }
    return key.toString();
  }

  private static String foldGroups(String word) {
    StringBuilder out = new StringBuilder(word.length());
    int i = 0;
    while (i < word.length()) {
      int step = 0;
      for (String[] group : GROUPS) {
        if (word.startsWith(group[0], i)) {
          out.append(group[1]);
          step = group[0].length();
          break;
        }
      }
      if (step == 0) {
        out.append(word.charAt(i));
        step = 1;
      }
      i += step;
    }
    return out.toString();
  }

  private static char sound(char c) {
    return switch (c) {
      case 'e', 'i', 'o', 'u', 'y', 'h', 'a' -> 'a';
      case 'q', 'c', 'x' -> 'k';
      case 'z' -> 's';
      case 'v', 'w' -> 'f';
      case 'g' -> 'j';
      default -> c;
    };
  }
}
