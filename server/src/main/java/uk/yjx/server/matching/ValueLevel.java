package uk.yjx.server.matching;

/** How two values that are not names agree; symmetric. */
final class ValueLevel {

  private static final double NEAR = 0.92;
  private static final double CLOSE = 0.8;
  private static final double LOCAL_CLOSE = 0.88;
  private static final int INWARD = 3;
  private static final int UK_MIN = 5;
  private static final int PART_MIN = 4;

  private ValueLevel() {}

  /** The level of two values of a kind of field that has no comparator of its own. */
  static Level of(Field.Kind kind, Word a, Word b) {
    if (a == b || a.text().equals(b.text())) {
      return Level.EXACT;
    }
    return switch (kind) {
      case POSTCODE -> postcode(a.text(), b.text());
      case SEX -> Level.DIFFERENT;
      case EMAIL -> email(a.text(), b.text());
      case PHONE, IDENTIFIER -> number(a.text(), b.text());
      case ADDRESS, OTHER, MIDDLE, REST -> worded(a, b);
      case GIVEN -> NameLevel.of(a, b, true);
      case FAMILY, ORDER -> NameLevel.of(a, b, false);
      case BIRTH -> BirthText.compare(a.text(), b.text());
    };
  }

  /** NEAR: one edit. PART: one outward code. CLOSE: two edits. */
  private static Level postcode(String a, String b) {
    int edits = TextDistance.edits(a, b, 2);
    if (edits <= 1) {
      return Level.NEAR;
    }
    if (outward(a).equals(outward(b))) {
      return Level.PART;
    }
    return edits == 2 && a.length() > INWARD ? Level.CLOSE : Level.DIFFERENT;
  }

  static String outward(String postcode) {
    boolean letters = !postcode.isEmpty() && Character.isLetter(postcode.charAt(0));
    return letters && postcode.length() >= UK_MIN
        ? postcode.substring(0, postcode.length() - INWARD)
        : postcode.substring(0, postcode.length() / 2);
  }

  /** VARIANT: one mailbox at another provider. NEAR: one or two edits. CLOSE: mailboxes alike. */
  private static Level email(String a, String b) {
    String one = local(a);
    String two = local(b);
    if (one.equals(two)) {
      return Level.VARIANT;
    }
    if (TextDistance.edits(a, b, 2) <= 2) {
      return Level.NEAR;
    }
    return TextDistance.jaroWinkler(one, two) >= LOCAL_CLOSE ? Level.CLOSE : Level.DIFFERENT;
  }

  static String local(String email) {
    int at = email.indexOf('@');
    return at < 0 ? email : email.substring(0, at);
  }

  /** NEAR: one slip of a digit. CLOSE: two. */
  private static Level number(String a, String b) {
    return switch (TextDistance.edits(a, b, 2)) {
      case 0, 1 -> Level.NEAR;
      case 2 -> Level.CLOSE;
      case 3 -> Level.DIFFERENT;
      default -> throw new IllegalStateException("edits over the limit asked for");
    };
  }

  /** NEAR: one edit or as good as. PART: a word in common, or begins alike. CLOSE: alike. */
  private static Level worded(Word a, Word b) {
    if (a.joined().equals(b.joined())) {
      return Level.VARIANT;
    }
    double alike = TextDistance.jaroWinkler(a.text(), b.text());
    int shorter = Math.min(a.text().length(), b.text().length());
    if (alike >= NEAR || (shorter >= PART_MIN && TextDistance.atMostOneEdit(a.text(), b.text()))) {
      return Level.NEAR;
    }
    for (String token : a.tokens()) {
      if (token.length() >= PART_MIN && b.hasToken(token)) {
        return Level.PART;
      }
    }
    return alike >= CLOSE ? Level.CLOSE : Level.DIFFERENT;
  }
}
