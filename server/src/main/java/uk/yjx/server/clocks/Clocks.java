package uk.yjx.server.clocks;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.kernel.Failure;

/**
 * Starts and stops clocks within the entries of other rooms. Whoever stops a clock and the deadline
 * that acts at the same moment depend on one fact, so one of them is decided again and sees the
 * other.
 */
@Singleton
public final class Clocks {
  /** A clock cannot be due before it starts, or moved to before that. */
  public static final Failure DUE_IN_PAST =
      Failure.of(
          Failure.Code.INVALID_ARGUMENT, "DUE_IN_PAST", "a clock is not due before it is started");

  private final ClockTables tables;
  private final ClockReader reader;

  Clocks(ClockTables tables, ClockReader reader) {
    this.tables = tables;
    this.reader = reader;
  }

  /** Starts a clock that has never run; a second start of the same key is a defect of the room. */
  public void start(Entry.Builder entry, NewClock clock) {
    // Nobody can have decided upon a clock that did not exist, so no fact is touched.
    tables.start(entry, clock);
  }

  /** Starts a clock again that was stopped or has fired to its end, as a new run. */
  public void restart(Entry.Builder entry, NewClock clock) {
    tables.change(touching(entry, clock.key()), ClockChange.restarted(clock));
  }

  /**
   * Stops a clock that runs or is paused; does nothing to any other.
   *
   * @param why short code for the log, without personal data
   */
  public void stop(Entry.Builder entry, ClockKey key, String why) {
    tables.change(touching(entry, key), ClockChange.stopped(key, why));
  }

  /**
   * Gives a clock that runs another due time; does nothing to any other.
   *
   * @param dueAt not before the clock was started: what has passed acts at once
   */
  public void move(Entry.Builder entry, ClockKey key, Instant dueAt) {
    tables.change(touching(entry, key), ClockChange.moved(key, dueAt));
  }

  /** Pauses a clock that runs; does nothing to any other. */
  public void pause(Entry.Builder entry, ClockKey key, Instant at) {
    tables.change(touching(entry, key), ClockChange.paused(key, at));
  }

  /** Lets a paused clock run again, with this due time; does nothing to any other. */
  public void resume(Entry.Builder entry, ClockKey key, Instant dueAt) {
    tables.change(touching(entry, key), ClockChange.resumed(key, dueAt));
  }

  /** The clock as it stands; a plan made upon it depends on the key's fact. */
  public Optional<Clock> find(ClockKey key) {
    return reader.find(key);
  }

  private static Entry.Builder touching(Entry.Builder entry, ClockKey key) {
    return entry.depends(key.factKey()).touches(key.factKey());
  }
}
