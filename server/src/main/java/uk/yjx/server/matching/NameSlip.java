package uk.yjx.server.matching;

/**
 * Tells a name that was mistyped from another name: of two that are one edit apart, a slip is
 * hardly ever seen among the rows and what it stands for often, which the rows alone tell. Twins'
 * names differ at their beginnings and ends (Jayden and Kayden, Alex and Alexi) or by a vowel
 * (Marian and Marion): there nothing is taken for a slip.
 */
final class NameSlip {

  /** How many times more often the right name is seen at least. */
  static final int TIMES_MIN = 64;

  /** Shorter names become other names by one letter. */
  static final int LENGTH_MIN = 4;

  private static final String VOWELS = "aeiouy";

  private NameSlip() {}

  /** Whether one of two names, each seen so often, looks like a slip for the other; symmetric. */
  static boolean is(String a, int countA, String b, int countB) {
    int rare = Math.min(countA, countB);
    int common = Math.max(countA, countB);
    int n = a.length();
    int m = b.length();
    return common >= (long) TIMES_MIN * rare
        && Math.min(n, m) >= LENGTH_MIN
        && a.charAt(0) == b.charAt(0)
        && a.charAt(n - 1) == b.charAt(m - 1)
        && !a.equals(b)
        && TextDistance.atMostOneEdit(a, b)
        && !otherVowel(a, b);
  }

  private static boolean otherVowel(String a, String b) {
    if (a.length() != b.length()) {
      return false;
    }
    int at = 0;
    while (a.charAt(at) == b.charAt(at)) {
      at++;
    }
    return VOWELS.indexOf(a.charAt(at)) >= 0 && VOWELS.indexOf(b.charAt(at)) >= 0;
  }
}
