package uk.yjx.client.papers;

import java.time.Duration;
import uk.yjx.client.FullJitter;

/**
 * How a sender of papers behaves.
 *
 * @param backoff waits between attempts
 * @param attemptsMax attempts in a row that bring nothing forward, at most; 1 to 10,000
 * @param stallMax an open call that says nothing while something is due is given up after this long
 */
public record SenderSettings(FullJitter backoff, int attemptsMax, Duration stallMax) {
  private static final int ATTEMPTS_MAX = 10_000;

  /** Checks the ranges. */
  public SenderSettings {
    if (attemptsMax < 1 || attemptsMax > ATTEMPTS_MAX) {
      throw new IllegalArgumentException("attemptsMax " + attemptsMax + " is out of range");
    }
    if (stallMax.isNegative() || stallMax.isZero()) {
      throw new IllegalArgumentException("stallMax must be positive");
    }
  }

  /** Waits from half a second to half a minute, 200 attempts without progress, 2 minutes' stall. */
  public static SenderSettings standard() {
    return new SenderSettings(
        new FullJitter(Duration.ofMillis(500), Duration.ofSeconds(30)), 200, Duration.ofMinutes(2));
  }
}
