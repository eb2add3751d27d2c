package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.agreements.v1.Obligation;
import uk.yjx.alerts.v1.AcceptConditionsRequest;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ExplainDisclosureRequest;
import uk.yjx.alerts.v1.ExplainDisclosureResponse;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.NamingRule;
import uk.yjx.alerts.v1.NarrativeState;
import uk.yjx.alerts.v1.OtherPerson;
import uk.yjx.common.v1.Grading;
import uk.yjx.common.v1.HandlingCode;
import uk.yjx.common.v1.HandlingConditions;
import uk.yjx.common.v1.InformationAssessment;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.common.v1.SourceEvaluation;
import uk.yjx.intelligence.v1.CourtCondition;
import uk.yjx.intelligence.v1.CourtConditionKind;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.NoticeRemark;
import uk.yjx.intelligence.v1.PersonRole;

/** Promises 4, 5 and 10 through a whole exchange: each reader gets their own cut. */
final class ProjectedDeliveryTest {
  private static final String ADMINISTRATOR = "operator/user/administrator";

  @Test
  void givesEachWorkerTheOthersUnderPseudonymsOfTheirOwnAndNamesByRuleOnly() {
    Area area = Area.full();
    String victor = victimWorker(area);
    area.child(1, area.ann);
    area.child(2, area.ben);
    area.submit(
        area.notice(NoticeKind.NOTICE_KIND_WEAPON_INCIDENT)
            .addPersons(area.involved(PersonRole.PERSON_ROLE_SUSPECT, 1).setSchoolUrn("100200"))
            .addPersons(area.involved(PersonRole.PERSON_ROLE_VICTIM, 2).setSchoolUrn("100200")));
    OtherPerson toAnn = only(area, area.ann).getOthers(0);
    OtherPerson toBen = only(area, area.ben).getOthers(0);
    assertEquals(PersonRole.PERSON_ROLE_VICTIM, toAnn.getRole());
    assertTrue(toAnn.getSameSchool() && toAnn.getVictimWorker());
    assertEquals("", toAnn.getName() + toBen.getName());
    assertNotEquals(toAnn.getPseudonym(), toBen.getPseudonym());
    OtherPerson toMax = ofChild(area, area.max, toAnn.getRole()).getOthers(0);
    assertNotEquals(toAnn.getPseudonym(), toMax.getPseudonym());
    Alert toVictor = ofChild(area, victor, PersonRole.PERSON_ROLE_VICTIM);
    assertEquals(NamingRule.NAMING_RULE_VICTIM_WORKER, toVictor.getOthers(0).getNamedBecause());
    assertFalse(toVictor.getOthers(0).getName().isEmpty());
    area.submit(
        area.notice(NoticeKind.NOTICE_KIND_BAIL_CHANGED)
            .addPersons(area.involved(PersonRole.PERSON_ROLE_SUSPECT, 1))
            .addPersons(area.involved(PersonRole.PERSON_ROLE_VICTIM, 2))
            .addCourtConditions(
                CourtCondition.newBuilder()
                    .setKind(CourtConditionKind.COURT_CONDITION_KIND_BAIL)
                    .setBoundPerson(0)
                    .addNamedPersons(1)));
    OtherPerson named = list(area, area.ann).getFirst().getOthers(0);
    assertEquals(NamingRule.NAMING_RULE_COURT_CONDITION, named.getNamedBecause());
    assertFalse(named.getName().isEmpty());
    assertEquals(toAnn.getPseudonym(), named.getPseudonym(), "stable for the same reader");
    assertEquals("", list(area, area.ben).getFirst().getOthers(0).getName(), "the victim's worker");
  }

  @Test
  void keepsTheTextOfCodeCBackUntilItsConditionsAreAccepted() {
    Area area = Area.full();
    intelligence(area);
    area.child(1, area.ann);
    area.submit(graded(area, 1));
    Alert before = only(area, area.ann);
    assertEquals(
        NarrativeState.NARRATIVE_STATE_CONDITIONS_NOT_ACCEPTED, before.getNarrativeState());
    assertEquals("", before.getNarrative());
    assertTrue(before.getConditions().getNoOnwardShare());
    assertEquals(List.of(Obligation.OBLIGATION_NO_ONWARD_SHARING), before.getObligationsList());
    var unused = accept(area, area.ann, before.getAlertId());
    Alert after = only(area, area.ann);
    assertEquals(NarrativeState.NARRATIVE_STATE_SHOWN, after.getNarrativeState());
    assertEquals("Carries a knife to school.", after.getNarrative());
    assertEquals("", only(area, area.max).getNarrative(), "another reader accepts for themselves");
    assertThrows(StatusRuntimeException.class, () -> accept(area, area.ben, before.getAlertId()));
  }

  @Test
  void tellsTheSenderThatItsTextNamesSomebodyAndShowsItToNobody() {
    Area area = Area.full();
    area.child(1, area.ann);
    Notice.Builder notice =
        area.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, 1)
            .addPersons(area.involved(PersonRole.PERSON_ROLE_WITNESS, 7));
    String name = area.person(7).getNames(0).getSurname();
    assertEquals(
        List.of(NoticeRemark.NOTICE_REMARK_NARRATIVE_NAMES_ANOTHER_PERSON),
        area.submit(notice.clone().setNarrative("Seen by " + name.toUpperCase() + "."))
            .getAnswer()
            .getRemarksList());
    assertEquals(
        NarrativeState.NARRATIVE_STATE_WAITS_FOR_SENDER, only(area, area.ann).getNarrativeState());
    assertEquals(
        List.of(), area.submit(notice.setNarrative("Seen nearby.")).getAnswer().getRemarksList());
    assertEquals("Seen nearby.", list(area, area.ann).getFirst().getNarrative());
  }

  @Test
  void givesAProtectedChildsNoticeToWhoHoldsTheCaseByNameAndToNobodyElse() {
    Area area = Area.full();
    area.child(1, area.ann);
    area.submit(
        area.notice(NoticeKind.NOTICE_KIND_THREAT_TO_LIFE)
            .addPersons(area.involved(PersonRole.PERSON_ROLE_VICTIM, 1).setProtectedPerson(true)));
    String alert = only(area, area.ann).getAlertId();
    assertEquals(List.of(), list(area, area.max));
    assertEquals(List.of(), list(area, area.dee));
    ExplainDisclosureResponse why = explain(area, area.max, alert);
    assertFalse(why.getDisclosed());
    assertEquals("NONE", why.getStanding());
    assertTrue(
        why.getChecksList().stream()
            .anyMatch(c -> c.getCheck().equals("NOT_SHIELDED_FROM_READER") && !c.getPassed()));
    assertTrue(explain(area, area.ann, alert).getDisclosed());
    assertFalse(explain(area, area.ben, alert).getDisclosed());
  }

  /** Asserted by structure: one failure, and the log grows by one entry, whatever the reason. */
  @Test
  void answersAbsentForbiddenAndShieldedAlertsInTheSameWay() {
    Area area = Area.full();
    Area elsewhere = Area.full();
    area.child(1, area.ann);
    elsewhere.child(1, elsewhere.ann);
    area.submit(
        area.notice(NoticeKind.NOTICE_KIND_ARREST)
            .addPersons(
                area.involved(PersonRole.PERSON_ROLE_ARRESTED, 1).setProtectedPerson(true)));
    elsewhere.arrest(1);
    String shielded = only(area, area.ann).getAlertId();
    String forbidden = only(elsewhere, elsewhere.ann).getAlertId();
    String absent = java.util.UUID.randomUUID().toString();
    var journal = AlertsExchange.shared().bean(uk.yjx.server.journal.Journal.class);
    for (String id : List.of(absent, forbidden, shielded)) {
      long before = journal.stamp();
      StatusRuntimeException refused =
          assertThrows(StatusRuntimeException.class, () -> get(area, area.max, id));
      assertEquals("ALERT_NOT_FOUND", refused.getStatus().getDescription());
      assertEquals(before + 1, journal.stamp(), id);
    }
    assertEquals(shielded, get(area, area.ann, shielded).getAlertId());
  }

  private static Alert get(Area area, String who, String id) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .getAlert(
            uk.yjx.alerts.v1.GetAlertRequest.newBuilder()
                .setAlertId(id)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build())
        .getAlert();
  }

  private static Notice.Builder graded(Area area, int child) {
    Notice.Builder notice =
        area.notice(NoticeKind.NOTICE_KIND_INTELLIGENCE, PersonRole.PERSON_ROLE_OTHER, child)
            .setNarrative("Carries a knife to school.");
    Instant now = AlertsExchange.shared().clock().instant();
    notice
        .getHandlingBuilder()
        .setConditions(HandlingConditions.newBuilder().setNoOnwardShare(true))
        .setGrading(
            Grading.newBuilder()
                .setSource(SourceEvaluation.SOURCE_EVALUATION_UNTESTED)
                .setInformation(InformationAssessment.INFORMATION_ASSESSMENT_CORROBORATED)
                .setHandlingCode(HandlingCode.HANDLING_CODE_C)
                .setSanitised(true)
                .setAuthorisedByRole("intelligence unit supervisor")
                .setAuthorisedAt(Area.timestamp(now.minusSeconds(3600))));
    return notice;
  }

  private static void intelligence(Area area) {
    agree(
        area,
        area.police + "-intelligence",
        DataCategory.DATA_CATEGORY_GRADED_INTELLIGENCE,
        List.of(Role.ROLE_CASE_MANAGER, Role.ROLE_SERVICE_MANAGER));
  }

  private static String victimWorker(Area area) {
    String victor = area.service + "/user/victor";
    area.principal(victor);
    area.grant(victor, Role.ROLE_VICTIM_WORKER, area.service);
    agree(
        area,
        area.police + "-victims",
        DataCategory.DATA_CATEGORY_POLICE_EVENT,
        List.of(Role.ROLE_VICTIM_WORKER));
    return victor;
  }

  private static void agree(Area area, String id, DataCategory category, List<Role> roles) {
    Instant now = AlertsExchange.shared().clock().instant();
    area.agree(
        Agreement.newBuilder()
            .setAgreementId(id)
            .setTitle("Invented")
            .addFromAgencies(area.police)
            .addToAgencies(area.service)
            .addCategories(category)
            .addGateways(LegalGateway.LEGAL_GATEWAY_CDA98_S115)
            .addPurposes(Purpose.PURPOSE_SUPERVISION)
            .addAllRecipientRoles(roles)
            .addObligations(Obligation.OBLIGATION_NO_ONWARD_SHARING)
            .setValidFrom(Area.timestamp(now.minus(Duration.ofDays(1))))
            .setValidTo(Area.timestamp(now.plus(Duration.ofDays(700)))));
  }

  private static Alert only(Area area, String who) {
    List<Alert> alerts = list(area, who);
    assertEquals(1, alerts.size(), who);
    return alerts.getFirst();
  }

  private static Alert ofChild(Area area, String who, PersonRole other) {
    return list(area, who).stream()
        .filter(a -> a.getOthersCount() > 0 && a.getOthers(0).getRole() == other)
        .findFirst()
        .orElseThrow();
  }

  private static List<Alert> list(Area area, String who) {
    boolean office = who.equals(area.max) || who.equals(area.dee);
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .listAlerts(
            ListAlertsRequest.newBuilder()
                .setScope(
                    office
                        ? uk.yjx.alerts.v1.Scope.SCOPE_SERVICE
                        : uk.yjx.alerts.v1.Scope.SCOPE_MY_CASELOAD)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build())
        .getAlertsList();
  }

  private static Object accept(Area area, String who, String alert) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .acceptConditions(
            AcceptConditionsRequest.newBuilder()
                .setRequestId(area.requestId())
                .setAlertId(alert)
                .build());
  }

  private static ExplainDisclosureResponse explain(Area area, String reader, String alert) {
    return AlertServiceGrpc.newBlockingStub(area.as(ADMINISTRATOR))
        .explainDisclosure(
            ExplainDisclosureRequest.newBuilder()
                .setCaller(reader)
                .setAlertId(alert)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build());
  }
}
