package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AcknowledgeStatus;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.RecordOutcomeRequest;
import uk.yjx.alerts.v1.UnownedItem;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.clocks.v1.Post;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.server.clocks.AgencyCalendar;
import uk.yjx.server.clocks.ClockRun;
import uk.yjx.server.clocks.WorkingDays;

/** Alerts that nobody acknowledges climb, and what stops them: promise 13. */
final class AlertLaddersTest {
  private static final AgencyCalendar CALENDAR = new AgencyCalendar(new WorkingDays(), List.of());
  private static final String OPERATOR = "operator/user/administrator";

  private final AlertsExchange exchange = AlertsExchange.shared();

  @Test
  void climbsToManagerAndHeadAndSaysSoBefore() throws Exception {
    Area area = Area.full();
    String head = staff(area, "hal", Role.ROLE_HEAD_OF_SERVICE);
    area.child(1, area.ann);
    morning();
    Reading ann = Reading.of(area, area.ann);
    Reading max = Reading.of(area, area.max);
    Reading hal = Reading.of(area, head);
    violence(area, 1);
    Alert raised = ann.event().getAlert();
    assertNext(raised, Post.POST_SERVICE_MANAGER, Duration.ofMinutes(15));
    assertEquals(List.of(), max.untilLive());
    pass(Duration.ofMinutes(15));
    AlertEvent climbed = max.event();
    assertEquals(EntryCause.ENTRY_CAUSE_ESCALATED, climbed.getCause());
    assertEquals(raised.getAlertId(), climbed.getAlert().getAlertId());
    assertNext(climbed.getAlert(), Post.POST_HEAD_OF_SERVICE, Duration.ofMinutes(60));
    assertEquals(List.of(), hal.untilLive());
    pass(Duration.ofMinutes(45));
    AlertEvent atHead = hal.event();
    assertEquals(EntryCause.ENTRY_CAUSE_ESCALATED, atHead.getCause());
    assertEquals(
        AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED,
        hal.acknowledge(raised.getAlertId()).getStatus());
    AlertEvent told = ann.event();
    assertEquals(AlertState.ALERT_STATE_HANDLED_BY_COVER, told.getAlert().getState());
    assertEquals(head, told.getAlert().getAcknowledgedBy());
    assertFalse(told.getAlert().hasNextRung());
    pass(Duration.ofHours(5));
    assertEquals(
        List.of("told.SERVICE_MANAGER", "told.HEAD_OF_SERVICE"), firings(raised.getAlertId()));
    assertEquals(List.of(), nobodyLeft(area));
    ann.close();
    max.close();
    hal.close();
  }

  @Test
  void climbsNoFurtherOnceTheWorkerHasAcknowledged() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    morning();
    Reading ann = Reading.of(area, area.ann);
    violence(area, 1);
    String alert = ann.event().getAlert().getAlertId();
    assertEquals(AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED, ann.acknowledge(alert).getStatus());
    pass(Duration.ofDays(2));
    assertEquals(List.of(), firings(alert));
    ann.close();
  }

  @Test
  void tellsWhoIsOnCallAtOnceWhenTheOfficeIsClosed() throws Exception {
    Area area = Area.full();
    String onCall = staff(area, "olu", Role.ROLE_ON_CALL);
    area.child(1, area.ann);
    morning();
    exchange.clock().pass(Duration.ofHours(12));
    Reading olu = Reading.of(area, onCall);
    violence(area, 1);
    AlertEvent event = olu.event();
    assertEquals(EntryCause.ENTRY_CAUSE_NEW, event.getCause());
    assertEquals(
        AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED,
        olu.acknowledge(event.getAlert().getAlertId()).getStatus());
    pass(Duration.ofHours(3));
    assertEquals(List.of(), firings(event.getAlert().getAlertId()));
    olu.close();
  }

  @Test
  void reachesTheOperatorWhenNobodyIsLeftToTellAndClosesOnceSomebodyHasIt() throws Exception {
    Area area = Area.small();
    area.child(1, area.ann);
    morning();
    Reading ann = Reading.of(area, area.ann);
    violence(area, 1);
    Alert raised = ann.event().getAlert();
    assertNext(raised, Post.POST_OPERATOR, Duration.ofMinutes(15));
    pass(Duration.ofMinutes(15));
    assertEquals(
        List.of("nobody-there.SERVICE_MANAGER", "nobody-there.HEAD_OF_SERVICE"),
        firings(raised.getAlertId()));
    assertEquals(1, nobodyLeft(area).size());
    ann.acknowledge(raised.getAlertId());
    assertEquals(List.of(), nobodyLeft(area));
    ann.close();
  }

  @Test
  void bringsASameDayAlertToTheDutyDeskBeforeTheShiftEnds() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    morning();
    Reading ann = Reading.of(area, area.ann);
    Reading dee = Reading.of(area, area.dee);
    area.arrest(1);
    Alert raised = ann.event().getAlert();
    assertNext(raised, Post.POST_DUTY_OFFICER, Duration.ofHours(6));
    pass(Duration.ofHours(6).minusSeconds(1));
    assertEquals(List.of(), dee.untilLive());
    pass(Duration.ofSeconds(1));
    assertEquals(EntryCause.ENTRY_CAUSE_ESCALATED, dee.event().getCause());
    ann.close();
    dee.close();
  }

  @Test
  void leavesWhatCoverDidToTheCaseManagerAndClimbsNoFurther() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    morning();
    Reading ann = Reading.of(area, area.ann);
    violence(area, 1);
    String alert = ann.event().getAlert().getAlertId();
    var unused =
        AlertServiceGrpc.newBlockingStub(area.as(area.dee))
            .recordOutcome(
                RecordOutcomeRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setAlertId(alert)
                    .setOutcome(AlertOutcome.ALERT_OUTCOME_REFERRED_SOCIAL_CARE)
                    .build());
    Alert told = ann.event().getAlert();
    assertEquals(AlertState.ALERT_STATE_HANDLED_BY_COVER, told.getState());
    assertEquals(AlertOutcome.ALERT_OUTCOME_REFERRED_SOCIAL_CARE, told.getOutcome());
    assertEquals(area.dee, told.getAcknowledgedBy());
    pass(Duration.ofDays(1));
    assertEquals(List.of(), firings(alert));
    assertEquals(AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED, ann.acknowledge(alert).getStatus());
    ann.close();
  }

  /** 10:00 on a working day after today, by the clock of the exchange. */
  private void morning() {
    Instant now = exchange.clock().instant();
    Instant ten = CALENDAR.endOfShift(now, 1).minus(Duration.ofHours(7));
    exchange.clock().pass(Duration.between(now, ten));
  }

  private void pass(Duration time) {
    exchange.clock().pass(time);
    exchange.bean(ClockRun.class).run();
  }

  private static String staff(Area area, String name, Role role) {
    String principal = area.service + "/user/" + name;
    area.principal(principal);
    area.grant(principal, role, area.service);
    return principal;
  }

  private static void violence(Area area, int child) {
    area.submit(
        area.notice(NoticeKind.NOTICE_KIND_SERIOUS_VIOLENCE, PersonRole.PERSON_ROLE_VICTIM, child));
  }

  private static void assertNext(Alert alert, Post post, Duration afterRaised) {
    assertEquals(List.of(post), alert.getNextRung().getPostsList());
    assertEquals(
        afterRaised.toSeconds(),
        alert.getNextRung().getAt().getSeconds() - alert.getRaisedAt().getSeconds());
  }

  private static List<UnownedItem> nobodyLeft(Area area) {
    return area.unowned(OPERATOR).stream()
        .filter(item -> item.getReason() == UnownedReason.UNOWNED_REASON_NOBODY_LEFT)
        .filter(item -> item.getService().equals(area.service))
        .toList();
  }

  private List<String> firings(String alert) throws Exception {
    List<String> outcomes = new ArrayList<>();
    try (Connection c = exchange.database().superuser();
        PreparedStatement s =
            c.prepareStatement(
                "SELECT outcome FROM clocks.firing WHERE subject = ? ORDER BY run, step")) {
      s.setObject(1, UUID.fromString(alert));
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          outcomes.add(r.getString(1));
        }
      }
    }
    assertTrue(outcomes.size() <= 4);
    return outcomes;
  }
}
