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
import uk.yjx.common.v1.Role;
import uk.yjx.operations.v1.ApproveErasureRequest;
import uk.yjx.operations.v1.Erasure;
import uk.yjx.operations.v1.HoldRecordsRequest;
import uk.yjx.operations.v1.ListErasuresRequest;
import uk.yjx.operations.v1.RetentionServiceGrpc;
import uk.yjx.operations.v1.RetentionServiceGrpc.RetentionServiceBlockingStub;
import uk.yjx.operations.v1.RunRetentionRequest;
import uk.yjx.operations.v1.RunRetentionResponse;
import uk.yjx.operations.v1.SetRetentionRequest;

/** Erasing what need not be kept: by two people, never what is held, with the log left whole. */
final class RetentionTest {
  private static final int KEEP_DAYS = 30;

  private final AlertsExchange exchange = Recalling.EXCHANGE;

  @Test
  void erasesForGoodWhatIsPastItsTimeOnceTwoPeopleAgree() throws Exception {
    Area area = withOfficers();
    area.child(1, area.ann);
    long position = area.arrest(1).getAnswer().getAccepted().getPosition();
    String alert = DeliveryTest.list(area, area.ann, ListAlertsRequest.newBuilder()).getFirst();
    exchange.clock().pass(Duration.ofDays(KEEP_DAYS + 1));
    assertEquals(1, run(area, true).getDue());
    assertEquals(List.of(), erasures(area, false));
    assertTrue(run(area, false).hasReceipt());
    Erasure waiting = erasures(area, false).getFirst();
    assertEquals(position, waiting.getPosition());
    assertEquals(
        "APPROVER_IS_PROPOSER",
        Reading.status(() -> approve(area, area.police + "/user/ola", waiting)).getDescription());
    assertEquals(1, Recalling.count(keys(position)));
    long leaves = leaves(position);
    approve(area, area.police + "/user/pia", waiting);
    assertEquals(0, Recalling.count(keys(position)));
    assertEquals(leaves, leaves(position));
    assertTrue(erasures(area, true).getFirst().getDone());
    assertEquals(
        "ALERT_NOT_FOUND",
        Reading.status(() -> DeliveryTest.get(area, area.ann, alert)).getDescription());
    assertEquals(List.of(), DeliveryTest.list(area, area.ann, ListAlertsRequest.newBuilder()));
    assertEquals(
        "ERASURE_DONE",
        Reading.status(() -> approve(area, area.police + "/user/pia", waiting)).getDescription());
    assertEquals(0, run(area, true).getDue());
  }

  @Test
  void countsTheTimeFromWhatHappenedLast() {
    Area area = withOfficers();
    area.child(1, area.ann);
    area.arrest(1);
    String alert = DeliveryTest.list(area, area.ann, ListAlertsRequest.newBuilder()).getFirst();
    exchange.clock().pass(Duration.ofDays(KEEP_DAYS - 1));
    Recalling.acknowledge(area, area.ann, alert);
    exchange.clock().pass(Duration.ofDays(2));
    assertEquals(0, run(area, true).getDue());
    exchange.clock().pass(Duration.ofDays(KEEP_DAYS));
    assertEquals(1, run(area, true).getDue());
  }

  @Test
  void erasesNothingThatIsHeldByWhomeverAndWhenever() {
    Area area = withOfficers();
    Area elsewhere = withOfficers();
    String child = area.child(1, area.ann);
    area.arrest(1);
    area.arrest(2);
    exchange.clock().pass(Duration.ofDays(KEEP_DAYS + 1));
    hold(elsewhere, child, false);
    RunRetentionResponse found = run(area, false);
    assertEquals(1, found.getDue());
    assertEquals(1, found.getHeld());
    Erasure waiting = erasures(area, false).getFirst();
    hold(area, "", false);
    assertTrue(erasures(area, false).getFirst().getHeld());
    assertEquals(
        "RECORD_HELD",
        Reading.status(() -> approve(area, area.police + "/user/pia", waiting)).getDescription());
    hold(area, "", true);
    approve(area, area.police + "/user/pia", waiting);
    assertEquals("HOLD_NOT_FOUND", Reading.status(() -> hold(area, "", true)).getDescription());
    hold(elsewhere, child, true);
    assertEquals(1, run(area, true).getDue());
  }

  @Test
  void findsNothingForWhoHasNoScheduleAndShowsNothingToOthers() {
    Area area = Area.full();
    officer(area, "ola");
    assertEquals("NO_SCHEDULE", Reading.status(() -> run(area, true)).getDescription());
    Area other = withOfficers();
    other.arrest(1);
    exchange.clock().pass(Duration.ofDays(KEEP_DAYS + 1));
    run(other, false);
    Erasure waiting = erasures(other, false).getFirst();
    assertEquals(List.of(), erasures(area, true));
    assertEquals(
        "ERASURE_NOT_FOUND",
        Reading.status(() -> approve(area, area.police + "/user/ola", waiting)).getDescription());
  }

  /** Whatever a server may be talked into, its role cannot delete a key by itself. */
  @Test
  void leavesKeysToTheFunctionThatAsksForTwoPeople() throws Exception {
    Area area = withOfficers();
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

  private static Area withOfficers() {
    Area area = Area.full();
    officer(area, "ola");
    officer(area, "pia");
    var unused =
        officerOf(area, area.police + "/user/ola")
            .setRetention(
                SetRetentionRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setKeepDays(KEEP_DAYS)
                    .build());
    return area;
  }

  private static void officer(Area area, String name) {
    area.principal(area.police + "/user/" + name);
    area.grant(area.police + "/user/" + name, Role.ROLE_DATA_PROTECTION_OFFICER, "");
  }

  private static RunRetentionResponse run(Area area, boolean dry) {
    return officerOf(area, area.police + "/user/ola")
        .runRetention(
            RunRetentionRequest.newBuilder().setRequestId(area.requestId()).setDryRun(dry).build());
  }

  private static void hold(Area area, String child, boolean release) {
    var unused =
        officerOf(area, area.police + "/user/ola")
            .holdRecords(
                HoldRecordsRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setChildId(child)
                    .setRelease(release)
                    .setReason("An inquiry.")
                    .build());
  }

  private static List<Erasure> erasures(Area area, boolean doneToo) {
    return officerOf(area, area.police + "/user/ola")
        .listErasures(ListErasuresRequest.newBuilder().setIncludeDone(doneToo).build())
        .getErasuresList();
  }

  private static void approve(Area area, String who, Erasure erasure) {
    var unused =
        officerOf(area, who)
            .approveErasure(
                ApproveErasureRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setErasureId(erasure.getErasureId())
                    .build());
  }

  private static RetentionServiceBlockingStub officerOf(Area area, String who) {
    return RetentionServiceGrpc.newBlockingStub(area.as(who));
  }

  private static String keys(long position) {
    return "SELECT count(*) FROM storage.record_key WHERE position = " + position;
  }

  private static long leaves(long position) throws SQLException {
    return Recalling.count("SELECT count(*) FROM audit.leaf WHERE position = " + position);
  }
}
