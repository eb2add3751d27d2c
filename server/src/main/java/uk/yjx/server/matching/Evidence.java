package uk.yjx.server.matching;

import java.util.List;
import uk.yjx.server.kernel.PersonDescription;

/**
 * A description with what of it may serve as evidence, worked out once: names and identifiers are
 * personal data, so it stays out of logs.
 */
public final class Evidence {
  private final PersonDescription description;
  private final Profile profile;
  private final List<String> keys;

  private Evidence(PersonDescription description) {
    this.description = description;
    this.profile = new Profile(description);
    this.keys = List.copyOf(profile.keys());
  }

  /** Reduces a description. */
  public static Evidence of(PersonDescription description) {
    return new Evidence(description);
  }

  /** What was said. */
  public PersonDescription description() {
    return description;
  }

  /**
   * The keys by which an earlier notice is found again when a child is added, sorted and distinct:
   * one for each usable person identifier and one for each pair of a whole name and a full date of
   * birth. Any two descriptions that can be linked or sent to review share at least one.
   */
  public List<String> keys() {
    return keys;
  }

  Profile profile() {
    return profile;
  }

  /** Counts what is there. */
  @Override
  public String toString() {
    return description.toString();
  }
}
