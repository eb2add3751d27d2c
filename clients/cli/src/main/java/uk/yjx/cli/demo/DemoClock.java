package uk.yjx.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The time of the demonstration's exchange: that of the machine, but for what an act has let pass
 * faster. It never goes back.
 */
final class DemoClock implements InstantSource {
  private final InstantSource machine;
  private final double speed;
  private Duration ahead = Duration.ZERO;
  private @Nullable Instant fastSince;

  /**
   * A clock that runs as the machine's does.
   *
   * @param speed seconds that pass in a second while it runs fast, 1 or more
   */
  DemoClock(InstantSource machine, double speed) {
    this.machine = machine;
    this.speed = speed;
  }

  @Override
  public synchronized Instant instant() {
    Instant real = machine.instant();
    return real.plus(ahead).plus(gained(real));
  }

  /** Runs fast until it is closed. */
  synchronized Fast fast() {
    fastSince = machine.instant();
    return this::slow;
  }

  private synchronized void slow() {
    ahead = ahead.plus(gained(machine.instant()));
    fastSince = null;
  }

  private Duration gained(Instant real) {
    Instant since = fastSince;
    if (since == null || real.isBefore(since)) {
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) (Duration.between(since, real).toNanos() * (speed - 1)));
  }

  /** While it is open, time runs fast. */
  interface Fast extends AutoCloseable {
    @Override
    void close();
  }
}
