package uk.yjx.server.matching;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import uk.yjx.server.kernel.PersonDescription;

/**
 * A description with what of it may serve as evidence, worked out once: names and identifiers are
 * personal data, so it stays out of logs.
 */
public final class Evidence {
  private final PersonDescription description;
  private final Profile profile;
  private final Traits traits;
  private final List<String> exactKeys;
  private final List<String> traitKeys;
  private final List<String> keys;

  private Evidence(PersonDescription description) {
    this.description = description;
    this.profile = new Profile(description);
    this.traits = Traits.of(description);
    this.exactKeys = List.copyOf(profile.keys());
    this.traitKeys = List.copyOf(traits.keys());
    List<String> all = new ArrayList<>(traitKeys);
    exactKeys.stream().filter(Profile::isNumberKey).forEach(all::add);
    Collections.sort(all);
    this.keys = List.copyOf(all);
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
   * one for each usable person identifier, each full date of birth and the sounds of each whole
   * name. Any two descriptions that can be linked or sent to review share at least one.
   */
  public List<String> keys() {
    return keys;
  }

  /** The keys of the exact rules: those of identifiers, and whole names with full dates. */
  List<String> exactKeys() {
    return exactKeys;
  }

  /** The keys under which children alike are found. */
  List<String> traitKeys() {
    return traitKeys;
  }

  Traits traits() {
    return traits;
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
