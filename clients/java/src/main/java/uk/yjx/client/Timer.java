package uk.yjx.client;

import java.time.Duration;

/** Time as the SDK sees it: a monotonic clock and alarms. Tests turn it by hand. */
public interface Timer {

  /** Nanoseconds of a clock that never goes back; only differences mean anything. */
  long nanoTime();

  /** Runs a short task once, after a delay, unless the alarm is cancelled before. */
  Alarm after(Duration delay, Runnable task);

  /** The timer of this process: one daemon thread shared by all connections. */
  static Timer system() {
    return SystemTimer.SHARED;
  }

  /** A task that waits for its time. */
  interface Alarm {
    /** Forgets the task; harmless when it has run. */
    void cancel();
  }
}
