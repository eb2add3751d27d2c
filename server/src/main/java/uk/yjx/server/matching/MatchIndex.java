package uk.yjx.server.matching;

import java.util.Collection;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription;

/**
 * All children on record at one moment, ready to be matched; a value that any number of threads may
 * share.
 */
public interface MatchIndex {

  /** An index of no children. */
  static MatchIndex empty() {
    return LiveIndex.EMPTY;
  }

  /** Which child the description is of. */
  Match match(Evidence evidence);

  /** Which child the description is of, for whoever asks once. */
  default Match match(PersonDescription person) {
    return match(Evidence.of(person));
  }

  /** How the likeness of a person and a child comes about, step by step. */
  Waterfall explain(Evidence evidence, PersonDescription child);

  /**
   * This index after a change; this one stays as it is. Equal to an index built anew of the same
   * children.
   *
   * @param addedOrChanged children new or described anew; of two of one child the later counts
   * @param removed children to forget first; unknown ones are ignored
   */
  MatchIndex with(Collection<Candidate> addedOrChanged, Collection<ChildId> removed);

  /** How many children the index holds. */
  int size();
}
