package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.server.clocks.ClockBook;
import uk.yjx.server.clocks.ClockKey;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Clocks;
import uk.yjx.server.clocks.NewClock;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.AgencyId;

/**
 * Starts the clock of every urgent record that waits for a decision about who somebody is, in the
 * entry that lets it wait. What no service may have has no ladder: the operator sees it at once.
 */
@Singleton
public final class ReviewLadders {
  private final ClockSettings settings;
  private final Clocks clocks;

  ReviewLadders(ClockSettings settings, Clocks clocks) {
    this.settings = settings;
    this.clocks = clocks;
  }

  /** The clock of an item that waits for a decision; nothing for any other item. */
  public void begin(Entry.Builder entry, AlertTables.UnownedItem item) {
    AgencyId service = item.service();
    if (item.reason() != UnownedReason.UNOWNED_REASON_IN_REVIEW || service == null) {
      return;
    }
    entry.depends(FactKey.clockRules(service));
    ClockBook book = settings.now();
    Instant since = item.since();
    book.ladder(service, ClockKind.CLOCK_KIND_MATCH_REVIEW, since)
        .first(since, book.calendar(service))
        .ifPresent(
            step -> clocks.start(entry, NewClock.climbing(key(item.id()), service, since, step)));
  }

  static ClockKey key(UUID item) {
    return new ClockKey(ClockKind.CLOCK_KIND_MATCH_REVIEW, item);
  }
}
