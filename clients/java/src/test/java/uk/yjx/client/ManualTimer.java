package uk.yjx.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A timer that stands still until a test turns it. Tasks run on the turning thread. */
public final class ManualTimer implements Timer {

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparingLong((Entry entry) -> entry.at));
  private final List<Duration> asked = new ArrayList<>();
  private long now = 1_000_000_000L;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Alarm after(Duration delay, Runnable task) {
    Entry entry = new Entry(now + delay.toNanos(), task);
    asked.add(delay);
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  /** Every delay that was ever asked for, in order. */
  public List<Duration> asked() {
    return asked;
  }

  /** Moves the clock on and runs what falls due, in order. */
  public void advance(Duration by) {
    long end = now + by.toNanos();
    for (Entry next = entries.peek(); next != null && next.at <= end; next = entries.peek()) {
      entries.remove(next);
      now = Math.max(now, next.at);
      next.task.run();
    }
    now = end;
  }

  private static final class Entry {
    final long at;
    final Runnable task;

    Entry(long at, Runnable task) {
      this.at = at;
      this.task = task;
    }
  }
}
