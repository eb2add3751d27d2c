package uk.yjx.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FullJitterTest {

  private static final long SEED = 20260101;

  @Test
  void staysBetweenNothingAndABoundThatDoublesUpToTheCap() {
    FullJitter jitter = FullJitter.standard();
    Random random = new Random(SEED);
    for (int failures = 0; failures < 40; failures++) {
      Duration bound = Duration.ofMillis(500).multipliedBy(1L << Math.min(failures, 20));
      bound = bound.compareTo(jitter.cap()) > 0 ? jitter.cap() : bound;
      for (int i = 0; i < 200; i++) {
        Duration delay = jitter.delay(failures, Optional.empty(), random);
        assertTrue(
            !delay.isNegative() && delay.compareTo(bound) <= 0,
            "seed " + SEED + ": " + delay + " after " + failures);
      }
    }
  }

  @Test
  void isStillSpreadOutAtTheCap() {
    Random random = new Random(SEED);
    long low = 0;
    for (int i = 0; i < 1_000; i++) {
      Duration delay = FullJitter.standard().delay(20, Optional.empty(), random);
      low += delay.compareTo(Duration.ofSeconds(30)) < 0 ? 1 : 0;
    }
    assertTrue(low > 400 && low < 600, "seed " + SEED + ": " + low + " of 1000 under half");
  }

  @Test
  void neverComesBackBeforeTheExchangeAsked() {
    Duration asked = Duration.ofSeconds(7);
    assertEquals(asked, FullJitter.standard().delay(0, Optional.of(asked), ManualRandom.lowest()));
  }
}
