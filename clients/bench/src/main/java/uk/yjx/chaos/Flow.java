package uk.yjx.chaos;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Follows each notice from being published to its answer and, where one is due, its alert. */
final class Flow {
  /** A notice older than this without answer or alert means that the flow is not steady. */
  static final Duration STEADY_MAX = Duration.ofSeconds(1);

  private static final Duration KEPT = Duration.ofMinutes(5);

  /** Notices by when they were published, with what each still waits for. */
  private final ConcurrentSkipListMap<Long, Notice> waiting = new ConcurrentSkipListMap<>();

  private final Map<Long, Notice> bySequence = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<Long, Long> late = new ConcurrentSkipListMap<>();

  private static final class Notice {
    private final long sequence;
    private final long publishedAt;
    private boolean answered;
    private boolean arrived;

    Notice(long sequence, long publishedAt, boolean alertDue) {
      this.sequence = sequence;
      this.publishedAt = publishedAt;
      this.arrived = !alertDue;
    }
  }

  /** A notice is published now; {@code nanos} are unlike those of any other. */
  void published(long sequence, boolean alertDue, long nanos) {
    Notice notice = new Notice(sequence, nanos, alertDue);
    bySequence.put(sequence, notice);
    waiting.put(nanos, notice);
  }

  void answered(long sequence, long nanos) {
    Notice notice = bySequence.get(sequence);
    if (notice != null) {
      synchronized (notice) {
        notice.answered = true;
        settle(notice, nanos);
      }
    }
  }

  void arrived(long sequence, long nanos) {
    Notice notice = bySequence.get(sequence);
    if (notice != null) {
      synchronized (notice) {
        notice.arrived = true;
        settle(notice, nanos);
      }
    }
  }

  /** Notices that wait for an answer or an alert. */
  int waiting() {
    return waiting.size();
  }

  /**
   * When the flow became steady after an instant: no notice published before waited longer than
   * {@link #STEADY_MAX} after it. Empty while it is not.
   *
   * @param from by {@link System#nanoTime}
   * @param now by the same
   */
  OptionalLong steadySince(long from, long now) {
    Map.Entry<Long, Notice> oldest = waiting.firstEntry();
    if (oldest != null && now - oldest.getKey() > STEADY_MAX.toNanos()) {
      return OptionalLong.empty();
    }
    Map.Entry<Long, Long> last = late.lastEntry();
    long since = last == null ? from : Math.max(from, last.getKey());
    // A whole span without a late one, of notices published after the fault, is steady.
    return now - since > STEADY_MAX.toNanos() ? OptionalLong.of(since) : OptionalLong.empty();
  }

  private void settle(Notice notice, long nanos) {
    if (notice.answered && notice.arrived && waiting.remove(notice.publishedAt) != null) {
      bySequence.remove(notice.sequence);
      if (nanos - notice.publishedAt > STEADY_MAX.toNanos()) {
        late.put(nanos, notice.publishedAt);
        late.headMap(nanos - KEPT.toNanos()).clear();
      }
    }
  }
}
