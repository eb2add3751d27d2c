package uk.yjx.server.oversight;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.server.clocks.AgencyCalendar;
import uk.yjx.server.clocks.ClockBook;
import uk.yjx.server.clocks.ClockKey;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Clocks;
import uk.yjx.server.clocks.Ladder;
import uk.yjx.server.clocks.NewClock;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.AgencyId;

/** The two clocks of a review: when it must be done, and when contributions must have come. */
@Singleton
final class ReviewClocks {
  private final ClockSettings settings;
  private final Clocks clocks;

  ReviewClocks(ClockSettings settings, Clocks clocks) {
    this.settings = settings;
    this.clocks = clocks;
  }

  static ClockKey due(UUID review) {
    return new ClockKey(ClockKind.CLOCK_KIND_REVIEW_DUE, review);
  }

  static ClockKey contributions(UUID review) {
    return new ClockKey(ClockKind.CLOCK_KIND_REVIEW_CONTRIBUTION, review);
  }

  /** When something that is asked now must be there, by the service's own ladder. */
  Instant by(Entry.Builder entry, AgencyId service, ClockKind kind, Instant now) {
    return first(entry, service, kind, now).map(Ladder.Step::at).orElse(now);
  }

  /** Starts a clock of a review. */
  void start(Entry.Builder entry, ClockKey key, AgencyId service, Instant now) {
    first(entry, service, key.kind(), now)
        .ifPresent(step -> clocks.start(entry, NewClock.climbing(key, service, now, step)));
  }

  /** Starts a clock again, which had been stopped or had fired. */
  void restart(Entry.Builder entry, ClockKey key, AgencyId service, Instant now) {
    first(entry, service, key.kind(), now)
        .ifPresent(step -> clocks.restart(entry, NewClock.climbing(key, service, now, step)));
  }

  /** Stops both clocks of a review. */
  void stop(Entry.Builder entry, UUID review, String why) {
    clocks.stop(entry, due(review), why);
    clocks.stop(entry, contributions(review), why);
  }

  /** Everything that was asked for has come. */
  void stopAsking(Entry.Builder entry, UUID review) {
    clocks.stop(entry, contributions(review), "all-contributed");
  }

  private Optional<Ladder.Step> first(
      Entry.Builder entry, AgencyId service, ClockKind kind, Instant now) {
    entry.depends(FactKey.clockRules(service));
    ClockBook book = settings.now();
    AgencyCalendar calendar = book.calendar(service);
    return book.ladder(service, kind, now).first(now, calendar);
  }
}
