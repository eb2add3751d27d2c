package uk.yjx.client;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: any time between nothing and a bound that doubles with
 * every failed attempt up to a cap. The jitter comes after the cap, so that a fleet cut off
 * together stays spread out however long the outage lasts.
 *
 * @param base the bound of the first wait
 * @param cap the bound never grows beyond this
 */
public record FullJitter(Duration base, Duration cap) {

  /** Beyond this many doublings the cap is reached whatever the base. */
  private static final int DOUBLINGS_MAX = 30;

  /** Checks that the base is positive and not above the cap. */
  public FullJitter {
    if (base.isNegative() || base.isZero() || cap.compareTo(base) < 0) {
      throw new IllegalArgumentException("base " + base + " and cap " + cap + " do not fit");
    }
  }

  /** Half a second, doubling up to one minute. */
  public static FullJitter standard() {
    return new FullJitter(Duration.ofMillis(500), Duration.ofSeconds(60));
  }

  /**
   * The wait before an attempt.
   *
   * @param failures attempts that failed in a row before it, 0 or more
   * @param atLeast what the exchange asked to wait; the jitter is added to it
   */
  public Duration delay(int failures, Optional<Duration> atLeast, RandomGenerator random) {
    Duration bound = base.multipliedBy(1L << Math.min(failures, DOUBLINGS_MAX));
    long boundNanos = (bound.compareTo(cap) > 0 ? cap : bound).toNanos();
    return atLeast.orElse(Duration.ZERO).plusNanos(random.nextLong(boundNanos + 1));
  }
}
