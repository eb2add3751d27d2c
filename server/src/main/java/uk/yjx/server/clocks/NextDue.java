package uk.yjx.server.clocks;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.journal.CommitListener;
import uk.yjx.server.journal.Entry;

/**
 * Remembers when the next clock may be due, so that looking costs nothing before. Never later than
 * the truth: what this process commits is taken from memory, and after what another one committed
 * the table is asked.
 */
@Singleton
final class NextDue implements CommitListener {
  private final ClockTables tables;
  private final AtomicReference<Instant> at = new AtomicReference<>(Instant.MIN);

  NextDue(ClockTables tables) {
    this.tables = tables;
  }

  /** Whether a clock may be due. */
  boolean mayBeDue(Instant now) {
    return !now.isBefore(at.get());
  }

  /** What is remembered is being replaced: to be called before the table is read. */
  void forget() {
    at.set(Instant.MAX);
  }

  /** A clock is due then, or may be. */
  void atLatest(Instant due) {
    at.accumulateAndGet(due, (a, b) -> b.isBefore(a) ? b : a);
  }

  @Override
  public void committed(long first, List<Entry> entries) {
    for (Entry entry : entries) {
      @Nullable Instant due = tables.earliestDue(entry);
      if (due != null) {
        atLatest(due);
      }
    }
  }

  @Override
  public void advanced(long upTo) {
    atLatest(Instant.MIN);
  }
}
