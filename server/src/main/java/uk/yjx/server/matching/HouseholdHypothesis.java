package uk.yjx.server.matching;

/**
 * The third explanation of a pair beside «one person» and «two strangers»: two people of one
 * household. Surname, address, postcode and telephone agree there as they do for one person;
 * forename, sex, identifiers and, but for twins, the date of birth agree no more than for
 * strangers. What a household explains is thereby counted once and proves nothing about who it is.
 */
final class HouseholdHypothesis {

  /** Share of pairs of one household that were born on one day. */
  static final double BORN_TOGETHER = 0.03;

  /** How much rarer one forename is among siblings than among strangers, in bits. */
  private static final double NAMED_ALIKE = -6;

  private HouseholdHypothesis() {}

  /**
   * How much of a field's bits for «one person» are bits for «one household» too, 0 to 1: a school
   * or a place of birth is shared by some siblings.
   */
  static double share(Field.Kind kind) {
    return switch (kind) {
      case FAMILY, POSTCODE, ADDRESS, PHONE -> 1;
      case OTHER -> 0.7;
      case GIVEN, ORDER, MIDDLE, REST, BIRTH, SEX, EMAIL, IDENTIFIER -> 0;
    };
  }

  /** The bits for «one household» of a level of the forename: parents do not give a name twice. */
  static double given(Level level) {
    return switch (level) {
      case EXACT, VARIANT -> NAMED_ALIKE;
      case MISSING, NEAR, PART, CLOSE, DIFFERENT -> 0;
    };
  }

  /** The bits for «one household» of a level of the date of birth, against strangers. */
  static double birth(Level level, double exactAmongStrangers) {
    return switch (level) {
      case EXACT -> PairScore.log2(BORN_TOGETHER / exactAmongStrangers);
      case MISSING, VARIANT, NEAR, PART, CLOSE, DIFFERENT -> 0;
    };
  }

  /**
   * The bits taken off a score because a household may explain the agreement, 0 or more.
   *
   * @param odds of one household against strangers before any evidence
   * @param bits of the evidence for one household against strangers
   */
  static double explained(double odds, double bits) {
    return PairScore.log2(1 + odds * Math.pow(2, Math.min(bits, 200)));
  }
}
