package uk.yjx.server.clocks;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import uk.yjx.clocks.v1.ClockState;
import uk.yjx.clocks.v1.Post;
import uk.yjx.server.kernel.AgencyId;

/**
 * A clock as it stands.
 *
 * @param key its name
 * @param agency whose clock it is
 * @param run how often it was started, from 1
 * @param step which step is due next, from 0
 * @param startedAt when this run was started
 * @param dueAt when it acts next, or acted last
 * @param next who is told then
 * @param state where it stands
 * @param pausedAt since when it is paused; empty when it is not
 */
public record Clock(
    ClockKey key,
    AgencyId agency,
    int run,
    int step,
    Instant startedAt,
    Instant dueAt,
    List<Post> next,
    ClockState state,
    Optional<Instant> pausedAt) {

  /** Copies the list. */
  public Clock {
    next = List.copyOf(next);
  }

  /** Whether it runs and its time has come. */
  public boolean isDue(Instant now) {
    return state == ClockState.CLOCK_STATE_PENDING && !now.isBefore(dueAt);
  }
}
