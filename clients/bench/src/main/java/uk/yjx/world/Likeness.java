package uk.yjx.world;

import uk.yjx.world.Truth.Outcome;

/**
 * How a notice describes a child of the caseload, and what has to become of that: an exact valid
 * identifier with an equal or missing date of birth and one equal forename links; an identifier
 * without that, or the name and date of birth, needs a person's review.
 */
enum Likeness {
  /** Valid number, name and date of birth as on the caseload. */
  NUMBER_NAME_AND_BIRTH(Outcome.LINKED, 50),
  /** The same, the number in another spelling: short PNC id, spaces in the NHS number. */
  NUMBER_SPELT_OTHERWISE(Outcome.LINKED, 12),
  /** Valid number and name, no date of birth. */
  NUMBER_AND_NAME(Outcome.LINKED, 10),
  /** Valid number and date of birth, the surname misspelt. */
  NUMBER_SURNAME_MISSPELT(Outcome.LINKED, 20),
  /** Valid number, name and date of birth, and a number of another kind that fails its check. */
  NUMBER_BESIDE_A_BAD_ONE(Outcome.LINKED, 8),

  /** Name and date of birth only. */
  NAME_AND_BIRTH(Outcome.REVIEW, 45),
  /** Name and date of birth, and a number that fails its check. */
  BAD_NUMBER_NAME_AND_BIRTH(Outcome.REVIEW, 8),
  /** Valid number, the forenames misspelt. */
  NUMBER_FORENAME_MISSPELT(Outcome.REVIEW, 22),
  /** Valid number and name, another date of birth. */
  NUMBER_BIRTH_DIFFERS(Outcome.REVIEW, 13),
  /** One number is the child's, a valid one of another kind is not. */
  NUMBERS_CONFLICT(Outcome.REVIEW, 7),
  /** The number of one twin, the name of the other: details given by a brother or sister. */
  TWIN_NAMED(Outcome.REVIEW, 5),

  /**
   * Date of birth, forename and a misspelt surname, no number: whoever it is, a person can see that
   * it may be the child. Chosen where no rule of equality finds anybody.
   */
  SURNAME_MISSPELT_AND_BIRTH(Outcome.REVIEW, 0);

  private final Outcome outcome;
  private final int share;

  Likeness(Outcome outcome, int share) {
    this.outcome = outcome;
    this.share = share;
  }

  /** What matching must say. */
  Outcome outcome() {
    return outcome;
  }

  /** Relative frequency among those with the same outcome. */
  int share() {
    return share;
  }

  /** Whether the notice carries an identifier that fails its check. */
  boolean badIdentifier() {
    return this == NUMBER_BESIDE_A_BAD_ONE || this == BAD_NUMBER_NAME_AND_BIRTH;
  }
}
