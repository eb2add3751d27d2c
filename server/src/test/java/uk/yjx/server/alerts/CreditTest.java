package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a reader asked for and no more. */
final class CreditTest {
  private static final int WALKS = 500;

  @Test
  void allowsNothingBeforeAnythingWasGranted() {
    assertEquals(0, Credit.none().alertsAllowed(10));
    assertEquals(10, Credit.unlimited().alertsAllowed(10));
  }

  @Test
  void needsBothAlertsAndBytes() {
    Credit credit = Credit.none();
    credit.grant(5, 0);
    assertEquals(0, credit.alertsAllowed(10));
    credit.grant(0, 1);
    assertEquals(5, credit.alertsAllowed(10));
    assertEquals(3, credit.alertsAllowed(3));
  }

  @Test
  void isOverdrawnInBytesByOneAlertOnly() {
    Credit credit = Credit.none();
    credit.grant(5, 100);
    assertTrue(credit.allowsAfter(99));
    assertFalse(credit.allowsAfter(100));
    credit.use(1, 400);
    assertEquals(-300, credit.bytes());
    assertEquals(0, credit.alertsAllowed(10));
    credit.grant(0, 300);
    assertEquals(0, credit.alertsAllowed(10));
    credit.grant(0, 1);
    assertEquals(4, credit.alertsAllowed(10));
  }

  @Test
  void staysWithinItsLimitsHoweverMuchIsGranted() {
    Credit credit = Credit.none();
    for (int i = 0; i < 10; i++) {
      credit.grant(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
    assertEquals(Credit.ALERTS_MAX, credit.alerts());
    assertEquals(Credit.BYTES_MAX, credit.bytes());
  }

  @Test
  void neverAllowsMoreThanWasGrantedAndNotUsed() {
    for (long seed = 0; seed < WALKS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Credit credit = Credit.none();
      long granted = 0;
      long sent = 0;
      for (int step = 0; step < 50; step++) {
        int alerts = random.nextInt(20);
        credit.grant(alerts, random.nextInt(5_000));
        granted += alerts;
        int allowed = credit.alertsAllowed(10);
        int used = allowed == 0 ? 0 : 1 + random.nextInt(allowed);
        credit.use(used, used * random.nextInt(1_000));
        sent += used;
        assertTrue(sent <= granted, "seed " + seed);
        assertEquals(granted - sent, credit.alerts(), "seed " + seed);
      }
    }
  }
}
