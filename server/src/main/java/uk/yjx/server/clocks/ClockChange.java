package uk.yjx.server.clocks;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.yjx.clocks.v1.ClockState;
import uk.yjx.clocks.v1.Post;

/**
 * A change of a clock's row. What is null stays as it is.
 *
 * @param from states in which it applies
 * @param to the state it leads to
 * @param again it begins a new run
 */
record ClockChange(
    ClockKey key,
    List<ClockState> from,
    ClockState to,
    boolean again,
    @Nullable Integer step,
    @Nullable Instant startedAt,
    @Nullable Instant dueAt,
    @Nullable List<Post> next,
    @Nullable Instant pausedAt,
    @Nullable String why) {
  private static final ClockState PENDING = ClockState.CLOCK_STATE_PENDING;
  private static final ClockState PAUSED = ClockState.CLOCK_STATE_PAUSED;
  private static final ClockState FIRED = ClockState.CLOCK_STATE_FIRED;
  private static final ClockState STOPPED = ClockState.CLOCK_STATE_STOPPED;

  static ClockChange restarted(NewClock c) {
    return new ClockChange(
        c.key(),
        List.of(FIRED, STOPPED),
        PENDING,
        true,
        c.step(),
        c.startedAt(),
        c.dueAt(),
        c.next(),
        null,
        null);
  }

  static ClockChange stopped(ClockKey key, String why) {
    return new ClockChange(
        key, List.of(PENDING, PAUSED), STOPPED, false, null, null, null, null, null, why);
  }

  static ClockChange moved(ClockKey key, Instant dueAt) {
    return new ClockChange(
        key, List.of(PENDING), PENDING, false, null, null, dueAt, null, null, null);
  }

  static ClockChange paused(ClockKey key, Instant at) {
    return new ClockChange(key, List.of(PENDING), PAUSED, false, null, null, null, null, at, null);
  }

  static ClockChange resumed(ClockKey key, Instant dueAt) {
    return new ClockChange(
        key, List.of(PAUSED), PENDING, false, null, null, dueAt, null, null, null);
  }

  static ClockChange climbed(ClockKey key, Effect.Next next) {
    return new ClockChange(
        key, List.of(PENDING), PENDING, false, next.step(), null, next.at(), next.to(), null, null);
  }

  static ClockChange fired(ClockKey key, String outcome) {
    return new ClockChange(
        key, List.of(PENDING), FIRED, false, null, null, null, List.of(), null, outcome);
  }
}
