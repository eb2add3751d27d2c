package uk.yjx.server.matching;

/** A date of birth as eight digits, zeros where it is not known. */
final class BirthText {

  private static final int NO_DATE = 1900_01_01;

  private BirthText() {}

  /** Eight digits, or empty for the date that systems write when they know none. */
  static String of(int birth) {
    return birth == NO_DATE || birth <= 0 ? "" : "%08d".formatted(birth);
  }

  static int year(String birth) {
    return Integer.parseInt(birth, 0, 4, 10);
  }

  static boolean whole(String birth) {
    return !birth.startsWith("00", 6) && !birth.startsWith("00", 4) && !birth.startsWith("0000");
  }

  /**
   * How two dates agree: equal; one slip (a digit, two neighbours, or day and month in each other's
   * place); two of three parts; what is known of one fits the other; years at most one apart.
   */
  static Level compare(String a, String b) {
    if (a.equals(b)) {
      return whole(a) ? Level.EXACT : Level.PART;
    }
    boolean year = a.regionMatches(0, b, 0, 4);
    if (!whole(a) || !whole(b)) {
      return fits(a, b) ? Level.PART : Level.DIFFERENT;
    }
    boolean month = a.regionMatches(4, b, 4, 2);
    boolean day = a.regionMatches(6, b, 6, 2);
    boolean swapped = year && a.regionMatches(4, b, 6, 2) && a.regionMatches(6, b, 4, 2);
    if (swapped || oneSlip(a, b)) {
      return Level.VARIANT;
    }
    if ((year && (month || day)) || (month && day)) {
      return Level.NEAR;
    }
    return year || Math.abs(year(a) - year(b)) <= 1 ? Level.CLOSE : Level.DIFFERENT;
  }

  private static boolean fits(String a, String b) {
    return part(a, b, 0, 4) && part(a, b, 4, 6) && part(a, b, 6, 8);
  }

  private static boolean part(String a, String b, int from, int to) {
    String none = "0000".substring(0, to - from);
    return a.startsWith(none, from)
        || b.startsWith(none, from)
        || a.regionMatches(from, b, from, to - from);
  }

  private static boolean oneSlip(String a, String b) {
    int first = -1;
    int count = 0;
    int last = -1;
    for (int i = 0; i < 8; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        first = first < 0 ? i : first;
        last = i;
        count++;
      }
    }
    return count == 1
        || (count == 2
            && last == first + 1
            && a.charAt(first) == b.charAt(last)
            && a.charAt(last) == b.charAt(first));
  }
}
