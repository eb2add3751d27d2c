package uk.yjx.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.common.v1.EventTime;
import uk.yjx.common.v1.Urgency;
import uk.yjx.world.Workload;

/** What all subscribers have seen, and how long after its intended sending. */
final class Arrivals {

  private static final Duration POLL = Duration.ofMillis(10);

  private final AtomicLong received = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong toAcknowledge = new AtomicLong();
  private volatile @Nullable Timetable timetable;
  private volatile String trouble = "";

  /**
   * When the notices of an open loop were to be sent.
   *
   * @param firstNanos the first one, by {@link System#nanoTime}
   * @param intervalNanos between two
   * @param warmup the first so many are not recorded
   * @param latencies in nanoseconds
   */
  record Timetable(long firstNanos, long intervalNanos, long warmup, Histogram latencies) {

    static Timetable of(long firstNanos, long intervalNanos, long warmup) {
      return new Timetable(firstNanos, intervalNanos, warmup, new ConcurrentHistogram(3));
    }

    long intended(long index) {
      return firstNanos + index * intervalNanos;
    }

    void arrived(long index, long nanos) {
      if (index >= warmup) {
        latencies.recordValue(Math.max(0, nanos - intended(index)));
      }
    }
  }

  /** Records latencies against this timetable from now on. */
  void expect(@Nullable Timetable timetable) {
    this.timetable = timetable;
  }

  /** Alerts seen by their recipients. */
  long received() {
    return received.get();
  }

  /** Acknowledgements that the exchange confirmed. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** Whether every acknowledgement said was confirmed. */
  boolean allAcknowledged() {
    return acknowledged.get() >= toAcknowledge.get();
  }

  /** Waits until so many alerts were seen; false when that takes longer than the time given. */
  boolean awaitReceived(long alerts, Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    while (received.get() < alerts && System.nanoTime() < end) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    return received.get() >= alerts;
  }

  /** Notes events of one frame; returns the ids to acknowledge. */
  List<String> saw(List<AlertEvent> events) {
    long now = System.nanoTime();
    Timetable table = timetable;
    List<String> due = new ArrayList<>(events.size());
    for (AlertEvent event : events) {
      if (event.getCause() == EntryCause.ENTRY_CAUSE_NEW) {
        Alert alert = event.getAlert();
        received.incrementAndGet();
        if (table != null) {
          table.arrived(index(alert.getEventTime()), now);
        }
        if (alert.getUrgency() != Urgency.URGENCY_NOTE) {
          due.add(alert.getAlertId());
        }
      }
    }
    toAcknowledge.addAndGet(due.size());
    return due;
  }

  void confirmed(int ids) {
    acknowledged.addAndGet(ids);
  }

  /** Notes what kept a subscription from receiving; the last such thing is told. */
  void troubled(String why) {
    trouble = why;
  }

  /** What last kept a subscription from receiving; empty when nothing did. */
  String trouble() {
    return trouble;
  }

  /** The number of a notice within its stream; one stream runs at a time. */
  private static long index(EventTime time) {
    return Workload.sequenceOf(time) / Workload.STREAMS_MAX;
  }
}
