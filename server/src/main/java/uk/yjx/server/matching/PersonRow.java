package uk.yjx.server.matching;

import java.util.List;

/**
 * One row of a file of people, as written there; an empty text says nothing.
 *
 * @param id the row's own id
 * @param birth digits {@code yyyymmdd}, zeros where not known, unchecked
 * @param address lines in the order of the mapping
 * @param other further columns in the order of the mapping
 * @param identifiers numbers in the order of the mapping
 */
public record PersonRow(
    String id,
    String forename,
    String middle,
    String surname,
    String fullName,
    int birth,
    String postcode,
    List<String> address,
    String sex,
    String email,
    String phone,
    List<String> other,
    List<String> identifiers) {

  public PersonRow {
    address = List.copyOf(address);
    other = List.copyOf(other);
    identifiers = List.copyOf(identifiers);
  }

  /** Names nothing: the content is personal data and stays out of logs. */
  @Override
  public String toString() {
    return "PersonRow";
  }
}
