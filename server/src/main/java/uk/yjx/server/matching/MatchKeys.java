package uk.yjx.server.matching;

import java.util.List;
import java.util.stream.Stream;
import uk.yjx.server.kernel.PersonDescription;

/**
 * The keys by which an earlier notice is found again when a child is added: any two descriptions
 * that can be linked or sent to review share at least one.
 */
public final class MatchKeys {

  private MatchKeys() {}

  /**
   * The keys of a description, sorted and distinct: one for each usable person identifier, each
   * full date of birth, and the sounds of each whole name. They are personal data.
   */
  public static List<String> of(PersonDescription person) {
    return Evidence.of(person).keys();
  }

  /**
   * The keys under which notices about a child are looked for: those of the child, and the pairs of
   * name and date of birth under which earlier versions kept notices.
   */
  public static List<String> sought(PersonDescription child) {
    Evidence evidence = Evidence.of(child);
    return Stream.concat(evidence.keys().stream(), evidence.exactKeys().stream())
        .sorted()
        .distinct()
        .toList();
  }
}
