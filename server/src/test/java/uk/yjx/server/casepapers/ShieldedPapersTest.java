package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.PapersStage;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.caseload.v1.Allocation;
import uk.yjx.caseload.v1.AllocationRole;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.caseload.v1.Shield;
import uk.yjx.caseload.v1.ShieldReason;
import uk.yjx.casepapers.v1.Disposal;
import uk.yjx.casepapers.v1.GetCourtRecordRequest;
import uk.yjx.casepapers.v1.ListRequestsRequest;
import uk.yjx.casepapers.v1.PapersContent;
import uk.yjx.casepapers.v1.RequestDocumentRequest;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.clocks.ClockRun;

/** Of a shielded child's papers only who holds the case by name knows, and no sender. */
final class ShieldedPapersTest {
  private final CourtArea court = new CourtArea();
  private final Area area = court.area;

  @Test
  void papersOfAShieldedChildAreThereForWhoHoldsTheCaseByNameAndForNobodyElse() {
    String child = shielded(1);
    court.owes(CourtArea.atOnce(PapersStage.PAPERS_STAGE_ORDER));
    court.record(
        court.listing,
        court.about(1, "r1", court.result(Disposal.DISPOSAL_YOUTH_REHABILITATION_ORDER)));
    court.exchange.bean(ClockRun.class).run();
    String id = court.board(area.ann).getFirst().getExpectedId();
    assertNotEquals(0, told(area.ann, Scope.SCOPE_MY_CASELOAD));
    for (String other : List.of(area.max, area.dee)) {
      assertEquals(List.of(), court.board(other, true));
      assertEquals(0, told(other, Scope.SCOPE_SERVICE));
      CourtArea.assertRefused("CHILD_NOT_FOUND", () -> record(other, child));
      CourtArea.assertRefused("EXPECTATION_NOT_FOUND", () -> request(other, id));
    }
    assertEquals(
        0,
        court
            .as(court.casework)
            .listRequests(ListRequestsRequest.getDefaultInstance())
            .getWantedCount());
    CourtArea.assertRefused("SENDER_NOT_TOLD", () -> request(area.ann, id));
  }

  private String shielded(int child) {
    return CaseloadServiceGrpc.newBlockingStub(area.as(area.service + "/system/cases"))
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
                                .setPrincipalId(area.ann)
                                .setRole(AllocationRole.ALLOCATION_ROLE_LEAD)
                                .setFrom(court.minutesAgo(1)))
                        .setShield(
                            Shield.newBuilder()
                                .setReason(ShieldReason.SHIELD_REASON_COURT_ORDER)
                                .setSource("order 17 of the invented court")))
                .build())
        .getChildId();
  }

  private int told(String who, Scope scope) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .listAlerts(
            ListAlertsRequest.newBuilder()
                .setScope(scope)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build())
        .getAlertsCount();
  }

  private void record(String who, String child) {
    var unused =
        court
            .as(who)
            .getCourtRecord(
                GetCourtRecordRequest.newBuilder()
                    .setChildId(child)
                    .setPurpose(Purpose.PURPOSE_SUPERVISION)
                    .build());
  }

  private void request(String who, String id) {
    var unused =
        court
            .as(who)
            .requestDocument(
                RequestDocumentRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setExpectedId(id)
                    .addContents(PapersContent.PAPERS_CONTENT_CASE_SUMMARY)
                    .build());
  }
}
