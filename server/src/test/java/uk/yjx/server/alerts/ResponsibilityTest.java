package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AcknowledgeStatus;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.ReassignAlertRequest;
import uk.yjx.alerts.v1.RecordOutcomeRequest;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;

/** Who has an alert when the case, the worker or the date changes: promises 6 and 13. */
final class ResponsibilityTest {
  private final AlertsExchange exchange = AlertsExchange.shared();

  @Test
  void givesOpenAlertsToTheNewHolderWhoseCursorIsNewer() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    area.arrest(1);
    area.arrest(1);
    ann.untilLive();
    Reading ben = Reading.of(area, area.ben);
    assertEquals(List.of(), ben.untilLive());
    Reading max = Reading.of(area, area.max, Reading.opening().setScope(Scope.SCOPE_SERVICE));
    max.untilLive();
    area.child(1, area.ben);
    List<AlertEvent> gained = ben.untilLive();
    assertEquals(2, gained.size());
    assertEquals(Set.of(EntryCause.ENTRY_CAUSE_REASSIGNED), causes(gained));
    List<AlertEvent> lost = ann.untilLive();
    assertEquals(2, lost.size());
    assertEquals(Set.of(EntryCause.ENTRY_CAUSE_MOVED_AWAY), causes(lost));
    assertTrue(lost.stream().noneMatch(e -> e.getAlert().hasChild()));
    assertEquals(Set.of(EntryCause.ENTRY_CAUSE_REASSIGNED), causes(max.untilLive()));
    ann.close();
    ben.close();
    max.close();
  }

  @Test
  void givesOpenAlertsToCoverWhenItsDateComes() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    area.arrest(1);
    Instant from = exchange.clock().instant().plus(Duration.ofHours(2));
    area.cover(area.ann, area.ben, from, from.plus(Duration.ofHours(3)));
    Reading ann = Reading.of(area, area.ann);
    assertEquals(1, ann.untilLive().size());
    Reading ben = Reading.of(area, area.ben);
    assertEquals(List.of(), ben.untilLive());
    exchange.clock().pass(Duration.ofHours(2));
    exchange.bean(DatedHolderChanges.class).run();
    exchange.bean(DatedHolderChanges.class).run();
    List<AlertEvent> covered = ben.untilLive();
    assertEquals(Set.of(EntryCause.ENTRY_CAUSE_COVER), causes(covered));
    assertEquals(1, covered.size());
    assertEquals(List.of(), ann.untilLive());
    String alert = covered.getFirst().getAlert().getAlertId();
    assertEquals(AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED, ben.acknowledge(alert).getStatus());
    AlertEvent told = ann.event();
    assertEquals(EntryCause.ENTRY_CAUSE_CHANGED, told.getCause());
    assertEquals(AlertState.ALERT_STATE_HANDLED_BY_COVER, told.getAlert().getState());
    assertEquals(area.ben, told.getAlert().getAcknowledgedBy());
    exchange.clock().pass(Duration.ofHours(3));
    exchange.bean(DatedHolderChanges.class).run();
    assertEquals(Set.of(EntryCause.ENTRY_CAUSE_MOVED_AWAY), causes(ben.untilLive()));
    assertEquals(List.of(), ann.untilLive());
    ann.close();
    ben.close();
  }

  @Test
  void countsAsReadOnlyWhatTheResponsibleReaderRead() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    area.arrest(1);
    Reading max = Reading.of(area, area.max, Reading.opening().setScope(Scope.SCOPE_SERVICE));
    String alert = max.event().getAlert().getAlertId();
    assertEquals("NOT_RESPONSIBLE", max.read(alert).getReason());
    assertEquals(
        AlertState.ALERT_STATE_DELIVERED, DeliveryTest.get(area, area.ann, alert).getState());
    Reading ann = Reading.of(area, area.ann);
    assertEquals(alert, ann.event().getAlert().getAlertId());
    assertEquals(AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED, ann.read(alert).getStatus());
    assertEquals(AcknowledgeStatus.ACKNOWLEDGE_STATUS_ALREADY, ann.read(alert).getStatus());
    assertEquals(AlertState.ALERT_STATE_READ, DeliveryTest.get(area, area.ann, alert).getState());
    // A case that nobody leads is the manager's and the desk's own.
    area.child(2, (String) null);
    area.arrest(2);
    assertEquals(
        AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED,
        max.read(max.event().getAlert().getAlertId()).getStatus());
    max.close();
    ann.close();
  }

  @Test
  void leavesACaseNobodyLeadsToDeskAndManager() throws Exception {
    Area area = Area.full();
    area.child(1, (String) null);
    Reading dee = Reading.of(area, area.dee);
    Reading max = Reading.of(area, area.max);
    area.arrest(1);
    String alert = dee.event().getAlert().getAlertId();
    assertEquals(alert, max.event().getAlert().getAlertId());
    area.child(1, area.ann);
    assertEquals(Set.of(EntryCause.ENTRY_CAUSE_MOVED_AWAY), causes(dee.untilLive()));
    Reading ann = Reading.of(area, area.ann);
    assertEquals(alert, ann.event().getAlert().getAlertId());
    dee.close();
    max.close();
    ann.close();
  }

  @Test
  void leavesTheCasesOfAWorkerWhoHasLeftToTheDesk() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    area.withdraw(area.ann, Role.ROLE_CASE_MANAGER, area.service);
    Reading dee = Reading.of(area, area.dee);
    area.arrest(1);
    assertEquals(EntryCause.ENTRY_CAUSE_NEW, dee.event().getCause());
    dee.close();
  }

  @Test
  void letsAManagerWhoLeadsACaseAcknowledgeIt() throws Exception {
    Area area = Area.full();
    area.child(1, area.max);
    Reading max = Reading.of(area, area.max);
    area.arrest(1);
    String alert = max.event().getAlert().getAlertId();
    max.acknowledge(alert);
    assertEquals(
        AlertState.ALERT_STATE_ACKNOWLEDGED, DeliveryTest.get(area, area.max, alert).getState());
    max.close();
  }

  @Test
  void keepsAnImmediateAlertAtTheDeskWhoeverLeads() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading dee = Reading.of(area, area.dee);
    area.submit(
        area.notice(NoticeKind.NOTICE_KIND_SERIOUS_VIOLENCE, PersonRole.PERSON_ROLE_VICTIM, 1));
    assertEquals(EntryCause.ENTRY_CAUSE_NEW, dee.event().getCause());
    area.child(1, area.ben);
    assertEquals(List.of(), dee.untilLive());
    dee.close();
  }

  @Test
  void recordsAnOutcomeWithAReasonWhereOneIsNeeded() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    area.arrest(1);
    String alert = ann.event().getAlert().getAlertId();
    area.submit(area.quietStop(1));
    String note = ann.event().getAlert().getAlertId();
    var stub = AlertServiceGrpc.newBlockingStub(area.as(area.ann));
    RecordOutcomeRequest.Builder request =
        RecordOutcomeRequest.newBuilder()
            .setAlertId(alert)
            .setOutcome(AlertOutcome.ALERT_OUTCOME_NO_REVIEW_NEEDED);
    assertEquals(
        "REASON_NEEDED",
        Reading.status(() -> stub.recordOutcome(request.setRequestId(area.requestId()).build()))
            .getDescription());
    assertEquals(
        "ALERT_IS_NOTE",
        Reading.status(() ->
                stub.recordOutcome(
                    request
                        .clone()
                        .setAlertId(note)
                        .setReason("invented")
                        .setRequestId(area.requestId())
                        .build()))
            .getDescription());
    RecordOutcomeRequest good =
        request.setReason("invented").setRequestId(area.requestId()).build();
    assertEquals(stub.recordOutcome(good), stub.recordOutcome(good));
    assertEquals(
        AlertOutcome.ALERT_OUTCOME_NO_REVIEW_NEEDED,
        DeliveryTest.get(area, area.ann, alert).getOutcome());
    ann.close();
  }

  @Test
  void givesOneAlertToAnotherCaseManagerOnly() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    area.arrest(1);
    String alert = ann.event().getAlert().getAlertId();
    var stub = AlertServiceGrpc.newBlockingStub(area.as(area.max));
    ReassignAlertRequest.Builder request =
        ReassignAlertRequest.newBuilder().setAlertId(alert).setReason("invented");
    assertEquals(
        "RECIPIENT_NOT_ELIGIBLE",
        Reading.status(() ->
                stub.reassignAlert(
                    request.setRequestId(area.requestId()).setToPrincipal(area.dee).build()))
            .getDescription());
    Reading ben = Reading.of(area, area.ben);
    ben.untilLive();
    var unused =
        stub.reassignAlert(request.setRequestId(area.requestId()).setToPrincipal(area.ben).build());
    assertEquals(EntryCause.ENTRY_CAUSE_REASSIGNED, ben.event().getCause());
    assertEquals(EntryCause.ENTRY_CAUSE_MOVED_AWAY, ann.event().getCause());
    assertEquals(AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED, ben.acknowledge(alert).getStatus());
    assertEquals(
        AlertState.ALERT_STATE_ACKNOWLEDGED, DeliveryTest.get(area, area.ben, alert).getState());
    ann.close();
    ben.close();
  }

  private static Set<EntryCause> causes(List<AlertEvent> events) {
    return events.stream().map(AlertEvent::getCause).collect(Collectors.toSet());
  }
}
