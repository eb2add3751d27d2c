package uk.yjx.server.clusters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static uk.yjx.server.clusters.Leads.assertRefused;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.caseload.v1.Allocation;
import uk.yjx.caseload.v1.AllocationRole;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.caseload.v1.Shield;
import uk.yjx.caseload.v1.ShieldReason;
import uk.yjx.clusters.v1.ActionChild;
import uk.yjx.clusters.v1.ClosingReason;
import uk.yjx.clusters.v1.JointAction;
import uk.yjx.clusters.v1.JointActionOutcome;
import uk.yjx.clusters.v1.RecordActionOutcomeRequest;
import uk.yjx.common.v1.Role;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;

/** What agencies do together about the children of a cluster, and who sees which part of it. */
final class JointActionsTest {
  private final AlertsExchange exchange = AlertsExchange.shared();
  private final Leads leads = new Leads(exchange);
  private final Area area = leads.area;
  private final String fay = area.openFrontDoor();
  private final String care = fay.substring(0, fay.indexOf('/'));
  private String one = "";
  private String two = "";
  private String cluster = "";

  @BeforeEach
  void aCluster() {
    one = area.child(11, area.ann);
    two = area.child(22, area.ben);
    cluster = leads.open(leads.event(11), leads.event(22));
  }

  @Test
  void showsThePoliceOfficerAllAndSocialCareWhatItsAgreementCovers() {
    leads.agree(area.service, care);
    leads.add(leads.action(cluster, area.service, Role.ROLE_SECONDED_OFFICER));
    assertEquals(List.of(), leads.actions(fay), "it is not asked for anything yet");
    assertEquals(List.of(), told());
    leads.add(leads.action(cluster, care, Role.ROLE_FRONT_DOOR).addChildIds(two));
    List<JointAction> police = leads.actions(leads.pol);
    assertEquals(2, police.size());
    assertEquals(Set.of(two), children(police.getFirst()));
    assertEquals(Set.of(one, two), children(police.get(1)));
    assertEquals("Both visits on one evening.", police.getFirst().getDetail());
    List<JointAction> outside = leads.actions(fay);
    assertEquals(2, outside.size());
    assertTrue(outside.stream().allMatch(action -> action.getDetail().isEmpty()));
    Alert alert = told().getFirst();
    assertEquals(area.service, alert.getSourceAgency());
    assertTrue(!alert.hasChild(), "its alert names no child");
    leads.add(leads.action(cluster, care, Role.ROLE_PARTNER_WORKER));
    assertEquals(1, told().size(), "one alert, which comes again");
    assertEquals(List.of(), leads.actions(area.ann), "nobody else reads it");
    leads.close(cluster, ClosingReason.CLOSING_REASON_DANGER_OVER);
    assertEquals(List.of(), leads.actions(fay), "over for social care with the cluster");
    assertEquals(AlertState.ALERT_STATE_OUTCOME_RECORDED, told().getFirst().getState());
    assertEquals(List.of(), leads.actions(leads.pol));
  }

  @Test
  void asksNobodyOfSocialCareWithoutAnAgreementOrOutsideTheArea() {
    assertRefused(
        "NO_AGREEMENT", () -> leads.add(leads.action(cluster, care, Role.ROLE_FRONT_DOOR)));
    Leads elsewhere = new Leads(exchange);
    String far = elsewhere.area.openFrontDoor();
    leads.agree(area.service, far.substring(0, far.indexOf('/')));
    for (String agency : List.of(far.substring(0, far.indexOf('/')), area.police, "none-such")) {
      assertRefused(
          "AGENCY_NOT_FOUND", () -> leads.add(leads.action(cluster, agency, Role.ROLE_FRONT_DOOR)));
    }
    assertRefused(
        "OWNER_NOT_ALLOWED",
        () -> leads.add(leads.action(cluster, area.service, Role.ROLE_CASE_MANAGER)));
    assertRefused(
        "CHILD_NOT_FOUND",
        () ->
            leads.add(
                leads
                    .action(cluster, area.service, Role.ROLE_SECONDED_OFFICER)
                    .addChildIds(Leads.ABSENT)));
    assertRefused(
        "DUE_IN_PAST",
        () ->
            leads.add(
                leads
                    .action(cluster, area.service, Role.ROLE_SECONDED_OFFICER)
                    .setDueAt(Area.timestamp(exchange.clock().instant().minusSeconds(1)))));
  }

  @Test
  void saysWhatIsOverdueAndTakesOneOutcomeFromWhoOwnsIt() {
    leads.agree(area.service, care);
    String police = leads.add(leads.action(cluster, area.service, Role.ROLE_SECONDED_OFFICER));
    String social = leads.add(leads.action(cluster, care, Role.ROLE_FRONT_DOOR));
    exchange.clock().pass(Duration.ofDays(3));
    assertTrue(leads.actions(leads.pol).stream().allMatch(JointAction::getOverdue));
    assertRefused("ACTION_NOT_FOUND", () -> done(fay, police));
    assertRefused("ACTION_NOT_FOUND", () -> done(leads.pol, social));
    done(leads.pol, police);
    done(fay, social);
    assertRefused("ACTION_DONE", () -> done(area.max, police));
    assertTrue(leads.actions(area.max).stream().noneMatch(JointAction::getOverdue));
    assertTrue(leads.actions(area.max).stream().allMatch(JointAction::hasOutcomeAt));
  }

  @Test
  void shieldsAChildFromTheListAndItsDetailWithIt() {
    leads.agree(area.service, care);
    leads.add(leads.action(cluster, care, Role.ROLE_FRONT_DOOR));
    shield(22);
    for (String who : List.of(fay, leads.pol, area.max)) {
      JointAction seen = leads.actions(who).getFirst();
      assertEquals(Set.of(one), children(seen), who);
      assertEquals("", seen.getDetail(), who);
    }
    assertEquals("", leads.get(cluster).getReason());
    assertEquals(1, leads.get(cluster).getEventsCount());
  }

  private void shield(int child) {
    var unused =
        CaseloadServiceGrpc.newBlockingStub(area.as(area.service + "/system/cases"))
            .recordCase(
                RecordCaseRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setCase(
                        Case.newBuilder()
                            .setService(area.service)
                            .setServiceChildId("C-" + child)
                            .setPerson(area.person(child))
                            .addAllocations(
                                Allocation.newBuilder()
                                    .setPrincipalId(area.ben)
                                    .setRole(AllocationRole.ALLOCATION_ROLE_LEAD)
                                    .setFrom(
                                        Area.timestamp(
                                            exchange.clock().instant().minusSeconds(60))))
                            .setShield(
                                Shield.newBuilder()
                                    .setReason(ShieldReason.SHIELD_REASON_WITNESS_PROTECTION)
                                    .setSource("Letter PPU 17/2026")))
                    .build());
  }

  private void done(String who, String action) {
    var unused =
        leads
            .as(who)
            .recordActionOutcome(
                RecordActionOutcomeRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setActionId(action)
                    .setOutcome(JointActionOutcome.JOINT_ACTION_OUTCOME_DONE)
                    .build());
  }

  private List<Alert> told() {
    return leads.alerts(fay, Scope.SCOPE_MY_CASELOAD).getAlertsList().stream()
        .filter(alert -> alert.getKind() == AlertKind.ALERT_KIND_JOINT_ACTIONS)
        .toList();
  }

  private static Set<String> children(JointAction action) {
    return action.getChildrenList().stream()
        .map(ActionChild::getChildId)
        .collect(Collectors.toSet());
  }
}
