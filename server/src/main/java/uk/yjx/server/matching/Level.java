package uk.yjx.server.matching;

/** How strongly two values of one field agree; what each level means is said by its comparator. */
enum Level {
  /** One side says nothing: no evidence either way. */
  MISSING,
  /** Equal after normalisation. */
  EXACT,
  /** Another way of writing the same: a nickname, a spelling, a slip of one digit of a date. */
  VARIANT,
  /** One character apart, or as good as. */
  NEAR,
  /** A part of one is a part of the other. */
  PART,
  /** Alike in sound or shape. */
  CLOSE,
  /** Nothing in common. */
  DIFFERENT;

  /** Bits that hold a level in a packed comparison. */
  static final int WIDTH = 3;

  private static final Level[] ALL = values();

  /** The level of an ordinal. */
  static Level of(int ordinal) {
    return ALL[ordinal];
  }
}
