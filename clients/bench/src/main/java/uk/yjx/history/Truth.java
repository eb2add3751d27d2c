package uk.yjx.history;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What the database and the log hold once everything is quiet.
 *
 * @param notices in order of position
 * @param raised alerts and notes raised by these notices
 * @param lines of the mailboxes of readers who were there to the end, in any order
 * @param leaves of the whole log, in order of index
 * @param disclosures the log tells of, with the time their transaction was committed
 * @param acknowledged alerts somebody has acknowledged
 */
public record Truth(
    List<Held> notices,
    List<Raised> raised,
    List<Line> lines,
    List<Leaf> leaves,
    List<Disclosure> disclosures,
    Set<String> acknowledged) {

  /** Copies the collections. */
  public Truth {
    notices = List.copyOf(notices);
    raised = List.copyOf(raised);
    lines = List.copyOf(lines);
    leaves = List.copyOf(leaves);
    disclosures = List.copyOf(disclosures);
    acknowledged = Set.copyOf(acknowledged);
  }

  /**
   * A notice.
   *
   * @param raises how many alerts and notes it says it has raised
   */
  public record Held(RequestKey request, long position, long leafIndex, int raises) {}

  /** An alert or note. */
  public record Raised(String alertId, long noticePosition) {}

  /** A line in a mailbox of a reader. */
  public record Line(String reader, long position, int ordinal, String alertId, String cause) {}

  /**
   * A leaf of the log.
   *
   * @param hash hexadecimal
   */
  public record Leaf(long index, long position, String hash) {}

  /** The audit event that says that an alert leaves towards a reader. */
  public record Disclosure(String reader, String alertId, long leafIndex, Instant committedAt) {}
}
