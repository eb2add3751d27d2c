package uk.yjx.server.safeguarding;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.Post;
import uk.yjx.server.clocks.Clock;
import uk.yjx.server.clocks.ClockKey;
import uk.yjx.server.clocks.Clocks;
import uk.yjx.server.clocks.NewClock;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.kernel.AgencyId;

/**
 * The clock of the return interview: opened, and paused, while a child is missing; running from the
 * return on; stopped by the interview, or when nothing of it stands any more. What it should do
 * follows from the episode alone.
 */
final class InterviewClock {
  private static final List<Post> TOLD = List.of(Post.POST_WORKER);

  private InterviewClock() {}

  /** What becomes of the clock. */
  sealed interface Move {
    /** It is as it should be. */
    record Stay() implements Move {}

    /** It is opened, and waits for the return. */
    record Open(Instant since) implements Move {}

    /** It waits for the return again. */
    record Pause() implements Move {}

    /** It runs for the first time. */
    record Start(Instant returned, Instant due) implements Move {}

    /** It runs on, until this time. */
    record Resume(Instant due) implements Move {}

    /** It runs until another time. */
    record Shift(Instant due) implements Move {}

    /** It runs once more, of another return than the one it has acted upon. */
    record Again(Instant returned, Instant due) implements Move {}

    /** Nothing is waited for. */
    record Stop() implements Move {}
  }

  /** Names it. */
  static ClockKey key(UUID episode) {
    return new ClockKey(ClockKind.CLOCK_KIND_RETURN_INTERVIEW, episode);
  }

  /** What must become of the clock as it stands, by how the episode stands. Pure. */
  static Move move(Episode episode, Optional<Clock> clock) {
    Instant returned = episode.until();
    Instant due = episode.interviewDue().map(at -> at.truncatedTo(ChronoUnit.MICROS)).orElse(null);
    if (due != null && returned != null) {
      return due(returned, due, clock.orElse(null));
    }
    Instant since = episode.since();
    if (episode.state() == Episode.State.OPEN && since != null) {
      return clock.isEmpty() ? new Move.Open(since) : isRunning(clock.get(), new Move.Pause());
    }
    return clock.isEmpty() ? new Move.Stay() : isWaiting(clock.get(), new Move.Stop());
  }

  private static Move due(Instant returned, Instant due, @Nullable Clock clock) {
    if (clock == null) {
      return new Move.Start(returned, due);
    }
    return switch (clock.state()) {
      case CLOCK_STATE_PENDING -> clock.dueAt().equals(due) ? new Move.Stay() : new Move.Shift(due);
      case CLOCK_STATE_PAUSED -> new Move.Resume(due);
      case CLOCK_STATE_STOPPED -> new Move.Again(returned, due);
      case CLOCK_STATE_FIRED ->
          clock.dueAt().equals(due) ? new Move.Stay() : new Move.Again(returned, due);
      case CLOCK_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalStateException("a clock stands nowhere");
    };
  }

  private static Move isRunning(Clock clock, Move then) {
    return switch (clock.state()) {
      case CLOCK_STATE_PENDING -> then;
      case CLOCK_STATE_PAUSED,
          CLOCK_STATE_STOPPED,
          CLOCK_STATE_FIRED,
          CLOCK_STATE_UNSPECIFIED,
          UNRECOGNIZED ->
          new Move.Stay();
    };
  }

  private static Move isWaiting(Clock clock, Move then) {
    return switch (clock.state()) {
      case CLOCK_STATE_PENDING, CLOCK_STATE_PAUSED -> then;
      case CLOCK_STATE_STOPPED, CLOCK_STATE_FIRED, CLOCK_STATE_UNSPECIFIED, UNRECOGNIZED ->
          new Move.Stay();
    };
  }

  /** Puts what becomes of a clock, as it was read at a position, into an entry. */
  static void apply(
      Entry.Builder entry,
      Clocks clocks,
      UUID episode,
      AgencyId agency,
      Move move,
      Instant now,
      long asOf) {
    ClockKey key = key(episode);
    entry.depends(key.factKey(), asOf);
    switch (move) {
      case Move.Stay stay -> {
        // Nothing to do.
      }
      case Move.Open open -> {
        clocks.start(
            entry,
            new NewClock(
                key, agency, open.since(), open.since().plus(Episode.RETURN_INTERVIEW), 0, TOLD));
        clocks.pause(entry, key, now);
      }
      case Move.Pause pause -> clocks.pause(entry, key, now);
      case Move.Start start ->
          clocks.start(entry, new NewClock(key, agency, start.returned(), start.due(), 0, TOLD));
      case Move.Resume resume -> clocks.resume(entry, key, resume.due());
      case Move.Shift shift -> clocks.move(entry, key, shift.due());
      case Move.Again again ->
          clocks.restart(entry, new NewClock(key, agency, again.returned(), again.due(), 0, TOLD));
      case Move.Stop stop -> clocks.stop(entry, key, "interview-not-due");
    }
  }
}
