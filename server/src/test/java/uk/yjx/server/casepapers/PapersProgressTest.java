package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.PapersStage;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.PapersExpectedFacts;
import uk.yjx.alerts.v1.PapersProgress;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.casepapers.v1.AnswerPapersRequest;
import uk.yjx.casepapers.v1.DeclineReason;
import uk.yjx.casepapers.v1.Disposal;
import uk.yjx.casepapers.v1.DocumentKind;
import uk.yjx.casepapers.v1.ExpectationState;
import uk.yjx.casepapers.v1.ListRequestsRequest;
import uk.yjx.casepapers.v1.PapersAnswer;
import uk.yjx.casepapers.v1.PapersContent;
import uk.yjx.casepapers.v1.PapersExpected;
import uk.yjx.casepapers.v1.PapersWanted;
import uk.yjx.casepapers.v1.RequestDocumentRequest;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.clocks.ClockRun;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.RecordKey;

/** Papers come, are asked for, are answered: the worker and the sender see how they stand. */
final class PapersProgressTest {
  private final CourtArea court = new CourtArea();
  private final Area area = court.area;

  @Test
  void papersThatComeAreToldAsPartialThenComplete() {
    String child = ordered(CourtArea.workingHours(PapersStage.PAPERS_STAGE_REFERRAL_ORDER, 24));
    arrive(child, DocumentKind.DOCUMENT_KIND_CHARGES, DocumentKind.DOCUMENT_KIND_INTERVIEW_RECORD);
    PapersExpectedFacts partial = told().getFirst();
    assertEquals(PapersProgress.PAPERS_PROGRESS_PARTIAL, partial.getProgress());
    assertEquals(List.of(PapersContent.PAPERS_CONTENT_CASE_SUMMARY), partial.getMissingList());
    assertEquals(partial.getMissingList(), wanted().getFirst().getMissingList());
    arrive(child, DocumentKind.DOCUMENT_KIND_DIGITAL_CASE_FILE);
    assertEquals(PapersProgress.PAPERS_PROGRESS_COMPLETE, told().getFirst().getProgress());
    PapersExpected complete = court.board(area.ann, true).getFirst();
    assertEquals(ExpectationState.EXPECTATION_STATE_COMPLETE, complete.getState());
    assertTrue(complete.hasCompleteAt());
    assertEquals(List.of(), wanted());
    // The clock was stopped: nothing is overdue later.
    court.exchange.clock().pass(Duration.ofDays(10));
    court.exchange.bean(ClockRun.class).run();
    assertEquals(2, told().size());
  }

  @Test
  void papersThatCameBeforeTheResultAreThereWhenItComes() {
    String child = area.child(1, area.ann);
    arrive(
        child,
        DocumentKind.DOCUMENT_KIND_CHARGES,
        DocumentKind.DOCUMENT_KIND_INTERVIEW_RECORD,
        DocumentKind.DOCUMENT_KIND_CASE_SUMMARY);
    court.owes(CourtArea.atOnce(PapersStage.PAPERS_STAGE_REFERRAL_ORDER));
    record();
    assertEquals(List.of(), court.board(area.ann));
    assertEquals(
        ExpectationState.EXPECTATION_STATE_COMPLETE,
        court.board(area.ann, true).getFirst().getState());
  }

  @Test
  void overduePapersAreAskedForByNameAndChased() {
    ordered(CourtArea.atOnce(PapersStage.PAPERS_STAGE_REFERRAL_ORDER));
    ClockRun clocks = court.exchange.bean(ClockRun.class);
    clocks.run();
    assertEquals(PapersProgress.PAPERS_PROGRESS_OVERDUE, told().getFirst().getProgress());
    assertTrue(
        told().getFirst().getMissingList().contains(PapersContent.PAPERS_CONTENT_CASE_SUMMARY));
    String id = court.board(area.ann).getFirst().getExpectedId();
    request(area.ann, id, PapersContent.PAPERS_CONTENT_CASE_SUMMARY);
    PapersWanted wanted = wanted().getFirst();
    assertEquals(List.of(PapersContent.PAPERS_CONTENT_CASE_SUMMARY), wanted.getRequestedList());
    assertEquals(CourtArea.URN, wanted.getUrn());
    assertEquals("#1", wanted.getDefendant());
    assertTrue(wanted.getOverdue());
    assertEquals(1, wanted.getChases());
    court.exchange.clock().pass(Duration.ofDays(16));
    clocks.run();
    // At the due time, and after one, two and five working days.
    assertEquals(4, wanted().getFirst().getChases());
    CourtArea.assertRefused(
        "CONTENT_NOT_MISSING",
        () -> request(area.ann, id, PapersContent.PAPERS_CONTENT_VICTIM_IMPACT));
    CourtArea.assertRefused(
        "EXPECTATION_NOT_FOUND",
        () -> request(area.ben, id, PapersContent.PAPERS_CONTENT_CASE_SUMMARY));
  }

  @Test
  void answersAreShownNeutrallyAndStopTheClock() {
    ordered(CourtArea.workingHours(PapersStage.PAPERS_STAGE_REFERRAL_ORDER, 24));
    String id = court.board(area.ann).getFirst().getExpectedId();
    answer(
        answer(id, PapersAnswer.PAPERS_ANSWER_DECLINED)
            .setReason(DeclineReason.DECLINE_REASON_THIRD_PARTY)
            .addContents(PapersContent.PAPERS_CONTENT_ACCOUNT_IN_INTERVIEW));
    assertEquals(
        ExpectationState.EXPECTATION_STATE_OPEN, court.board(area.ann).getFirst().getState());
    answer(answer(id, PapersAnswer.PAPERS_ANSWER_NOT_HELD));
    PapersExpected answered = court.board(area.ann, true).getFirst();
    assertEquals(ExpectationState.EXPECTATION_STATE_ANSWERED, answered.getState());
    assertFalse(answered.getOverdue());
    assertEquals(PapersProgress.PAPERS_PROGRESS_ANSWERED, told().getFirst().getProgress());
    assertEquals(List.of(), told().getFirst().getMissingList());
    CourtArea.assertRefused(
        "EXPECTATION_NOT_OPEN", () -> answer(answer(id, PapersAnswer.PAPERS_ANSWER_NOT_HELD)));
  }

  @Test
  void announcedPapersMoveTheClockAndAreOverdueThen() {
    ordered(CourtArea.workingHours(PapersStage.PAPERS_STAGE_REFERRAL_ORDER, 1));
    String id = court.board(area.ann).getFirst().getExpectedId();
    Instant by = court.exchange.clock().instant().plus(Duration.ofDays(20));
    answer(
        answer(id, PapersAnswer.PAPERS_ANSWER_REDACTION_PENDING).setExpectedBy(Area.timestamp(by)));
    ClockRun clocks = court.exchange.bean(ClockRun.class);
    court.exchange.clock().pass(Duration.ofDays(19));
    clocks.run();
    assertEquals(List.of(), told());
    assertFalse(court.board(area.ann).getFirst().getOverdue());
    court.exchange.clock().pass(Duration.ofDays(2));
    clocks.run();
    assertEquals(PapersProgress.PAPERS_PROGRESS_OVERDUE, told().getFirst().getProgress());
    assertTrue(court.board(area.ann).getFirst().getOverdue());
  }

  @Test
  void refusesAnswersThatCannotBeEachForAReasonOfItsOwn() {
    ordered(CourtArea.workingHours(PapersStage.PAPERS_STAGE_REFERRAL_ORDER, 24));
    String id = court.board(area.ann).getFirst().getExpectedId();
    Instant now = court.exchange.clock().instant();
    refused("REASON_NEEDED", answer(id, PapersAnswer.PAPERS_ANSWER_DECLINED));
    refused("EXPECTED_BY_NEEDED", answer(id, PapersAnswer.PAPERS_ANSWER_WITH_POLICE));
    refused(
        "EXPECTED_BY_NOT_ALLOWED",
        answer(id, PapersAnswer.PAPERS_ANSWER_NOT_HELD).setExpectedBy(Area.timestamp(now)));
    for (Duration wrong : List.of(Duration.ofDays(-1), Duration.ofDays(61))) {
      refused(
          "EXPECTED_BY_OUT_OF_RANGE",
          answer(id, PapersAnswer.PAPERS_ANSWER_WITH_POLICE)
              .setExpectedBy(Area.timestamp(now.plus(wrong))));
    }
    refused(
        "CONTENT_NOT_EXPECTED",
        answer(id, PapersAnswer.PAPERS_ANSWER_NOT_HELD)
            .addContents(PapersContent.PAPERS_CONTENT_VICTIM_IMPACT));
    refused(
        "EXPECTATION_NOT_FOUND",
        answer(UUID.randomUUID().toString(), PapersAnswer.PAPERS_ANSWER_NOT_HELD));
    // Another prosecutor's looks the same as none.
    CourtArea.assertRefused(
        "EXPECTATION_NOT_FOUND",
        () ->
            court
                .as(court.listing)
                .answerPapers(answer(id, PapersAnswer.PAPERS_ANSWER_NOT_HELD).build()));
  }

  @Test
  void senderSeesNothingOnceTheAgreementIsSuspended() {
    ordered(CourtArea.workingHours(PapersStage.PAPERS_STAGE_REFERRAL_ORDER, 24));
    assertEquals(1, wanted().size());
    String id = court.board(area.ann).getFirst().getExpectedId();
    court.suspend("papers");
    court.suspend("court");
    assertEquals(List.of(), wanted());
    CourtArea.assertRefused(
        "SENDER_NOT_TOLD", () -> request(area.ann, id, PapersContent.PAPERS_CONTENT_CASE_SUMMARY));
    refused("EXPECTATION_NOT_FOUND", answer(id, PapersAnswer.PAPERS_ANSWER_NOT_HELD));
    assertEquals(List.of(), court.board(area.ann));
  }

  private String ordered(uk.yjx.agreements.v1.PapersTerm.Builder term) {
    String child = area.child(1, area.ann);
    court.owes(term);
    record();
    return child;
  }

  private void record() {
    court.record(
        court.listing, court.about(1, "r1", court.result(Disposal.DISPOSAL_REFERRAL_ORDER)));
  }

  private void arrive(String child, DocumentKind... kinds) {
    Journal journal = court.exchange.bean(Journal.class);
    AuditTrail audit = court.exchange.bean(AuditTrail.class);
    Instant now = court.exchange.clock().instant();
    journal
        .append(() -> {
          Entry.Builder entry = Entry.decidedAt(journal.stamp());
          RecordKey key = audit.newKey(entry);
          court
              .exchange
              .bean(Arrivals.class)
              .into(
                  entry,
                  key,
                  new Arrivals.Arrived(
                      new ChildId(UUID.fromString(child)),
                      CourtArea.URN,
                      UUID.randomUUID(),
                      false,
                      List.of(kinds)),
                  now);
          audit.add(entry, key, audit.event(EventType.ADMIN, "test/Arrive", "arrived", now));
          return new Proposal.Decision.Write(entry.build());
        })
        .join();
  }

  private void request(String who, String id, PapersContent content) {
    var unused =
        court
            .as(who)
            .requestDocument(
                RequestDocumentRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setExpectedId(id)
                    .addContents(content)
                    .build());
  }

  private AnswerPapersRequest.Builder answer(String id, PapersAnswer answer) {
    return AnswerPapersRequest.newBuilder()
        .setRequestId(area.requestId())
        .setExpectedId(id)
        .setAnswer(answer);
  }

  private void answer(AnswerPapersRequest.Builder answer) {
    var unused = court.as(court.casework).answerPapers(answer.build());
  }

  private void refused(String reason, AnswerPapersRequest.Builder answer) {
    CourtArea.assertRefused(reason, () -> answer(answer));
  }

  private List<PapersWanted> wanted() {
    return court
        .as(court.casework)
        .listRequests(ListRequestsRequest.getDefaultInstance())
        .getWantedList();
  }

  /** What the worker was told of papers, the newest first. */
  private List<PapersExpectedFacts> told() {
    return AlertServiceGrpc.newBlockingStub(area.as(area.ann))
        .listAlerts(
            ListAlertsRequest.newBuilder()
                .setScope(Scope.SCOPE_MY_CASELOAD)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build())
        .getAlertsList()
        .stream()
        .filter(a -> a.getKind() == AlertKind.ALERT_KIND_PAPERS_EXPECTED)
        .map(Alert::getFacts)
        .map(f -> f.getPapersExpected())
        .toList();
  }
}
