package uk.yjx.server.matching;

/** How two words of a name agree; symmetric. */
final class NameLevel {

  private static final double NEAR = 0.93;
  private static final double CLOSE = 0.84;
  private static final int EDITED_MIN = 4;
  private static final int PART_MIN = 3;

  private NameLevel() {}

  /**
   * EXACT: equal. VARIANT: written together or apart, a spelling of one name, a nickname. NEAR: one
   * edit, or nearly so. PART: an initial, a beginning, one of several words. CLOSE: alike in sound
   * or shape.
   *
   * @param given whether nicknames count
   */
  static Level of(Word a, Word b, boolean given) {
    if (a == b || a.text().equals(b.text())) {
      return Level.EXACT;
    }
    if (variant(a, b, given)) {
      return Level.VARIANT;
    }
    String one = a.text();
    String two = b.text();
    if (one.length() == 1 || two.length() == 1) {
      return one.charAt(0) == two.charAt(0) ? Level.PART : Level.DIFFERENT;
    }
    double alike = TextDistance.jaroWinkler(one, two);
    int shorter = Math.min(one.length(), two.length());
    if (alike >= NEAR || (shorter >= EDITED_MIN && TextDistance.atMostOneEdit(one, two))) {
      return Level.NEAR;
    }
    if (part(a, b, shorter)) {
      return Level.PART;
    }
    return alike >= CLOSE || a.sound().equals(b.sound()) ? Level.CLOSE : Level.DIFFERENT;
  }

  private static boolean variant(Word a, Word b, boolean given) {
    if (a.joined().equals(b.joined()) || a.spelling().equals(b.spelling())) {
      return true;
    }
    return given
        ? a.related().contains(b.joined()) || a.relatedSpellings().contains(b.spelling())
        : a.masculine().equals(b.masculine());
  }

  private static boolean part(Word a, Word b, int shorter) {
    if (shorter >= PART_MIN && (a.text().startsWith(b.text()) || b.text().startsWith(a.text()))) {
      return true;
    }
    if (a.tokens().length == 1 && b.tokens().length == 1) {
      return false;
    }
    for (String token : a.tokens()) {
      if (token.length() >= PART_MIN && b.hasToken(token)) {
        return true;
      }
    }
    return false;
  }
}
