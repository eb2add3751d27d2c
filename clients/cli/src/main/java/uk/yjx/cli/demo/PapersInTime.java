package uk.yjx.cli.demo;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.PapersProgress;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.casepapers.v1.CourtServiceGrpc;
import uk.yjx.casepapers.v1.CourtServiceGrpc.CourtServiceBlockingStub;
import uk.yjx.casepapers.v1.DocumentKind;
import uk.yjx.casepapers.v1.ExpectationState;
import uk.yjx.casepapers.v1.ListPapersExpectedRequest;
import uk.yjx.casepapers.v1.ListRequestsRequest;
import uk.yjx.casepapers.v1.PapersContent;
import uk.yjx.casepapers.v1.PapersExpected;
import uk.yjx.casepapers.v1.PapersWanted;
import uk.yjx.casepapers.v1.RequestDocumentRequest;
import uk.yjx.cli.AlertText;
import uk.yjx.cli.PapersText;
import uk.yjx.cli.output.Tone;
import uk.yjx.common.v1.Purpose;
import uk.yjx.world.PapersStory;

/**
 * Papers, in time and late: a result arrives, and the prosecution's papers come in time for one
 * order; for another nothing has come, the worker is told, asks by name, and they come late.
 */
final class PapersInTime implements Act {
  private static final long CALL_SECONDS_MAX = 30;

  /** Alerts that one order brings at most, before the one that is waited for. */
  private static final int ALERTS_MAX = 8;

  private static final List<DocumentKind> WHOLE =
      List.of(
          DocumentKind.DOCUMENT_KIND_CASE_SUMMARY,
          DocumentKind.DOCUMENT_KIND_CHARGES,
          DocumentKind.DOCUMENT_KIND_INTERVIEW_RECORD);

  private static final List<DocumentKind> REST =
      List.of(
          DocumentKind.DOCUMENT_KIND_DIGITAL_CASE_FILE,
          DocumentKind.DOCUMENT_KIND_CHARGES,
          DocumentKind.DOCUMENT_KIND_INTERVIEW_RECORD,
          DocumentKind.DOCUMENT_KIND_PREVIOUS_CONVICTIONS,
          DocumentKind.DOCUMENT_KIND_WITNESS_STATEMENT);

  @Override
  public String name() {
    return "papers";
  }

  @Override
  public String title() {
    return "Papers in time, and papers that had to be asked for";
  }

  @Override
  public List<String> panes() {
    return List.of("worker", "court/CPS", "operator");
  }

  @Override
  public List<String> play(Stage stage) throws IOException, InterruptedException {
    Instant now = stage.clock().instant();
    PapersStory story = PapersStory.of(stage.caseload(), now);
    PapersSetUp setUp = new PapersSetUp(stage, story);
    setUp.join();
    for (RecordCaseRequest request : story.cases()) {
      var unused =
          CaseloadServiceGrpc.newBlockingStub(
                  stage
                      .connections()
                      .of(story.first().service().id() + "/system/casework")
                      .channel())
              .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
              .recordCase(request);
    }
    stage.operator("A court and a prosecutor join; an agreement says what is owed.", Tone.QUIET);
    List<String> problems = new ArrayList<>();
    try (Reader worker = Reader.open(stage.connections(), story.first().lead())) {
      inTime(stage, story, setUp, worker, problems);
      late(stage, story, setUp, worker, problems);
    }
    board(stage, story, problems);
    return problems;
  }

  private static void inTime(
      Stage stage, PapersStory story, PapersSetUp setUp, Reader worker, List<String> problems)
      throws IOException, InterruptedException {
    stage.sender("Court: referral order, pleaded guilty. Sent.", Tone.PLAIN);
    var unused = court(stage, PapersStory.LISTING).recordCourtEvent(story.firstResult());
    Optional<Alert> result = next(worker, AlertKind.ALERT_KIND_COURT_EVENT);
    say(stage, result, "no result reached the worker", problems);
    stage.sender("CPS: case summary, charges, interview record. Sent the same day.", Tone.GOOD);
    setUp.send(story.first(), PapersStory.FIRST_URN, WHOLE);
    Optional<Alert> complete = next(worker, PapersProgress.PAPERS_PROGRESS_COMPLETE);
    say(stage, complete, "the worker was not told that papers are complete", problems);
  }

  private static void late(
      Stage stage, PapersStory story, PapersSetUp setUp, Reader worker, List<String> problems)
      throws IOException, InterruptedException {
    stage.sender("Court: youth rehabilitation order two weeks ago, denied. Sent late.", Tone.ALARM);
    var unused = court(stage, PapersStory.LISTING).recordCourtEvent(story.secondResult());
    Optional<Alert> overdue = next(worker, PapersProgress.PAPERS_PROGRESS_OVERDUE);
    say(stage, overdue, "the worker was not told that papers are overdue", problems);
    if (overdue.isEmpty()) {
      return;
    }
    String id = overdue.get().getFacts().getPapersExpected().getExpectedId();
    var asked =
        court(stage, story.second().lead())
            .requestDocument(
                RequestDocumentRequest.newBuilder()
                    .setRequestId("story-request-" + id)
                    .setExpectedId(id)
                    .addContents(PapersContent.PAPERS_CONTENT_CASE_SUMMARY)
                    .addContents(PapersContent.PAPERS_CONTENT_ACCOUNT_IN_INTERVIEW)
                    .build())
            .getReceipt();
    stage.worker("Asked for by name (position " + asked.getPosition() + ").", Tone.PLAIN);
    List<PapersWanted> wanted =
        court(stage, PapersStory.CASEWORK)
            .listRequests(ListRequestsRequest.getDefaultInstance())
            .getWantedList();
    if (wanted.size() != 1 || wanted.getFirst().getRequestedCount() != 2) {
      problems.add("the prosecutor does not see what is asked for");
    }
    stage.sender(
        "CPS sees one request, chased and asked for by name; no child's name.", Tone.PLAIN);
    setUp.send(story.second(), PapersStory.SECOND_URN, REST);
    stage.sender("CPS: digital case file and the rest. Sent.", Tone.GOOD);
    Optional<Alert> complete = next(worker, PapersProgress.PAPERS_PROGRESS_COMPLETE);
    say(stage, complete, "the worker was not told that the late papers came", problems);
  }

  private static void board(Stage stage, PapersStory story, List<String> problems) {
    List<PapersExpected> board =
        court(stage, story.first().lead())
            .listPapersExpected(
                ListPapersExpectedRequest.newBuilder()
                    .setPurpose(Purpose.PURPOSE_SUPERVISION)
                    .setIncludeClosed(true)
                    .build())
            .getExpectedList();
    long complete =
        board.stream()
            .filter(e -> e.getState() == ExpectationState.EXPECTATION_STATE_COMPLETE)
            .count();
    if (complete != 2 || board.size() != 2) {
      problems.add("the board does not show two complete orders");
    }
    for (PapersExpected one : board) {
      boolean inTime = one.getCompleteAt().getSeconds() <= one.getDueAt().getSeconds();
      stage.worker(PapersText.line(one), inTime ? Tone.GOOD : Tone.WARNING);
    }
    stage.beat();
  }

  private static void say(
      Stage stage, Optional<Alert> alert, String otherwise, List<String> problems) {
    if (alert.isEmpty()) {
      problems.add(otherwise);
    } else {
      stage.worker(AlertText.line(alert.get()), AlertText.tone(alert.get().getUrgency()));
    }
    stage.beat();
  }

  private static Optional<Alert> next(Reader worker, AlertKind kind) throws InterruptedException {
    for (int i = 0; i < ALERTS_MAX; i++) {
      Optional<Reader.Seen> seen = worker.next();
      if (seen.isEmpty() || seen.get().alert().getKind() == kind) {
        return acknowledged(worker, seen);
      }
      var other = acknowledged(worker, seen);
    }
    return Optional.empty();
  }

  private static Optional<Alert> next(Reader worker, PapersProgress progress)
      throws InterruptedException {
    for (int i = 0; i < ALERTS_MAX; i++) {
      Optional<Reader.Seen> seen = worker.next();
      if (seen.isEmpty()
          || seen.get().alert().getFacts().getPapersExpected().getProgress() == progress) {
        return acknowledged(worker, seen);
      }
      var other = acknowledged(worker, seen);
    }
    return Optional.empty();
  }

  /** What was seen is acknowledged, so that nothing of the story climbs later. */
  private static Optional<Alert> acknowledged(Reader worker, Optional<Reader.Seen> seen)
      throws InterruptedException {
    if (seen.isPresent()) {
      var unused = worker.acknowledge(seen.get().alert());
    }
    return seen.map(Reader.Seen::alert);
  }

  private static CourtServiceBlockingStub court(Stage stage, String as) {
    return CourtServiceGrpc.newBlockingStub(stage.connections().of(as).channel())
        .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
