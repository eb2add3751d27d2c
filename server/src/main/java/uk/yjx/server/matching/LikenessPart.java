package uk.yjx.server.matching;

/** What a score of likeness is made of, in the order in which it is shown. */
enum LikenessPart {
  /** How rarely two people are one, before any evidence. */
  PRIOR("prior"),
  /** First forename, and middle names where it is among them. */
  GIVEN("forename"),
  /** Surname. */
  FAMILY("surname"),
  /** Whether forename and surname stand in each other's place. */
  ORDER("name-order"),
  /** Date of birth. */
  BIRTH("date-of-birth"),
  /** Sex as recorded. */
  SEX("sex"),
  /** Postcodes, past ones too. */
  POSTCODE("postcode"),
  /** Numbers that agencies give to a person. */
  IDENTIFIERS("identifiers"),
  /** What two people of one household would explain as well. */
  HOUSEHOLD("household");

  private final String shown;

  LikenessPart(String shown) {
    this.shown = shown;
  }

  /** The word for it in contracts and on screens. */
  String shown() {
    return shown;
  }

  /** The word for it in the file of weights. */
  String weight() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
