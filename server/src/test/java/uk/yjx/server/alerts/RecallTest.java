package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AcknowledgeStatus;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.ReassignAlertRequest;
import uk.yjx.alerts.v1.Recall;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.WithdrawNoticeResponse;

/** What was wrong is called back from everyone who received it: promise 8. */
final class RecallTest {
  private final AlertsExchange exchange = Recalling.EXCHANGE;

  @Test
  void tellsWhoReceivedAnAlertThatItIsRecalledAndTakesTheConfirmation() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    String notice = Recalling.arrest(area, 1);
    String alert = ann.event().getAlert().getAlertId();
    Recalling.withdraw(area, notice);
    AlertEvent event = ann.event();
    assertEquals(EntryCause.ENTRY_CAUSE_WITHDRAWN, event.getCause());
    assertTombstone(event.getAlert(), alert);
    assertTrue(event.getAlert().getRecalled().hasConfirmBy());
    assertTombstone(DeliveryTest.get(area, area.ann, alert), alert);
    assertEquals(List.of(alert), DeliveryTest.list(area, area.ann, ListAlertsRequest.newBuilder()));
    assertFalse(Recalling.recalls(area, area.ann).getFirst().hasConfirmedAt());
    assertEquals(AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED, ann.acknowledge(alert).getStatus());
    assertEquals(AcknowledgeStatus.ACKNOWLEDGE_STATUS_ALREADY, ann.acknowledge(alert).getStatus());
    assertFalse(DeliveryTest.get(area, area.ann, alert).getRecalled().hasConfirmBy());
    assertTrue(Recalling.recalls(area, area.ann).getFirst().hasConfirmedAt());
    ann.close();
  }

  @Test
  void leavesNothingOfWhatItSaidInTablesOrMemory() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    String id = area.requestId();
    long position =
        area.submit(
                id,
                area.notice(
                        uk.yjx.intelligence.v1.NoticeKind.NOTICE_KIND_ARREST,
                        uk.yjx.intelligence.v1.PersonRole.PERSON_ROLE_ARRESTED,
                        1)
                    .addPersons(
                        area.involved(uk.yjx.intelligence.v1.PersonRole.PERSON_ROLE_WITNESS, 2)))
            .getAnswer()
            .getAccepted()
            .getPosition();
    UUID alert = UUID.fromString(ann.event().getAlert().getAlertId());
    assertTrue(exchange.bean(Feed.class).remembers(alert));
    assertTrue(Recalling.count(keys(position)) > 0);
    Recalling.withdraw(area, id);
    ann.event();
    assertFalse(exchange.bean(Feed.class).remembers(alert));
    assertEquals(0, Recalling.count(keys(position)));
    for (String rest :
        List.of(
            "SELECT count(*) FROM intelligence.link WHERE notice_position = " + position,
            "SELECT count(*) FROM intelligence.notice WHERE sealed IS NOT NULL AND position = "
                + position,
            "SELECT count(*) FROM alerts.alert WHERE sealed IS NOT NULL AND alert_id = '"
                + alert
                + "'")) {
      assertEquals(0, Recalling.count(rest), rest);
    }
    area.child(2, area.ann);
    while (Recalling.count(
            "SELECT count(*) FROM intelligence.look_back WHERE done_position IS NULL")
        > 0) {
      Thread.onSpinWait();
    }
    assertEquals(List.of(), ann.untilLive());
    ann.close();
  }

  @Test
  void saysNothingOfARecallToWhoNeverReceivedTheAlert() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    String notice = Recalling.arrest(area, 1);
    Recalling.withdraw(area, notice);
    Reading ann = Reading.of(area, area.ann);
    assertEquals(List.of(), ann.untilLive());
    assertEquals(List.of(), Recalling.recalls(area, area.max));
    ann.close();
  }

  @Test
  void reachesWhoReceivedTheAlertAndHasItNoMore() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    String notice = Recalling.arrest(area, 1);
    String alert = ann.event().getAlert().getAlertId();
    var unused =
        AlertServiceGrpc.newBlockingStub(area.as(area.max))
            .reassignAlert(
                ReassignAlertRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setAlertId(alert)
                    .setToPrincipal(area.ben)
                    .setReason("on leave")
                    .build());
    area.child(1, area.ben);
    Recalling.withdraw(area, notice);
    List<AlertEvent> told = ann.untilLive();
    AlertEvent last = told.getLast();
    assertEquals(EntryCause.ENTRY_CAUSE_WITHDRAWN, last.getCause());
    assertFalse(last.getAlert().hasChild());
    assertEquals(
        AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED,
        Recalling.acknowledge(area, area.ann, alert).getStatus());
    ann.close();
  }

  @Test
  void tellsWhoComesBackUntilTheyHaveConfirmedAndEveryOtherScreenOfTheirs() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading first = Reading.of(area, area.ann);
    String notice = Recalling.arrest(area, 1);
    String alert = first.event().getAlert().getAlertId();
    ByteString before = first.cursor;
    first.close();
    Recalling.withdraw(area, notice);
    Reading afresh = Reading.of(area, area.ann);
    assertTombstone(afresh.event().getAlert(), alert);
    afresh.acknowledge(alert);
    afresh.close();
    Reading later = Reading.of(area, area.ann);
    assertEquals(List.of(), later.untilLive());
    later.close();
    Reading other = Reading.of(area, area.ann, Reading.opening().setResumeCursor(before));
    assertTombstone(other.event().getAlert(), alert);
    other.close();
  }

  @Test
  void sendsNothingOfItFromAnyCursor() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading opened = Reading.of(area, area.ann);
    ByteString start = opened.frame().getOpened().getHeadCursor();
    opened.close();
    String notice = Recalling.arrest(area, 1);
    Recalling.withdraw(area, notice);
    Reading ann = Reading.of(area, area.ann, Reading.opening().setResumeCursor(start));
    assertEquals(List.of(), ann.untilLive());
    ann.close();
  }

  @Test
  void asksEvenForAQuietNoteToBeConfirmed() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    String notice = area.requestId();
    area.submit(notice, area.quietStop(1));
    String note = ann.event().getAlert().getAlertId();
    exchange.clock().pass(AlertStream.NOTE_VIEW.plus(Duration.ofHours(1)));
    Recalling.withdraw(area, notice);
    assertTombstone(ann.event().getAlert(), note);
    assertEquals(AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED, ann.acknowledge(note).getStatus());
    ann.close();
  }

  @Test
  void showsManagersAndDataProtectionWhoHasNotConfirmedInTime() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    String officer = area.service + "/user/olu";
    area.principal(officer);
    area.grant(officer, Role.ROLE_DATA_PROTECTION_OFFICER, "");
    Reading ann = Reading.of(area, area.ann);
    String notice = Recalling.arrest(area, 1);
    String alert = ann.event().getAlert().getAlertId();
    Recalling.withdraw(area, notice);
    ann.event();
    for (String who : List.of(area.max, area.dee, officer)) {
      Recall recall = Recalling.recalls(area, who).getFirst();
      assertEquals(alert, recall.getAlertId());
      assertEquals(area.ann, recall.getRecipient());
      assertFalse(recall.getOverdue());
    }
    assertEquals(List.of(), Recalling.recalls(area, area.ben));
    exchange.clock().pass(Duration.ofDays(2));
    assertTrue(Recalling.recalls(area, area.max).getFirst().getOverdue());
    Recalling.acknowledge(area, area.ann, alert);
    assertFalse(Recalling.recalls(area, area.max).getFirst().getOverdue());
    ann.close();
  }

  @Test
  void climbsToDutyDeskAndManagersOnceWhenNotConfirmedInTime() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    area.child(2, area.ben);
    Reading ann = Reading.of(area, area.ann);
    Reading ben = Reading.of(area, area.ben);
    Reading max = Reading.of(area, area.max);
    String late = Recalling.arrest(area, 1);
    String inTime = Recalling.arrest(area, 2);
    String alert = ann.event().getAlert().getAlertId();
    ben.event();
    Recalling.withdraw(area, late);
    Recalling.withdraw(area, inTime);
    ann.event();
    ben.acknowledge(ben.event().getAlert().getAlertId());
    exchange.clock().pass(Duration.ofDays(2));
    exchange.bean(uk.yjx.server.clocks.ClockRun.class).run();
    AlertEvent climbed = max.event();
    assertEquals(EntryCause.ENTRY_CAUSE_ESCALATED, climbed.getCause());
    assertTombstone(climbed.getAlert(), alert);
    exchange.bean(uk.yjx.server.clocks.ClockRun.class).run();
    assertEquals(List.of(), max.untilLive());
    assertEquals(
        List.of(alert),
        Recalling.recalls(area, area.max).stream()
            .filter(Recall::getClimbed)
            .map(Recall::getAlertId)
            .toList());
    ann.close();
    ben.close();
    max.close();
  }

  @Test
  void recallsOnlyOnceAndOnlyWhatIsTheCallersOwn() {
    Area area = Area.full();
    area.child(1, area.ann);
    String notice = Recalling.arrest(area, 1);
    Area foreign = Area.small();
    assertEquals(
        "NOTICE_NOT_FOUND",
        Reading.status(() -> Recalling.withdraw(foreign, notice)).getDescription());
    assertEquals(
        Reading.status(() -> Recalling.withdraw(foreign, "no-such-notice")).toString(),
        Reading.status(() -> Recalling.withdraw(foreign, notice)).toString());
    String request = area.requestId();
    WithdrawNoticeResponse first = Recalling.withdraw(area, request, notice);
    assertEquals(first, Recalling.withdraw(area, request, notice));
    assertEquals(
        "NOTICE_WITHDRAWN",
        Reading.status(() -> Recalling.withdraw(area, notice)).getDescription());
  }

  private static String keys(long notice) {
    return "SELECT count(*) FROM intelligence.match_key WHERE notice_position = " + notice;
  }

  /** Reason and time are all that is left, and for who still has the child, whose it was. */
  static void assertTombstone(Alert left, String alert) {
    assertEquals(alert, left.getAlertId());
    assertEquals(AlertState.ALERT_STATE_WITHDRAWN, left.getState());
    assertEquals(RecallReason.RECALL_REASON_WRONG_PERSON, left.getRecalled().getReason());
    assertTrue(left.getRecalled().hasAt());
    assertEquals(
        Alert.newBuilder().setAlertId(alert).setState(AlertState.ALERT_STATE_WITHDRAWN).build(),
        left.toBuilder().clearRecalled().clearChild().build());
  }
}
