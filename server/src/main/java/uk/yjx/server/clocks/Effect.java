package uk.yjx.server.clocks;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import uk.yjx.clocks.v1.Post;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.storage.RecordKey;

/** What the passing of a due time does. */
public sealed interface Effect {

  /** Facts it was decided upon, as {@link uk.yjx.server.journal.FactKey} names them. */
  Set<Long> depends();

  /**
   * The cause has ended though nobody stopped the clock: the clock ends and nothing else happens.
   *
   * @param why short code for the log, without personal data
   * @param depends facts it was decided upon
   */
  record Ended(String why, Set<Long> depends) implements Effect {
    /** Copies the set. */
    public Ended {
      depends = Set.copyOf(depends);
    }
  }

  /**
   * Something is done.
   *
   * @param outcome short code for the log, without personal data
   * @param depends facts it was decided upon
   * @param writes what is written in the same entry
   * @param next the step the clock goes on to; empty when this was the last
   */
  record Act(String outcome, Set<Long> depends, Writes writes, Optional<Next> next)
      implements Effect {
    /** Copies the set. */
    public Act {
      depends = Set.copyOf(depends);
    }
  }

  /**
   * The next step of a clock.
   *
   * @param step its number, above the one that acts now
   * @param at when it is due; at once when that has passed
   * @param to who is told then
   */
  record Next(int step, Instant at, List<Post> to) {
    /** Copies the list. */
    public Next {
      to = List.copyOf(to);
    }

    /** A ladder's step. */
    public static Next of(Ladder.Step step) {
      return new Next(step.index(), step.at(), step.posts());
    }
  }

  /** Adds a room's rows to the entry of the deadline. */
  @FunctionalInterface
  interface Writes {
    /** Adds them; what is sealed is sealed under the entry's key. */
    void into(Entry.Builder entry, RecordKey key);
  }
}
