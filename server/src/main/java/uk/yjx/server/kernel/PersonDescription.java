package uk.yjx.server.kernel;

import java.util.List;

/**
 * Everything one agency said about who a person is; nothing in it is known to be true.
 *
 * @param names every name given, of any use
 * @param datesOfBirth every date of birth ever recorded
 * @param identifiers every identifier given, valid or not
 * @param sex as recorded
 * @param postcodes as written, past ones included
 */
public record PersonDescription(
    List<PersonName> names,
    List<PartialDate> datesOfBirth,
    List<Identifier> identifiers,
    Sex sex,
    List<String> postcodes) {

  /** Most names, dates of birth, identifiers or postcodes, each, of one description. */
  public static final int ENTRIES_MAX = 100;

  /** Sex as an agency recorded it. */
  public enum Sex {
    /** Not recorded. */
    UNKNOWN,
    /** Recorded as female. */
    FEMALE,
    /** Recorded as male. */
    MALE,
    /** Recorded as neither. */
    OTHER
  }

  /** Copies the lists and rejects one over {@value #ENTRIES_MAX} entries. */
  public PersonDescription {
    names = bounded(names);
    datesOfBirth = bounded(datesOfBirth);
    identifiers = bounded(identifiers);
    postcodes = bounded(postcodes);
  }

  /** Counts what is there: the content is personal data and stays out of logs. */
  @Override
  public String toString() {
    return "PersonDescription[names=%d, datesOfBirth=%d, identifiers=%d]"
        .formatted(names.size(), datesOfBirth.size(), identifiers.size());
  }

  private static <T> List<T> bounded(List<T> entries) {
    if (entries.size() > ENTRIES_MAX) {
      throw new IllegalArgumentException("a description has at most " + ENTRIES_MAX + " of each");
    }
    return List.copyOf(entries);
  }
}
