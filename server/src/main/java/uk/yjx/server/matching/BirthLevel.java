package uk.yjx.server.matching;

/** {@link BirthText#compare} upon numbers {@code yyyymmdd}, zeros where not known. */
final class BirthLevel {

  private static final int YEAR = 10_000;
  private static final int MONTH = 100;

  private BirthLevel() {}

  /** Whether year, month and day are known. */
  static boolean isWhole(int birth) {
    return birth >= YEAR && birth / MONTH % MONTH != 0 && birth % MONTH != 0;
  }

  /** Whether it is a date that is written where only the year is known. */
  static boolean isNewYear(int birth) {
    return birth % YEAR == MONTH + 1;
  }

  /** How two dates agree; symmetric. */
  static Level of(int a, int b) {
    if (a == b) {
      return isWhole(a) ? Level.EXACT : Level.PART;
    }
    if (a / YEAR != b / YEAR && a % YEAR != b % YEAR && isWhole(a) && isWhole(b)) {
      // Most pairs of children, without looking closer.
      boolean close = Math.abs(a / YEAR - b / YEAR) <= 1;
      return !close ? Level.DIFFERENT : oneSlip(a, b) ? Level.VARIANT : Level.CLOSE;
    }
    if (!isWhole(a) || !isWhole(b)) {
      return fits(a, b) ? Level.PART : Level.DIFFERENT;
    }
    boolean year = a / YEAR == b / YEAR;
    boolean month = a / MONTH % MONTH == b / MONTH % MONTH;
    boolean day = a % MONTH == b % MONTH;
    boolean swapped = year && a / MONTH % MONTH == b % MONTH && b / MONTH % MONTH == a % MONTH;
    if (swapped || oneSlip(a, b)) {
      return Level.VARIANT;
    }
    if (year && (month || day) || month && day) {
      return Level.NEAR;
    }
    return Math.abs(a / YEAR - b / YEAR) <= 1 ? Level.CLOSE : Level.DIFFERENT;
  }

  private static boolean fits(int a, int b) {
    return part(a / YEAR, b / YEAR)
        && part(a / MONTH % MONTH, b / MONTH % MONTH)
        && part(a % MONTH, b % MONTH);
  }

  private static boolean part(int a, int b) {
    return a == 0 || b == 0 || a == b;
  }

  /** One digit is another, or two neighbours have changed places. */
  private static boolean oneSlip(int a, int b) {
    int x = a;
    int y = b;
    while (x % 10 == y % 10) {
      x /= 10;
      y /= 10;
    }
    if (x / 10 == y / 10) {
      return true;
    }
    return x / 100 == y / 100 && x % 10 == y / 10 % 10 && y % 10 == x / 10 % 10;
  }
}
