package uk.yjx.server.matching;

/**
 * Why a description was linked or sent to a person for review; a code without personal data, from
 * the strongest to the weakest.
 */
public enum Rule {
  /** Linked: a person identifier, a full date of birth and a forename agree. */
  IDENTIFIER_BIRTH_DATE_AND_FORENAME,
  /** Linked: a person identifier and a forename agree; one side has no full date of birth. */
  IDENTIFIER_AND_FORENAME,
  /** Review: the identifiers given lead to more than one child. */
  SEVERAL_CHILDREN,
  /** Review: one person identifier agrees and another of the same kind contradicts. */
  IDENTIFIERS_CONFLICT,
  /** Review: a person identifier agrees and the date of birth does not: mistyped or borrowed. */
  IDENTIFIER_BUT_BIRTH_DATE_DIFFERS,
  /** Review: a person identifier agrees and no forename does: mistyped or borrowed. */
  IDENTIFIER_BUT_FORENAME_DIFFERS,
  /** Review: the whole name and the full date of birth agree and no identifier does. */
  NAME_AND_BIRTH_DATE,
  /** Review: it would link, but somebody gave just these details who was not the child. */
  IDENTITY_DISPUTED,
  /** Review: nothing above, and the description is more likely the child's than a stranger's. */
  DESCRIPTION_ALIKE,
  /** Review: the same, and another child is about as likely. */
  SEVERAL_ALIKE;

  /** Whether it is enough to link. */
  boolean links() {
    return compareTo(SEVERAL_CHILDREN) < 0;
  }

  /** Whether it rests on nothing but how alike two descriptions are. */
  public boolean isLikeness() {
    return compareTo(DESCRIPTION_ALIKE) >= 0;
  }
}
