package uk.yjx.server.matching;

/** A postcode in comparison form as one number, and how two of them agree. */
final class PostcodeCode {

  private static final int BASE = 37;

  /** Longer ones, which are none, are cut: twelve digits of this base fit 63 bits. */
  private static final int LENGTH_MAX = 12;

  /** Sector and unit are the last three characters of a British postcode. */
  private static final long INWARD = (long) BASE * BASE * BASE;

  private static final long OUTWARD_MIN = BASE;

  private PostcodeCode() {}

  /** Packs lower-case letters and digits, the last character in the lowest place. */
  static long of(String text) {
    long code = 0;
    for (int i = 0; i < Math.min(text.length(), LENGTH_MAX); i++) {
      code = code * BASE + digit(text.charAt(i));
    }
    return code;
  }

  /** NEAR: one character is another. PART: one outward code. CLOSE: two characters are others. */
  static Level compare(long a, long b) {
    if (a == b) {
      return Level.EXACT;
    }
    int others = 0;
    long x = a;
    long y = b;
    while (x != 0 && y != 0) {
      others += x % BASE == y % BASE ? 0 : 1;
      x /= BASE;
      y /= BASE;
    }
    if (x != y) {
      others = Integer.MAX_VALUE; // of two lengths
    }
    if (others == 1) {
      return Level.NEAR;
    }
    if (a / INWARD == b / INWARD && a / INWARD >= OUTWARD_MIN) {
      return Level.PART;
    }
    return others == 2 ? Level.CLOSE : Level.DIFFERENT;
  }

  private static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return 1 + c - '0';
    }
    return c >= 'a' && c <= 'z' ? 11 + c - 'a' : BASE - 1;
  }
}
