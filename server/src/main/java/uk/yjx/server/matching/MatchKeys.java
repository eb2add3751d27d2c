package uk.yjx.server.matching;

import java.util.List;
import uk.yjx.server.kernel.PersonDescription;

/**
 * The keys by which an earlier notice is found again when a child is added: any two descriptions
 * that can be linked or sent to review share at least one.
 */
public final class MatchKeys {

  private MatchKeys() {}

  /**
   * The keys of a description, sorted and distinct: one for each usable person identifier and one
   * for each pair of a whole name and a full date of birth. They are personal data.
   */
  public static List<String> of(PersonDescription person) {
    return Evidence.of(person).keys();
  }
}
