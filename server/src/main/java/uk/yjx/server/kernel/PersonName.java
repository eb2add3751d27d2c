package uk.yjx.server.kernel;

import java.util.List;

/**
 * A name as it was sent, spelling and diacritics kept; comparison forms are made elsewhere.
 *
 * @param forenames given and middle names in order; empty for a person known by one name
 * @param surname family name; empty for a person known by one name
 * @param use what the name is to the person
 */
public record PersonName(List<String> forenames, String surname, Use use) {

  /** Most forenames of one name. */
  public static final int FORENAMES_MAX = 20;

  /** Longest single forename or surname, in characters. */
  public static final int PART_LENGTH_MAX = 200;

  /** What a name is to the person who bears it. */
  public enum Use {
    /** The name in law. */
    LEGAL,
    /** A name also used, or given falsely. */
    ALIAS,
    /** A name borne before. */
    PREVIOUS,
    /** The name the child wishes to be called. */
    PREFERRED
  }

  /** Rejects a name without any part, a blank forename, and parts over the limits. */
  public PersonName {
    forenames = List.copyOf(forenames);
    if (forenames.isEmpty() && surname.isBlank()) {
      throw new IllegalArgumentException("a name has at least one part");
    }
    if (forenames.size() > FORENAMES_MAX) {
      throw new IllegalArgumentException("a name has at most " + FORENAMES_MAX + " forenames");
    }
    requireLength(surname);
    for (String forename : forenames) {
      if (forename.isBlank()) {
        throw new IllegalArgumentException("a forename is not blank");
      }
      requireLength(forename);
    }
  }

  private static void requireLength(String part) {
    if (part.length() > PART_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "a part of a name has at most " + PART_LENGTH_MAX + " characters");
    }
  }

  /** The legal name made of forenames written with spaces between them, and a surname. */
  public static PersonName legal(String forenames, String surname) {
    List<String> parts = forenames.isBlank() ? List.of() : List.of(forenames.strip().split("\\s+"));
    return new PersonName(parts, surname, Use.LEGAL);
  }

  /** First forename and surname, for people to read. */
  public String shown() {
    return forenames.isEmpty() ? surname : forenames.getFirst() + " " + surname;
  }

  /** Names the use only: a name is personal data and stays out of logs. */
  @Override
  public String toString() {
    return "PersonName[" + use + "]";
  }
}
