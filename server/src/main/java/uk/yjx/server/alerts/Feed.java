package uk.yjx.server.alerts;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.server.journal.CommitListener;
import uk.yjx.server.journal.Entry;

/**
 * The one feed of this process: recent lines from memory, older ones by ranged reads. Streams are
 * woken after the commit; the position is the truth.
 */
@Singleton
final class Feed implements CommitListener, AutoCloseable {
  /** Recently raised alerts kept in memory, so that live streams read no table. */
  static final int RECENT_ALERTS_MAX = 8_192;

  /** Lines read at a time to fill a gap. */
  static final int GAP_LINES_MAX = 4_096;

  private static final Duration GAP_RETRY = Duration.ofMillis(500);
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final AlertTables tables;
  private final MailboxLines mailboxes;
  private final StreamRegistry streams;
  private final Ring ring = new Ring();
  private final AtomicLong target = new AtomicLong();
  private final Map<UUID, AlertRow> recent =
      new LinkedHashMap<>(1024, 0.75f, false) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, AlertRow> eldest) {
          return size() > RECENT_ALERTS_MAX;
        }
      };
  private final ScheduledExecutorService gapFiller =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("alerts-gap").daemon(true).factory());
  private volatile boolean started;

  Feed(AlertTables tables, MailboxLines mailboxes, StreamRegistry streams) {
    this.tables = tables;
    this.mailboxes = mailboxes;
    this.streams = streams;
  }

  @Override
  public void committed(long first, List<Entry> entries) {
    List<FeedItem> items = new ArrayList<>();
    long position = first;
    for (Entry entry : entries) {
      collect(entry, position, items);
      position++;
    }
    long last = position - 1;
    target.accumulateAndGet(last, Math::max);
    forgetRecalled(items);
    if (ring.add(first, last, items)) {
      streams.wake(items);
    } else {
      gapFiller.execute(this::fillGap);
    }
  }

  @Override
  public void advanced(long upTo) {
    if (!started) {
      started = true;
      ring.restartAt(upTo);
      target.set(upTo);
      return;
    }
    target.accumulateAndGet(upTo, Math::max);
    gapFiller.execute(this::fillGap);
  }

  /** The position up to which the ring is complete: no cursor is issued beyond it. */
  long head() {
    return ring.head();
  }

  /** The next lines for a selection from memory; null when they must be read from the table. */
  Ring.@Nullable Slice recent(Selection selection, FeedItem.Place after, int max) {
    return ring.read(selection, after, max);
  }

  /** The next lines for a selection from the table. */
  Ring.Slice older(Selection selection, FeedItem.Place after, int max) throws SQLException {
    long upTo = ring.head();
    List<FeedItem> lines = mailboxes.of(selection, after, upTo, max);
    FeedItem.Place reached =
        lines.size() < max ? FeedItem.Place.endOf(upTo) : lines.getLast().place();
    return new Ring.Slice(lines, reached);
  }

  /**
   * Alerts that are all in memory and unchanged since they were raised, as far as this process
   * knows; null when one is not.
   */
  @Nullable Map<UUID, AlertRow> recentAlerts(Collection<FeedItem> items) {
    Map<UUID, AlertRow> found = new HashMap<>();
    synchronized (recent) {
      for (FeedItem item : items) {
        AlertRow row = recent.get(item.alert());
        if (row == null || row.raisedPosition() != item.place().position()) {
          return null;
        }
        found.put(item.alert(), row);
      }
    }
    return found;
  }

  /** The same by id, each known as of the position at which it was raised. */
  @Nullable Map<UUID, AlertRow> recentAlertsById(Collection<UUID> ids) {
    Map<UUID, AlertRow> found = new HashMap<>();
    synchronized (recent) {
      for (UUID id : ids) {
        AlertRow row = recent.get(id);
        if (row == null) {
          return null;
        }
        found.put(id, row);
      }
    }
    return found;
  }

  @Override
  @PreDestroy
  public void close() {
    gapFiller.shutdownNow();
  }

  private void collect(Entry entry, long position, List<FeedItem> items) {
    int ordinal = 0;
    for (MailboxEntry line : tables.linesOf(entry)) {
      items.add(
          new FeedItem(
              new FeedItem.Place(position, ordinal++),
              line.mailbox().name(),
              line.service().value(),
              line.alert(),
              line.cause()));
    }
    List<UUID> changed = tables.changedBy(entry);
    if (ordinal > 0 || !changed.isEmpty()) {
      synchronized (recent) {
        changed.forEach(recent::remove);
        for (NewAlert alert : tables.alertsOf(entry)) {
          recent.put(alert.id(), AlertRow.raised(alert, position));
        }
      }
    }
  }

  /** What was recalled is gone from memory too, in every process. */
  private void forgetRecalled(List<FeedItem> items) {
    for (FeedItem item : items) {
      if (item.cause() == EntryCause.ENTRY_CAUSE_WITHDRAWN) {
        synchronized (recent) {
          recent.remove(item.alert());
        }
      }
    }
  }

  /** Whether the content of an alert is kept in memory. */
  boolean remembers(UUID alert) {
    synchronized (recent) {
      return recent.containsKey(alert);
    }
  }

  /** Reads what other processes committed, in order, until the ring is at the target. */
  private void fillGap() {
    try {
      long from = ring.head();
      while (from < target.get()) {
        long upTo = target.get();
        List<FeedItem> lines = mailboxes.all(from, upTo, GAP_LINES_MAX);
        if (lines.size() == GAP_LINES_MAX) {
          // The last position may be cut: take only what is complete, and at least one position.
          upTo = Math.max(from + 1, lines.getLast().place().position() - 1);
          lines = mailboxes.all(from, upTo, Integer.MAX_VALUE);
        }
        forgetRecalled(lines);
        if (ring.add(from + 1, upTo, lines)) {
          streams.wake(lines);
        }
        from = ring.head();
      }
    } catch (SQLException e) {
      LOG.warn(
          "the feed could not read what others committed ({}); it will again", e.getSQLState());
      var unused = gapFiller.schedule(this::fillGap, GAP_RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
