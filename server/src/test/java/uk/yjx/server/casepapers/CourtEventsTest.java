package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.PapersStage;
import uk.yjx.agreements.v1.PapersTerm;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.ListUnownedRequest;
import uk.yjx.alerts.v1.PapersProgress;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.casepapers.v1.AppealOutcome;
import uk.yjx.casepapers.v1.AppealStep;
import uk.yjx.casepapers.v1.ContractSigned;
import uk.yjx.casepapers.v1.CourtCase;
import uk.yjx.casepapers.v1.CourtEvent;
import uk.yjx.casepapers.v1.Disposal;
import uk.yjx.casepapers.v1.ExpectationState;
import uk.yjx.casepapers.v1.GetCourtRecordRequest;
import uk.yjx.casepapers.v1.OrderStatus;
import uk.yjx.casepapers.v1.OutOfCourtDecision;
import uk.yjx.casepapers.v1.OutOfCourtKind;
import uk.yjx.casepapers.v1.PanelListed;
import uk.yjx.casepapers.v1.PapersExpected;
import uk.yjx.casepapers.v1.RecordCourtEventRequest;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.clocks.ClockRun;

/** Court events reach the child's worker, and open what an agreement promises and nothing else. */
final class CourtEventsTest {
  private final CourtArea court = new CourtArea();
  private final Area area = court.area;

  @Test
  void resultReachesTheWorkerAndOpensPapersExpected() {
    String child = area.child(1, area.ann);
    court.owes(CourtArea.workingHours(PapersStage.PAPERS_STAGE_REFERRAL_ORDER, 24));
    court.record(
        court.listing, court.about(1, "r1", court.result(Disposal.DISPOSAL_REFERRAL_ORDER)));
    Alert alert = alerts(area.ann, AlertKind.ALERT_KIND_COURT_EVENT).getFirst();
    assertEquals("RESULT", alert.getFacts().getCourt().getWhat());
    assertEquals(CourtArea.URN, alert.getFacts().getCourt().getUrn());
    PapersExpected expected = court.board(area.ann).getFirst();
    assertEquals(PapersStage.PAPERS_STAGE_REFERRAL_ORDER, expected.getStage());
    assertEquals(court.cps, expected.getExpectedFrom());
    assertEquals(child, expected.getChildId());
    assertFalse(expected.getOverdue());
    assertTrue(expected.getDueAt().getSeconds() > expected.getSince().getSeconds());
    assertEquals(OrderStatus.ORDER_STATUS_NOT_STARTED, order(area.ann, child).getStatus());
    court.record(
        area.ann,
        court.own(
            child,
            "contract",
            CourtEvent.newBuilder()
                .setOccurredAt(court.minutesAgo(1))
                .setContractSigned(ContractSigned.getDefaultInstance())));
    assertEquals(OrderStatus.ORDER_STATUS_RUNNING, order(area.ann, child).getStatus());
    assertEquals(List.of(expected), court.board(area.max));
  }

  @Test
  void withoutAnAgreementThereIsNoClockAndWithoutOneForEventsNothingAtAll() {
    String child = area.child(1, area.ann);
    court.record(
        court.listing, court.about(1, "r1", court.result(Disposal.DISPOSAL_REFERRAL_ORDER)));
    assertEquals(List.of(), court.board(area.ann, true));
    area.child(2, area.ann);
    String police = area.police + "/system/records";
    RecordCourtEventRequest.Builder caution =
        court.about(
            2,
            "c1",
            CourtEvent.newBuilder()
                .setOccurredAt(court.minutesAgo(5))
                .setOutOfCourt(
                    OutOfCourtDecision.newBuilder()
                        .setKind(OutOfCourtKind.OUT_OF_COURT_KIND_YOUTH_CAUTION)));
    court.record(police, caution);
    assertEquals(1, alerts(area.ann, AlertKind.ALERT_KIND_COURT_EVENT).size());
    assertEquals(1, record(area.ann, child).size());
  }

  @Test
  void cautionsAreOwedByThePolice() {
    area.child(1, area.ann);
    area.agree(
        court
            .agreement("police-papers")
            .addFromAgencies(area.police)
            .addPapers(CourtArea.workingHours(PapersStage.PAPERS_STAGE_CAUTION, 8)));
    court.record(
        area.police + "/system/records",
        court.about(
            1,
            "c1",
            CourtEvent.newBuilder()
                .setOccurredAt(court.minutesAgo(5))
                .setOutOfCourt(
                    OutOfCourtDecision.newBuilder()
                        .setKind(OutOfCourtKind.OUT_OF_COURT_KIND_YOUTH_CONDITIONAL_CAUTION))));
    assertEquals(area.police, court.board(area.ann).getFirst().getExpectedFrom());
  }

  @Test
  void papersThatDoNotComeAreToldToTheWorkerOnceAndThenClimb() {
    area.child(1, area.ann);
    court.owes(CourtArea.atOnce(PapersStage.PAPERS_STAGE_ORDER));
    court.record(
        court.listing,
        court.about(1, "r1", court.result(Disposal.DISPOSAL_YOUTH_REHABILITATION_ORDER)));
    ClockRun clocks = court.exchange.bean(ClockRun.class);
    clocks.run();
    clocks.run();
    List<Alert> told = alerts(area.ann, AlertKind.ALERT_KIND_PAPERS_EXPECTED);
    assertEquals(1, told.size());
    assertEquals(
        PapersProgress.PAPERS_PROGRESS_OVERDUE,
        told.getFirst().getFacts().getPapersExpected().getProgress());
    assertTrue(court.board(area.ann).getFirst().getOverdue());
    court.exchange.clock().pass(Duration.ofDays(5));
    clocks.run();
    assertEquals(1, alerts(area.max, AlertKind.ALERT_KIND_PAPERS_EXPECTED).size());
  }

  @Test
  void quashedOrderWantsNoPapersAndItsAppealDismissedWantsThemAgain() {
    area.child(1, area.ann);
    court.owes(CourtArea.workingHours(PapersStage.PAPERS_STAGE_ORDER, 24));
    court.record(
        court.listing,
        court.about(1, "r1", court.result(Disposal.DISPOSAL_YOUTH_REHABILITATION_ORDER)));
    court.record(court.listing, court.about(1, "a1", appeal(AppealOutcome.APPEAL_OUTCOME_ALLOWED)));
    assertEquals(List.of(), court.board(area.ann));
    assertEquals(
        ExpectationState.EXPECTATION_STATE_CLOSED,
        court.board(area.ann, true).getFirst().getState());
    court.record(
        court.listing,
        court.about(1, "a1", appeal(AppealOutcome.APPEAL_OUTCOME_DISMISSED)).setVersion(2));
    assertEquals(
        ExpectationState.EXPECTATION_STATE_OPEN, court.board(area.ann).getFirst().getState());
  }

  @Test
  void correctionThatNamesAnotherChildMovesTheEvent() {
    String first = area.child(1, area.ann);
    String second = area.child(2, area.ben);
    court.owes(CourtArea.workingHours(PapersStage.PAPERS_STAGE_ORDER, 24));
    CourtEvent.Builder result = court.result(Disposal.DISPOSAL_YOUTH_REHABILITATION_ORDER);
    court.record(court.listing, court.about(1, "r1", result));
    court.record(court.listing, court.about(2, "r1", result).setVersion(2));
    assertEquals(List.of(), record(area.ann, first));
    assertEquals(List.of(), court.board(area.ann));
    assertEquals(second, court.board(area.ben).getFirst().getChildId());
    // An older version that arrives late changes nothing.
    court.record(court.listing, court.about(1, "r2", result).setVersion(2));
    court.record(court.listing, court.about(2, "r2", result).setVersion(1));
    assertEquals(first, court.board(area.ann).getFirst().getChildId());
    assertEquals(1, court.board(area.ben).size());
  }

  @Test
  void severalDefendantsOfOneCaseHaveExpectationsOfTheirOwn() {
    area.child(1, area.ann);
    area.child(2, area.ben);
    court.owes(CourtArea.workingHours(PapersStage.PAPERS_STAGE_ORDER, 24));
    CourtEvent.Builder result = court.result(Disposal.DISPOSAL_YOUTH_REHABILITATION_ORDER);
    court.record(court.listing, court.about(1, "r1", result));
    court.record(court.listing, court.about(2, "r2", result));
    PapersExpected one = court.board(area.ann).getFirst();
    PapersExpected other = court.board(area.ben).getFirst();
    assertEquals(one.getUrn(), other.getUrn());
    assertNotEquals(one.getExpectedId(), other.getExpectedId());
    assertEquals("#1", one.getDefendant());
    assertEquals(1, court.board(area.ann).size());
    assertEquals(2, court.board(area.max).size());
  }

  @Test
  void panelListedAnewMovesTheDueTime() {
    String child = area.child(1, area.ann);
    court.owes(
        PapersTerm.newBuilder().setStage(PapersStage.PAPERS_STAGE_PANEL).setWorkingDaysBefore(2));
    court.record(
        court.listing, court.about(1, "r1", court.result(Disposal.DISPOSAL_REFERRAL_ORDER)));
    court.record(area.ann, court.own(child, "p1", panel(20)));
    long due = court.board(area.ann).getFirst().getDueAt().getSeconds();
    court.record(area.ann, court.own(child, "p1", panel(40)).setVersion(2));
    assertTrue(court.board(area.ann).getFirst().getDueAt().getSeconds() > due);
    assertEquals(1, court.board(area.ann).size());
  }

  /** Promises 4 and 13: the sender learns nothing, and somebody is told without content. */
  @Test
  void unknownChildGetsTheSameAnswerAndNobodyFallsThrough() {
    area.child(1, area.ann);
    RecordCourtEventRequest.Builder known =
        court.about(1, "r1", court.result(Disposal.DISPOSAL_REFERRAL_ORDER));
    RecordCourtEventRequest.Builder unknown =
        court
            .about(7, "r2", court.result(Disposal.DISPOSAL_REFERRAL_ORDER))
            .setService(area.service);
    var first = court.as(court.listing).recordCourtEvent(known.build());
    var second = court.as(court.listing).recordCourtEvent(unknown.build());
    assertEquals(
        first.toBuilder().clearReceipt().build(), second.toBuilder().clearReceipt().build());
    var items =
        AlertServiceGrpc.newBlockingStub(area.as(area.dee))
            .listUnowned(ListUnownedRequest.getDefaultInstance())
            .getItemsList();
    assertEquals(1, items.size());
    assertEquals(area.service, items.getFirst().getService());
  }

  @Test
  void sameRequestGetsItsFirstAnswerAndAnotherOfTheSameVersionIsRefused() {
    area.child(1, area.ann);
    RecordCourtEventRequest.Builder event =
        court.about(1, "r1", court.result(Disposal.DISPOSAL_REFERRAL_ORDER));
    var first = court.as(court.listing).recordCourtEvent(event.build());
    assertEquals(
        first.getReceipt().getPosition(),
        court.as(court.listing).recordCourtEvent(event.build()).getReceipt().getPosition());
    CourtArea.assertRefused(
        "EVENT_VERSION_TAKEN",
        () -> court.record(court.listing, event.clone().setRequestId(area.requestId())));
  }

  @Test
  void refusesWhatCannotBeEachForAReasonOfItsOwn() {
    String child = area.child(1, area.ann);
    RecordCourtEventRequest.Builder good =
        court.about(1, "r1", court.result(Disposal.DISPOSAL_REFERRAL_ORDER));
    refused("URN_INVALID", good.clone().setUrn("NOT-A-URN"));
    refused("URN_INVALID", good.clone().setUrn("00NP0012324"));
    refused("ASN_INVALID", good.clone().setArrestSummonsNumber("2510000000000000001A"));
    refused("DEFENDANT_NOT_NAMED", good.clone().setDefendantNumber(0));
    RecordCourtEventRequest.Builder later = good.clone();
    later.getEventBuilder().setOccurredAt(court.minutesAgo(-20));
    refused("EVENT_IN_FUTURE", later);
    RecordCourtEventRequest.Builder effective = good.clone();
    effective.getEventBuilder().getResultBuilder().setEffectiveFrom("2026-12-01");
    refused("EFFECTIVE_BY_CONTRACT", effective);
    RecordCourtEventRequest.Builder impossible = good.clone();
    impossible.getEventBuilder().getResultBuilder().setEndsOn("2026-02-30");
    refused("IMPOSSIBLE_DATE", impossible);
    RecordCourtEventRequest.Builder reversed = good.clone();
    reversed.getEventBuilder().getResultBuilder().setEndsOn("2020-02-01");
    refused("DATES_REVERSED", reversed);
    CourtArea.assertRefused(
        "CHILD_NOT_FOUND", () -> court.record(court.listing, good.clone().setChildId(child)));
    CourtArea.assertRefused("CHILD_ID_NEEDED", () -> court.record(area.max, good.clone()));
    CourtArea.assertRefused(
        "EVENT_NOT_YOURS", () -> court.record(area.police + "/system/records", good.clone()));
  }

  /** Absent, of another service, and of a colleague look the same. */
  @Test
  void strangersLearnNothing() {
    String child = area.child(1, area.ann);
    CourtArea other = new CourtArea();
    String foreign = other.area.child(1, other.area.ann);
    for (String id : List.of(foreign, "00000000-0000-4000-8000-000000000000")) {
      CourtArea.assertRefused("CHILD_NOT_FOUND", () -> record(area.ann, id));
      CourtArea.assertRefused(
          "CHILD_NOT_FOUND",
          () ->
              court.record(
                  area.ann, court.own(id, "x1", court.result(Disposal.DISPOSAL_REFERRAL_ORDER))));
    }
    CourtArea.assertRefused("CHILD_NOT_FOUND", () -> record(area.ben, child));
    assertEquals(List.of(), record(area.max, child));
  }

  @Test
  void agreementThatOwesPapersCoversThemAndCountsPanelsBackwards() {
    CourtArea.assertRefused(
        "PAPERS_NOT_COVERED",
        () ->
            area.agree(
                court
                    .agreement("x1")
                    .addFromAgencies(court.cps)
                    .clearCategories()
                    .addCategories(uk.yjx.agreements.v1.DataCategory.DATA_CATEGORY_COURT_EVENT)
                    .addPapers(CourtArea.atOnce(PapersStage.PAPERS_STAGE_ORDER))));
    CourtArea.assertRefused(
        "PAPERS_TERM_NOT_OF_STAGE",
        () -> court.owes(CourtArea.atOnce(PapersStage.PAPERS_STAGE_PANEL)));
    CourtArea.assertRefused(
        "PAPERS_TERM_TWICE",
        () ->
            court.owes(
                CourtArea.atOnce(PapersStage.PAPERS_STAGE_ORDER),
                CourtArea.atOnce(PapersStage.PAPERS_STAGE_ORDER)));
  }

  private void refused(String reason, RecordCourtEventRequest.Builder event) {
    CourtArea.assertRefused(reason, () -> court.record(court.listing, event));
  }

  private CourtEvent.Builder appeal(AppealOutcome outcome) {
    return CourtEvent.newBuilder()
        .setOccurredAt(court.minutesAgo(2))
        .setAppeal(AppealStep.newBuilder().setOutcome(outcome));
  }

  private CourtEvent.Builder panel(int inDays) {
    return CourtEvent.newBuilder()
        .setOccurredAt(court.minutesAgo(2))
        .setPanelListed(
            PanelListed.newBuilder()
                .setPanelAt(
                    Area.timestamp(
                        court.exchange.clock().instant().plus(Duration.ofDays(inDays)))));
  }

  private uk.yjx.casepapers.v1.CourtOrder order(String who, String child) {
    return record(who, child).getFirst().getOrders(0);
  }

  private List<CourtCase> record(String who, String child) {
    return court
        .as(who)
        .getCourtRecord(
            GetCourtRecordRequest.newBuilder()
                .setChildId(child)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build())
        .getCasesList();
  }

  private List<Alert> alerts(String who, AlertKind kind) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .listAlerts(
            ListAlertsRequest.newBuilder()
                .setScope(who.equals(area.max) ? Scope.SCOPE_SERVICE : Scope.SCOPE_MY_CASELOAD)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build())
        .getAlertsList()
        .stream()
        .filter(a -> a.getKind() == kind)
        .toList();
  }
}
