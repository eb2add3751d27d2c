package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static uk.yjx.caseload.v1.SeparationEffect.SEPARATION_EFFECT_DENY;
import static uk.yjx.caseload.v1.SeparationEffect.SEPARATION_EFFECT_WARN;

import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.agreements.v1.Obligation;
import uk.yjx.alerts.v1.AcknowledgeStatus;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.ReassignAlertRequest;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.GetCaseRequest;
import uk.yjx.caseload.v1.ListCasesRequest;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;

/** Conflict and separation through a whole exchange: promises 5, 8 and 13. */
final class SeparationTest {
  private final AlertsExchange exchange = AlertsExchange.shared();

  @Test
  void warnsTheManagerOfAWorkerOnBothSidesWithoutSayingAnythingOfTheEvent() throws Exception {
    Area area = Area.full();
    String one = area.child(1, area.ann);
    String two = area.child(2, area.ann);
    Reading max = Reading.of(area, area.max);
    Reading ann = Reading.of(area, area.ann);
    stabbing(area);
    List<AlertEvent> got = ann.untilLive();
    assertEquals(2, got.size(), "the default is a warning");
    assertTrue(got.stream().allMatch(e -> e.getCause() == EntryCause.ENTRY_CAUSE_NEW));
    List<AlertEvent> told = max.untilLive();
    assertEquals(2, told.size());
    for (AlertEvent event : told) {
      assertEquals(EntryCause.ENTRY_CAUSE_SEPARATION, event.getCause());
      assertEquals(List.of(area.ann), event.getSeparation().getWorkersList());
      assertFalse(event.getSeparation().getDenied());
      Alert only =
          Alert.newBuilder()
              .setAlertId(event.getAlert().getAlertId())
              .setState(event.getAlert().getState())
              .setChild(event.getAlert().getChild())
              .build();
      assertEquals(only, event.getAlert(), "nothing of the event");
    }
    assertEquals(
        Set.of(one, two),
        told.stream().map(e -> e.getAlert().getChild().getChildId()).collect(Collectors.toSet()));
    Reading service = Reading.of(area, area.max, Reading.opening().setScope(Scope.SCOPE_SERVICE));
    List<AlertEvent> whole = service.untilLive();
    assertEquals(2, count(whole, EntryCause.ENTRY_CAUSE_NEW));
    assertEquals(2, count(whole, EntryCause.ENTRY_CAUSE_SEPARATION));
    Reading dee = Reading.of(area, area.dee, Reading.opening().setScope(Scope.SCOPE_SERVICE));
    assertEquals(
        0, count(dee.untilLive(), EntryCause.ENTRY_CAUSE_SEPARATION), "managers alone are told");
    max.close();
    ann.close();
    service.close();
    dee.close();
  }

  @Test
  void keepsBothSidesFromOneWorkerWhereAnAgreementSaysSo() throws Exception {
    Area area = Area.full();
    separateSides(area);
    area.child(1, area.ann);
    area.child(2, area.ann);
    Reading max = Reading.of(area, area.max);
    Reading ann = Reading.of(area, area.ann);
    stabbing(area);
    List<AlertEvent> told = max.untilLive();
    assertEquals(2, count(told, EntryCause.ENTRY_CAUSE_NEW), "the manager has them instead");
    assertEquals(2, count(told, EntryCause.ENTRY_CAUSE_SEPARATION));
    assertTrue(
        told.stream()
            .filter(AlertEvent::hasSeparation)
            .allMatch(e -> e.getSeparation().getDenied()));
    assertEquals(List.of(), ann.untilLive());
    assertEquals(List.of(), list(area, area.ann, Scope.SCOPE_MY_CASELOAD));
    String alert = told.getFirst().getAlert().getAlertId();
    assertEquals(Status.Code.NOT_FOUND, get(area, area.ann, alert));
    assertEquals("ALERT_NOT_FOUND", ann.acknowledge(alert).getReason());
    assertEquals(AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED, max.acknowledge(alert).getStatus());
    assertEquals(
        uk.yjx.alerts.v1.AlertState.ALERT_STATE_ACKNOWLEDGED,
        DeliveryTest.get(area, area.max, alert).getState(),
        "nobody else is waited for");
    max.close();
    ann.close();
  }

  @Test
  void noticesAtDeliveryWhoHasComeToStandOnBothSides() throws Exception {
    Area area = Area.full();
    separateSides(area);
    area.child(1, area.ann);
    area.child(2, area.ben);
    stabbing(area);
    Reading max = Reading.of(area, area.max);
    assertEquals(List.of(), max.untilLive());
    area.child(1, area.ben);
    Reading ben = Reading.of(area, area.ben);
    assertEquals(List.of(), ben.untilLive());
    List<AlertEvent> told = max.untilLive();
    assertEquals(2, count(told, EntryCause.ENTRY_CAUSE_SEPARATION));
    assertEquals(2, count(told, EntryCause.ENTRY_CAUSE_REASSIGNED));
    Reading again = Reading.of(area, area.ben);
    assertEquals(List.of(), again.untilLive());
    assertEquals(List.of(), max.untilLive(), "told once");
    max.close();
    ben.close();
    again.close();
  }

  @Test
  void takesADeclaredChildFromOpenStreamsAndGivesItBackWhenLifted() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    area.arrest(1);
    String received = ann.event().getAlert().getAlertId();
    Reading max = Reading.of(area, area.max);
    assertEquals(List.of(), max.untilLive());
    String separation = Keeping.apart(area, area.ann, 1, SEPARATION_EFFECT_DENY);
    AlertEvent moved = ann.event();
    assertEquals(EntryCause.ENTRY_CAUSE_MOVED_AWAY, moved.getCause());
    assertFalse(moved.getAlert().hasChild());
    assertEquals(List.of(EntryCause.ENTRY_CAUSE_REASSIGNED), causes(max.untilLive()));
    area.arrest(1);
    assertEquals(List.of(EntryCause.ENTRY_CAUSE_NEW), causes(max.untilLive()));
    assertEquals(List.of(), ann.untilLive());
    assertEquals(Status.Code.NOT_FOUND, get(area, area.ann, received));
    assertEquals(List.of(), list(area, area.ann, Scope.SCOPE_MY_CASELOAD));
    Keeping.lift(area, area.max, separation);
    List<AlertEvent> back = ann.untilLive();
    assertEquals(
        List.of(EntryCause.ENTRY_CAUSE_REASSIGNED, EntryCause.ENTRY_CAUSE_REASSIGNED),
        causes(back));
    ann.close();
    max.close();
  }

  @Test
  void deniesInEveryRoleAndEveryCallAndTellsNobodyOfWhatNeverCame() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    area.child(2, area.ann);
    area.grant(area.ann, Role.ROLE_DUTY_OFFICER, area.service);
    Keeping.apart(area, area.ann, 1, SEPARATION_EFFECT_DENY);
    area.submit(
        area.notice(NoticeKind.NOTICE_KIND_THREAT_TO_LIFE, PersonRole.PERSON_ROLE_VICTIM, 1));
    String alert = list(area, area.max, Scope.SCOPE_SERVICE).getFirst().getAlertId();
    Reading ann = Reading.of(area, area.ann);
    Reading desk = Reading.of(area, area.ann, Reading.opening().setScope(Scope.SCOPE_SERVICE));
    assertEquals(List.of(), ann.untilLive());
    assertEquals(List.of(), desk.untilLive());
    assertEquals(List.of(), list(area, area.ann, Scope.SCOPE_SERVICE));
    assertEquals(Status.Code.NOT_FOUND, get(area, area.ann, alert));
    assertEquals(Status.Code.NOT_FOUND, code(() -> getCase(area, area.ann, 1)));
    assertEquals(Status.Code.OK, code(() -> getCase(area, area.ann, 2)));
    assertEquals(
        List.of("C-2"),
        CaseloadServiceGrpc.newBlockingStub(area.as(area.ann))
            .listCases(
                ListCasesRequest.newBuilder().setService(area.service).setPageSize(1).build())
            .getCasesList()
            .stream()
            .map(it -> it.getServiceChildId())
            .toList());
    assertEquals(
        Status.Code.FAILED_PRECONDITION,
        code(() -> reassign(area, alert, area.ann)),
        "nobody hands it to them");
    area.child(1, area.ben);
    assertEquals(List.of(), ann.untilLive(), "not even that it moved away");
    ann.close();
    desk.close();
  }

  @Test
  void beginsAndEndsByDate() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    area.arrest(1);
    Reading ann = Reading.of(area, area.ann);
    assertEquals(1, ann.untilLive().size());
    Instant from = exchange.clock().instant().plus(Duration.ofMinutes(1));
    Keeping.apart(
        area,
        area.max,
        Keeping.request(area, area.ann, 1, SEPARATION_EFFECT_DENY)
            .setFrom(Area.timestamp(from))
            .setTo(Area.timestamp(from.plus(Duration.ofMinutes(1)))));
    Reading max = Reading.of(area, area.max);
    assertEquals(List.of(), max.untilLive());
    exchange.clock().pass(Duration.ofMinutes(1));
    exchange.bean(DatedHolderChanges.class).run();
    assertEquals(List.of(EntryCause.ENTRY_CAUSE_MOVED_AWAY), causes(ann.untilLive()));
    assertEquals(List.of(EntryCause.ENTRY_CAUSE_REASSIGNED), causes(max.untilLive()));
    exchange.clock().pass(Duration.ofMinutes(1));
    exchange.bean(DatedHolderChanges.class).run();
    assertEquals(List.of(EntryCause.ENTRY_CAUSE_REASSIGNED), causes(ann.untilLive()));
    ann.close();
    max.close();
  }

  @Test
  void warnsOfADeclaredWorkerWithoutDenyingAnything() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Keeping.apart(area, area.ann, 1, SEPARATION_EFFECT_WARN);
    Reading max = Reading.of(area, area.max);
    Reading ann = Reading.of(area, area.ann);
    area.arrest(1);
    assertEquals(List.of(EntryCause.ENTRY_CAUSE_NEW), causes(ann.untilLive()));
    assertEquals(List.of(EntryCause.ENTRY_CAUSE_SEPARATION), causes(max.untilLive()));
    ann.close();
    max.close();
  }

  @Test
  void raisesAContentFreeItemWhenNobodyIsLeft() throws Exception {
    Area area = Area.small();
    String hal = area.service + "/user/hal";
    area.principal(hal);
    area.grant(hal, Role.ROLE_HEAD_OF_SERVICE, area.service);
    area.child(1, area.ann);
    area.arrest(1);
    Keeping.apart(area, hal, Keeping.request(area, area.ann, 1, SEPARATION_EFFECT_DENY));
    assertTrue(
        area.unowned("operator/user/administrator").stream()
            .anyMatch(item ->
                item.getService().equals(area.service)
                    && item.getReason() == UnownedReason.UNOWNED_REASON_NO_HOLDER));
  }

  @Test
  void letsNobodyLiftTheirOwnOrLearnOfWhatTheyAreKeptFrom() {
    Area area = Area.full();
    String mia = area.service + "/user/mia";
    area.principal(mia);
    area.grant(mia, Role.ROLE_SERVICE_MANAGER, area.service);
    area.child(1, area.ann);
    area.child(2, area.ann);
    String denied = Keeping.apart(area, area.max, 1, SEPARATION_EFFECT_DENY);
    String doubtful = Keeping.apart(area, area.max, 2, SEPARATION_EFFECT_WARN);
    assertEquals("SEPARATION_NOT_FOUND", why(() -> Keeping.lift(area, area.max, denied)));
    assertEquals("SEPARATION_CONCERNS_CALLER", why(() -> Keeping.lift(area, area.max, doubtful)));
    assertEquals(1, Keeping.list(area, area.max, false).size());
    assertEquals(2, Keeping.list(area, mia, false).size());
    assertEquals(
        "CASE_NOT_FOUND", why(() -> Keeping.apart(area, area.ben, 1, SEPARATION_EFFECT_DENY)));
    assertEquals(
        "CASE_NOT_FOUND", why(() -> Keeping.apart(area, area.ben, 9, SEPARATION_EFFECT_DENY)));
    Keeping.lift(area, mia, denied);
    assertEquals("SEPARATION_NOT_FOUND", why(() -> Keeping.lift(area, mia, denied)));
    assertEquals(2, Keeping.list(area, area.max, true).size());
    Area other = Area.full();
    assertEquals(
        "SERVICE_NOT_ALLOWED",
        why(() ->
            Keeping.apart(
                area, other.max, Keeping.request(area, area.ben, 1, SEPARATION_EFFECT_DENY))));
  }

  private static void stabbing(Area area) {
    area.submit(
        area.notice(NoticeKind.NOTICE_KIND_ARREST)
            .addPersons(area.involved(PersonRole.PERSON_ROLE_ARRESTED, 1))
            .addPersons(area.involved(PersonRole.PERSON_ROLE_VICTIM, 2)));
  }

  private void separateSides(Area area) {
    Instant now = exchange.clock().instant();
    area.agree(
        Agreement.newBuilder()
            .setAgreementId(area.police + "-separating")
            .setTitle("Invented")
            .addFromAgencies(area.police)
            .addToAgencies(area.service)
            .addCategories(DataCategory.DATA_CATEGORY_POLICE_EVENT)
            .addCategories(DataCategory.DATA_CATEGORY_SAFEGUARDING_EVENT)
            .addGateways(LegalGateway.LEGAL_GATEWAY_CDA98_S115)
            .addPurposes(Purpose.PURPOSE_SUPERVISION)
            .addObligations(Obligation.OBLIGATION_SEPARATE_SIDES)
            .setValidFrom(Area.timestamp(now.minus(Duration.ofDays(1))))
            .setValidTo(Area.timestamp(now.plus(Duration.ofDays(700)))));
  }

  private static long count(List<AlertEvent> events, EntryCause cause) {
    return events.stream().filter(event -> event.getCause() == cause).count();
  }

  private static List<EntryCause> causes(List<AlertEvent> events) {
    return events.stream().map(AlertEvent::getCause).toList();
  }

  private static List<Alert> list(Area area, String who, Scope scope) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .listAlerts(
            ListAlertsRequest.newBuilder()
                .setScope(scope)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build())
        .getAlertsList();
  }

  private static Status.Code get(Area area, String who, String alert) {
    return code(() -> DeliveryTest.get(area, who, alert));
  }

  private static void getCase(Area area, String who, int child) {
    var unused =
        CaseloadServiceGrpc.newBlockingStub(area.as(who))
            .getCase(
                GetCaseRequest.newBuilder()
                    .setService(area.service)
                    .setServiceChildId("C-" + child)
                    .build());
  }

  private static void reassign(Area area, String alert, String to) {
    var unused =
        AlertServiceGrpc.newBlockingStub(area.as(area.max))
            .reassignAlert(
                ReassignAlertRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setAlertId(alert)
                    .setToPrincipal(to)
                    .setReason("Invented")
                    .build());
  }

  private static Status.Code code(Runnable call) {
    return Reading.status(call).getCode();
  }

  private static String why(Runnable call) {
    return String.valueOf(Reading.status(call).getDescription());
  }
}
