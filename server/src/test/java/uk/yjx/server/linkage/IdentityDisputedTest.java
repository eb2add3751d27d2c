package uk.yjx.server.linkage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.ListRecallsRequest;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.WithdrawNoticeRequest;
import uk.yjx.linkage.v1.ReverseLinkRequest;
import uk.yjx.linkage.v1.ReviewVerdict;
import uk.yjx.server.alerts.Area;

/** Somebody gave another child's details on arrest: that child's record is clean for good. */
@SuppressWarnings("NullAway.Init") // set before each test
final class IdentityDisputedTest {
  private Area area;
  private Desks desks;
  private String officer;
  private String child;

  @BeforeEach
  void anArea() {
    area = Area.full();
    desks = new Desks(area);
    officer = area.service + "/user/sol";
    area.principal(officer);
    area.grant(officer, Role.ROLE_SECONDED_OFFICER, area.service);
    child = area.child(1, area.ann);
  }

  @Test
  void theWorkerUndoesTheLinkAndEverybodyIsTold() {
    area.arrest(1);
    String wrong = alerts().getFirst().getAlertId();
    dispute(wrong);
    var recall =
        AlertServiceGrpc.newBlockingStub(area.as(area.ann))
            .listRecalls(ListRecallsRequest.getDefaultInstance())
            .getRecalls(0);
    assertEquals(wrong, recall.getAlertId());
    assertEquals(RecallReason.RECALL_REASON_IDENTITY_DISPUTED, recall.getReason());
    assertEquals(List.of(), alerts());
  }

  @Test
  void theSameFalseDetailsAskAPersonAndLinkNobody() {
    area.arrest(1);
    dispute(alerts().getFirst().getAlertId());
    area.submit(area.notice(NoticeKind.NOTICE_KIND_CHARGE, PersonRole.PERSON_ROLE_CHARGED, 1));
    assertEquals(List.of(), alerts());
    var review = desks.queue(officer).getReviews(0);
    assertEquals("IDENTITY_DISPUTED", review.getWhy());
    desks.decide(officer, review, child, ReviewVerdict.REVIEW_VERDICT_SAME);
    assertEquals(1, alerts().size(), "a person has decided that it is the child this time");
  }

  @Test
  void aNumberThatWasNotGivenFalselyStillLinks() {
    area.arrest(1);
    dispute(alerts().getFirst().getAlertId());
    var withNumber = area.person(1).toBuilder().addIdentifiers(nhs()).build();
    var unused =
        uk.yjx.caseload.v1.CaseloadServiceGrpc.newBlockingStub(
                area.as(area.service + "/system/cases"))
            .recordCase(
                uk.yjx.caseload.v1.RecordCaseRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setCase(
                        uk.yjx.caseload.v1.Case.newBuilder()
                            .setService(area.service)
                            .setServiceChildId("C-1")
                            .setPerson(withNumber)
                            .addAllocations(
                                uk.yjx.caseload.v1.Allocation.newBuilder()
                                    .setPrincipalId(area.ann)
                                    .setRole(
                                        uk.yjx.caseload.v1.AllocationRole.ALLOCATION_ROLE_LEAD)))
                    .build());
    area.submit(
        area.notice(NoticeKind.NOTICE_KIND_CHARGE)
            .addPersons(
                InvolvedPerson.newBuilder()
                    .setPerson(withNumber)
                    .setRole(PersonRole.PERSON_ROLE_CHARGED)));
    assertEquals(1, alerts().size());
  }

  @Test
  void theSenderFindsOutItself() {
    String request = area.requestId();
    area.submit(request, arrest());
    var unused =
        IntelligenceServiceGrpc.newBlockingStub(area.as(area.police + "/system/records"))
            .withdrawNotice(
                WithdrawNoticeRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setNoticeRequestId(request)
                    .setReason(RecallReason.RECALL_REASON_IDENTITY_DISPUTED)
                    .build());
    assertEquals(List.of(), alerts());
    area.submit(arrest());
    assertEquals(List.of(), alerts());
    assertEquals("IDENTITY_DISPUTED", desks.queue(officer).getReviews(0).getWhy());
  }

  private Notice.Builder arrest() {
    return area.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, 1);
  }

  private static PersonIdentifier nhs() {
    return PersonIdentifier.newBuilder()
        .setKind(IdentifierKind.IDENTIFIER_KIND_NHS_NUMBER)
        .setValue("9990000018")
        .build();
  }

  private void dispute(String alert) {
    var unused =
        desks
            .desk(area.ann)
            .reverseLink(
                ReverseLinkRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setAlertId(alert)
                    .setReason("a cousin gave these details")
                    .setFalseDetails(true)
                    .build());
  }

  private List<Alert> alerts() {
    return AlertServiceGrpc.newBlockingStub(area.as(area.ann))
        .listAlerts(ListAlertsRequest.newBuilder().setPurpose(Purpose.PURPOSE_SUPERVISION).build())
        .getAlertsList()
        .stream()
        .filter(alert -> !alert.hasRecalled())
        .toList();
  }
}
