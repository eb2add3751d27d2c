package uk.yjx.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import uk.yjx.server.kernel.PrincipalId;

class RateLimitTest {
  private static final PrincipalId ADAPTER = PrincipalId.parse("met-police/system/adapter");
  private static final PrincipalId OTHER = PrincipalId.parse("met-police/system/other");
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong nanos = new AtomicLong(5 * SECOND);
  private final RateLimit limit = new RateLimit(2, 3, nanos::get);

  @Test
  void burstPassesAndTheNextCallWaitsForItsToken() {
    takeAll();

    assertEquals(Duration.ofNanos(SECOND / 2 + 1), limit.take(ADAPTER));
    nanos.addAndGet(SECOND / 2);
    assertNull(limit.take(ADAPTER));
    assertNotNull(limit.take(ADAPTER));
  }

  @Test
  void bucketNeverHoldsMoreThanTheBurst() {
    takeAll();
    nanos.addAndGet(1_000_000 * SECOND);
    takeAll();

    assertNotNull(limit.take(ADAPTER));
  }

  @Test
  void principalsDoNotShareABucket() {
    takeAll();

    assertNull(limit.take(OTHER));
  }

  @Test
  void slowTrickleLosesNoFraction() {
    takeAll();
    for (int i = 0; i < 9; i++) {
      nanos.addAndGet(SECOND / 20);
      assertNotNull(limit.take(ADAPTER));
    }
    nanos.addAndGet(SECOND / 20);
    assertNull(limit.take(ADAPTER));
  }

  private void takeAll() {
    assertNull(limit.take(ADAPTER));
    assertNull(limit.take(ADAPTER));
    assertNull(limit.take(ADAPTER));
  }
}
