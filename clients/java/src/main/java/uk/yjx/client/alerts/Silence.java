package uk.yjx.client.alerts;

import io.grpc.SynchronizationContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import uk.yjx.client.Timer;

/**
 * Notices that nothing was heard for too long. One alarm at a time, moved on only when it rings.
 */
final class Silence {

  private final Timer timer;
  private final SynchronizationContext serial;
  private final Runnable tooLong;
  private Duration longest = Duration.ZERO;
  private long lastHeard;
  private Timer.@Nullable Alarm alarm;

  /** Watches; {@code tooLong} runs in the serial context, once. */
  Silence(Timer timer, SynchronizationContext serial, Runnable tooLong) {
    this.timer = timer;
    this.serial = serial;
    this.tooLong = tooLong;
  }

  /** Begins to watch, or goes on with another bound. */
  void watch(Duration bound) {
    longest = bound;
    heard();
    stop();
    ringAfter(bound);
  }

  void heard() {
    lastHeard = timer.nanoTime();
  }

  void stop() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }

  private void ringAfter(Duration delay) {
    Timer.Alarm[] self = new Timer.Alarm[1];
    self[0] = timer.after(delay, () -> serial.execute(() -> rang(self[0])));
    alarm = self[0];
  }

  private void rang(Timer.@Nullable Alarm which) {
    if (which != alarm) {
      return; // Stopped while it was ringing.
    }
    long left = longest.toNanos() - (timer.nanoTime() - lastHeard);
    if (left > 0) {
      ringAfter(Duration.ofNanos(left));
    } else {
      alarm = null;
      tooLong.run();
    }
  }
}
