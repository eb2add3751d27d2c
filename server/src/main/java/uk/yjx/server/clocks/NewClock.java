package uk.yjx.server.clocks;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import uk.yjx.clocks.v1.Post;
import uk.yjx.server.kernel.AgencyId;

/**
 * A clock as it is started.
 *
 * @param key its name
 * @param agency whose clock it is: by whose calendar it runs, and whose managers see it
 * @param startedAt when what it waits for was asked
 * @param dueAt when it acts, not before the start
 * @param step which step of a ladder that is, from 0
 * @param next who is told then; empty where nobody is
 */
public record NewClock(
    ClockKey key, AgencyId agency, Instant startedAt, Instant dueAt, int step, List<Post> next) {

  /** Rejects a due time before the start; times are kept to the microsecond, as they are stored. */
  public NewClock {
    startedAt = startedAt.truncatedTo(ChronoUnit.MICROS);
    dueAt = dueAt.truncatedTo(ChronoUnit.MICROS);
    next = List.copyOf(next);
    if (dueAt.isBefore(startedAt)) {
      throw Clocks.DUE_IN_PAST.refused();
    }
    if (step < 0) {
      throw new IllegalArgumentException("steps count from 0");
    }
  }

  /** A clock with one deadline. */
  public static NewClock plain(ClockKey key, AgencyId agency, Instant startedAt, Instant dueAt) {
    return new NewClock(key, agency, startedAt, dueAt, 0, List.of());
  }

  /** A clock that climbs from this step on. */
  public static NewClock climbing(
      ClockKey key, AgencyId agency, Instant startedAt, Ladder.Step step) {
    return new NewClock(key, agency, startedAt, step.at(), step.index(), step.posts());
  }
}
