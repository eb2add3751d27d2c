package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.Post;
import uk.yjx.server.clocks.ClockBook;
import uk.yjx.server.clocks.ClockKey;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Clocks;
import uk.yjx.server.clocks.Ladder;
import uk.yjx.server.clocks.NewClock;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.AgencyId;

/** Starts and stops the clock by which a dispute waits for its sender's answer. */
@Singleton
final class DisputeClocks {
  private final ClockSettings settings;
  private final Clocks clocks;

  DisputeClocks(ClockSettings settings, Clocks clocks) {
    this.settings = settings;
    this.clocks = clocks;
  }

  /**
   * Starts by the sender's ladder and calendar, since the sender is waited for.
   *
   * @param dueAt by when the sender must have answered, whatever the ladder says
   */
  void begin(Entry.Builder entry, UUID dispute, AgencyId source, Instant at, Instant dueAt) {
    entry.depends(FactKey.clockRules(source));
    ClockBook book = settings.now();
    Optional<Ladder.Step> first =
        book.ladder(source, ClockKind.CLOCK_KIND_DISPUTE, at)
            .first(at, book.calendar(source))
            .filter(step -> step.at().isBefore(dueAt));
    clocks.start(
        entry,
        first
            .map(step -> NewClock.climbing(key(dispute), source, at, step))
            .orElseGet(() ->
                new NewClock(key(dispute), source, at, dueAt, END, List.of(Post.POST_OPERATOR))));
  }

  /** The sender has answered. */
  void stop(Entry.Builder entry, UUID dispute) {
    clocks.stop(entry, key(dispute), "answered");
  }

  /** The step after every rung: the day by which the sender must have answered. */
  static final int END = Ladder.RUNGS_MAX;

  private static ClockKey key(UUID dispute) {
    return new ClockKey(ClockKind.CLOCK_KIND_DISPUTE, dispute);
  }
}
