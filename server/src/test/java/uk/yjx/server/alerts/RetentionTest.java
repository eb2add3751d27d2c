package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.operations.v1.Erasure;
import uk.yjx.operations.v1.RunRetentionResponse;

/** Erasing what need not be kept: by two people, never what is held, with the log left whole. */
final class RetentionTest {
  private static final int KEEP_DAYS = 30;

  private final AlertsExchange exchange = Recalling.EXCHANGE;

  @Test
  void erasesForGoodWhatIsPastItsTimeOnceTwoPeopleAgree() throws Exception {
    Area area = Area.full();
    Officers officers = new Officers(area, area.police).keeping(KEEP_DAYS);
    area.child(1, area.ann);
    long position = area.arrest(1).getAnswer().getAccepted().getPosition();
    String alert = DeliveryTest.list(area, area.ann, ListAlertsRequest.newBuilder()).getFirst();
    exchange.clock().pass(Duration.ofDays(KEEP_DAYS + 1));
    assertEquals(1, officers.run(true).getDue());
    assertEquals(List.of(), officers.erasures(false));
    assertTrue(officers.run(false).hasReceipt());
    Erasure waiting = officers.erasures(false).getFirst();
    assertEquals(position, waiting.getPosition());
    assertEquals(
        "APPROVER_IS_PROPOSER",
        Reading.status(() -> officers.approveOwn(waiting)).getDescription());
    assertEquals(1, Recalling.count(keys(position)));
    long leaves = leaves(position);
    officers.approve(waiting);
    assertEquals(0, Recalling.count(keys(position)));
    assertEquals(leaves, leaves(position));
    assertTrue(officers.erasures(true).getFirst().getDone());
    assertEquals(
        "ALERT_NOT_FOUND",
        Reading.status(() -> DeliveryTest.get(area, area.ann, alert)).getDescription());
    assertEquals(List.of(), DeliveryTest.list(area, area.ann, ListAlertsRequest.newBuilder()));
    assertEquals("ERASURE_DONE", Reading.status(() -> officers.approve(waiting)).getDescription());
    assertEquals(0, officers.run(true).getDue());
  }

  @Test
  void countsTheTimeFromWhatHappenedLast() {
    Area area = Area.full();
    Officers officers = new Officers(area, area.police).keeping(KEEP_DAYS);
    area.child(1, area.ann);
    area.arrest(1);
    String alert = DeliveryTest.list(area, area.ann, ListAlertsRequest.newBuilder()).getFirst();
    exchange.clock().pass(Duration.ofDays(KEEP_DAYS - 1));
    Recalling.acknowledge(area, area.ann, alert);
    exchange.clock().pass(Duration.ofDays(2));
    assertEquals(0, officers.run(true).getDue());
    exchange.clock().pass(Duration.ofDays(KEEP_DAYS));
    assertEquals(1, officers.run(true).getDue());
  }

  @Test
  void erasesNothingThatIsHeldByWhomeverAndWhenever() {
    Area area = Area.full();
    Officers officers = new Officers(area, area.police).keeping(KEEP_DAYS);
    Area other = Area.full();
    Officers elsewhere = new Officers(other, other.police).keeping(KEEP_DAYS);
    String child = area.child(1, area.ann);
    area.arrest(1);
    area.arrest(2);
    exchange.clock().pass(Duration.ofDays(KEEP_DAYS + 1));
    elsewhere.hold(child, false);
    RunRetentionResponse found = officers.run(false);
    assertEquals(1, found.getDue());
    assertEquals(1, found.getHeld());
    Erasure waiting = officers.erasures(false).getFirst();
    officers.hold("", false);
    assertTrue(officers.erasures(false).getFirst().getHeld());
    assertEquals("RECORD_HELD", Reading.status(() -> officers.approve(waiting)).getDescription());
    officers.hold("", true);
    officers.approve(waiting);
    assertEquals("HOLD_NOT_FOUND", Reading.status(() -> officers.hold("", true)).getDescription());
    elsewhere.hold(child, true);
    assertEquals(1, officers.run(true).getDue());
  }

  @Test
  void findsNothingForWhoHasNoScheduleAndShowsNothingToOthers() {
    Area area = Area.full();
    Officers officers = new Officers(area, area.police);
    assertEquals("NO_SCHEDULE", Reading.status(() -> officers.run(true)).getDescription());
    Area other = Area.full();
    Officers others = new Officers(other, other.police).keeping(KEEP_DAYS);
    other.arrest(1);
    exchange.clock().pass(Duration.ofDays(KEEP_DAYS + 1));
    others.run(false);
    Erasure waiting = others.erasures(false).getFirst();
    assertEquals(List.of(), officers.erasures(true));
    assertEquals(
        "ERASURE_NOT_FOUND", Reading.status(() -> officers.approveOwn(waiting)).getDescription());
  }

  /** Whatever a server may be talked into, its role cannot delete a key by itself. */
  @Test
  void leavesKeysToTheFunctionThatAsksForTwoPeople() throws Exception {
    Area area = Area.full();
    long position = area.arrest(1).getAnswer().getAccepted().getPosition();
    try (Connection c = exchange.database().database().pool().getConnection();
        Statement s = c.createStatement()) {
      SQLException refused =
          assertThrows(
              SQLException.class,
              () -> s.execute("DELETE FROM storage.record_key WHERE position = " + position));
      assertEquals("42501", refused.getSQLState());
      assertThrows(
          SQLException.class,
          () -> s.execute("UPDATE retention.erasure SET approved_by = 'x', erased_position = 1"));
    }
    assertFalse(Recalling.count(keys(position)) == 0);
  }

  private static String keys(long position) {
    return "SELECT count(*) FROM storage.record_key WHERE position = " + position;
  }

  private static long leaves(long position) throws SQLException {
    return Recalling.count("SELECT count(*) FROM audit.leaf WHERE position = " + position);
  }
}
