package uk.yjx.server.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.ExportSubjectRequest;
import uk.yjx.audit.v1.ExportSubjectResponse;
import uk.yjx.audit.v1.SubjectRecord;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.caseload.v1.Shield;
import uk.yjx.caseload.v1.ShieldReason;
import uk.yjx.common.v1.Grading;
import uk.yjx.common.v1.HandlingCode;
import uk.yjx.common.v1.InformationAssessment;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonName;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.common.v1.SourceEvaluation;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;

/** A child's own request is answered with its own data, and with nobody else's. */
final class SubjectExportTest {
  private static final String CANARY = "Zephyrine Quartermain";

  private final Area area = Area.full();
  private final String officer = officer(area, "dpo");

  @Test
  void givesTheChildsOwnDataAndRecipientsAndNothingOfTheOther() {
    String child = area.child(1, area.ann);
    String other = area.child(2, area.ben);
    area.submit(fight());
    lists(area.ann);
    lists(area.ben);
    ExportSubjectResponse own = page(officer, child, 0, 0);
    assertEquals(area.person(1), own.getCase().getPerson());
    assertEquals(1, own.getRecordsCount());
    SubjectRecord record = own.getRecords(0);
    assertEquals(AlertKind.ALERT_KIND_ARREST, record.getKind());
    assertEquals(PersonRole.PERSON_ROLE_ARRESTED, record.getRole());
    assertEquals(area.police, record.getSourceAgency());
    assertTrue(record.hasEventTime());
    assertFalse(record.getAskSource());
    assertEquals(1, record.getRecipientsCount(), "both workers are of one agency");
    assertEquals(area.service, record.getRecipients(0).getAgencyId());
    assertTrue(record.getRecipients(0).getFirstAt().getSeconds() > 0);
    String bytes = own.toByteString().toString(StandardCharsets.ISO_8859_1);
    PersonDescriptor stranger = area.person(2);
    for (String secret :
        List.of(
            other,
            stranger.getNames(0).getSurname(),
            stranger.getIdentifiers(0).getValue(),
            "Zephyrine",
            "Quartermain",
            "/user/",
            area.ann)) {
      assertFalse(bytes.contains(secret), secret);
    }
    assertTrue(bytes.contains(area.person(1).getIdentifiers(0).getValue()), "its own is there");
  }

  @Test
  void saysOfGradedIntelligenceOnlyThatItsSenderMustBeAsked() {
    String child = area.child(1, area.ann);
    Notice.Builder graded =
        area.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, 1);
    graded
        .getHandlingBuilder()
        .setGrading(
            Grading.newBuilder()
                .setSource(SourceEvaluation.SOURCE_EVALUATION_UNTESTED)
                .setInformation(InformationAssessment.INFORMATION_ASSESSMENT_CORROBORATED)
                .setHandlingCode(HandlingCode.HANDLING_CODE_P)
                .setSanitised(true)
                .setAuthorisedByRole("inspector")
                .setAuthorisedAt(
                    Area.timestamp(AlertsExchange.shared().clock().instant().minusSeconds(60))));
    area.submit(graded);
    SubjectRecord record = page(officer, child, 0, 0).getRecords(0);
    assertTrue(record.getAskSource());
    assertFalse(record.hasFacts());
    assertFalse(record.hasEventTime());
    assertEquals(area.police, record.getSourceAgency());
  }

  @Test
  void pagesWithoutLeavingAnythingOut() {
    String child = area.child(1, area.ann);
    area.arrests(1, 7);
    List<String> seen = new ArrayList<>();
    long after = 0;
    do {
      ExportSubjectResponse page = page(officer, child, after, 3);
      assertEquals(after == 0, page.hasCase());
      page.getRecordsList().forEach(record -> seen.add(record.getAlertId()));
      after = page.getNextAfter();
    } while (after > 0);
    assertEquals(7, seen.size());
    assertEquals(7, seen.stream().distinct().count());
  }

  @Test
  void answersOnlyTheOfficerOfTheChildsOwnServiceAndNeverOfAShieldedChild() {
    String child = area.child(1, area.ann);
    Area elsewhere = Area.small();
    String stranger = officer(elsewhere, "dpo");
    assertEquals("CHILD_NOT_FOUND", refused(stranger, child));
    assertEquals("CHILD_NOT_FOUND", refused(officer, UUID.randomUUID().toString()));
    assertEquals(child, page(officer, child, 0, 0).getCase().getChildId());
    shield();
    assertEquals("CHILD_NOT_FOUND", refused(officer, child));
  }

  private Notice.Builder fight() {
    return area.notice(NoticeKind.NOTICE_KIND_ARREST)
        .addPersons(area.involved(PersonRole.PERSON_ROLE_ARRESTED, 1))
        .addPersons(area.involved(PersonRole.PERSON_ROLE_VICTIM, 2))
        .addPersons(
            InvolvedPerson.newBuilder()
                .setRole(PersonRole.PERSON_ROLE_WITNESS)
                .setPerson(
                    PersonDescriptor.newBuilder()
                        .addNames(
                            PersonName.newBuilder()
                                .addForenames("Zephyrine")
                                .setSurname("Quartermain"))))
        .setNarrative("Seen with " + CANARY + " of 4 Invented Row");
  }

  private void shield() {
    var unused =
        CaseloadServiceGrpc.newBlockingStub(area.as(area.service + "/system/cases"))
            .recordCase(
                RecordCaseRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setCase(
                        Case.newBuilder()
                            .setService(area.service)
                            .setServiceChildId("C-1")
                            .setPerson(area.person(1))
                            .setShield(
                                Shield.newBuilder()
                                    .setReason(ShieldReason.SHIELD_REASON_REFUGE)
                                    .setSource("Letter 4")))
                    .build());
  }

  private void lists(String who) {
    int shown =
        AlertServiceGrpc.newBlockingStub(area.as(who))
            .listAlerts(
                ListAlertsRequest.newBuilder()
                    .setScope(Scope.SCOPE_MY_CASELOAD)
                    .setPurpose(Purpose.PURPOSE_SUPERVISION)
                    .build())
            .getAlertsCount();
    assertEquals(1, shown, who);
  }

  private static String officer(Area of, String name) {
    String officer = of.service + "/user/" + name;
    of.principal(officer);
    of.grant(officer, Role.ROLE_DATA_PROTECTION_OFFICER, "");
    return officer;
  }

  private String refused(String who, String child) {
    return String.valueOf(
        assertThrows(StatusRuntimeException.class, () -> page(who, child, 0, 0))
            .getStatus()
            .getDescription());
  }

  private ExportSubjectResponse page(String who, String child, long after, int size) {
    return AuditServiceGrpc.newBlockingStub(area.as(who))
        .exportSubject(
            ExportSubjectRequest.newBuilder()
                .setChildId(child)
                .setJustification("Request 12 of the child")
                .setAfter(after)
                .setPageSize(size)
                .build());
  }
}
