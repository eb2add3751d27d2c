package uk.yjx.server.matching;

/**
 * One thing that is known of people and compared.
 *
 * @param name as in a weights file: {@code given}, {@code birth}, {@code address.1}
 */
record Field(String name, Kind kind) {

  /** What sort of value a field holds: how it is compared and what its agreement proves. */
  enum Kind {
    /** First forename, or all forenames. */
    GIVEN(Group.PERSON),
    /** Surname. */
    FAMILY(Group.PERSON),
    /** Whether forename and surname stand in each other's place. */
    ORDER(Group.PERSON),
    /** Further forenames. */
    MIDDLE(Group.PERSON),
    /** What a full name has beyond forename and surname. */
    REST(Group.PERSON),
    /** Date of birth. */
    BIRTH(Group.PERSON),
    /** Postcode. */
    POSTCODE(Group.HOUSEHOLD),
    /** A line of an address. */
    ADDRESS(Group.HOUSEHOLD),
    /** Sex as recorded. */
    SEX(Group.PERSON),
    /** Electronic mail. */
    EMAIL(Group.CONTACT),
    /** Telephone number. */
    PHONE(Group.HOUSEHOLD),
    /** Anything else that is worded: place of birth, school, occupation. */
    OTHER(Group.CIRCUMSTANCE),
    /** A number given to one person. */
    IDENTIFIER(Group.IDENTIFIER);

    private final Group group;

    Kind(Group group) {
      this.group = group;
    }

    Group group() {
      return group;
    }
  }

  /** Fields whose agreement has one cause and so counts as one piece of evidence. */
  enum Group {
    PERSON,
    HOUSEHOLD,
    CONTACT,
    CIRCUMSTANCE,
    IDENTIFIER
  }

  Group group() {
    return kind.group();
  }
}
