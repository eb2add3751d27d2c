package uk.yjx.server.clocks;

import java.time.Instant;
import java.util.Set;
import uk.yjx.clocks.v1.ClockKind;

/**
 * What a room does when the time of its clocks has come. A bean of that room; every kind has one at
 * most.
 */
public interface Deadline {

  /** The kinds it answers for. */
  Set<ClockKind> kinds();

  /**
   * Decides what happens. Asked inside a {@link uk.yjx.server.journal.Proposal}, maybe again and
   * the last time under the lock of the journal's head: it may read tables, must wait for nothing
   * else, and must name in the effect every fact it decides upon, so that a cause that ends at the
   * same time is seen by one of the two.
   *
   * @param due the clock, running and due
   * @param now not before its due time
   */
  Effect decide(Clock due, Instant now);
}
