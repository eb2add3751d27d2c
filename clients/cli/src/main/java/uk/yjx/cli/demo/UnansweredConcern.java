package uk.yjx.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.cli.ConcernText;
import uk.yjx.cli.Times;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.clocks.v1.Post;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Receipt;
import uk.yjx.common.v1.Role;
import uk.yjx.safeguarding.v1.ConcernDecision;
import uk.yjx.safeguarding.v1.ConcernHead;
import uk.yjx.safeguarding.v1.ConcernMessage;
import uk.yjx.safeguarding.v1.ConcernRisk;
import uk.yjx.safeguarding.v1.ConcernServiceGrpc;
import uk.yjx.safeguarding.v1.ConcernServiceGrpc.ConcernServiceBlockingStub;
import uk.yjx.safeguarding.v1.DecideConcernRequest;
import uk.yjx.safeguarding.v1.GetConcernRequest;
import uk.yjx.safeguarding.v1.GetConcernResponse;
import uk.yjx.safeguarding.v1.RaiseConcernRequest;
import uk.yjx.safeguarding.v1.RaiseConcernResponse;
import uk.yjx.safeguarding.v1.StatementBasis;
import uk.yjx.safeguarding.v1.ThreadEntry;
import uk.yjx.safeguarding.v1.ThreadEntryKind;
import uk.yjx.world.ConcernStory;

/**
 * A concern that nobody answers: days pass in seconds, it climbs in both agencies by itself until
 * the director is told, and then the answer comes.
 */
final class UnansweredConcern implements Act {
  private static final long CALL_SECONDS_MAX = 30;
  private static final Duration GLANCE = Duration.ofMillis(100);

  /** Looks at the thread while time passes, at most: far more than the slowest clock needs. */
  private static final int GLANCES_MAX = 6_000;

  private static final List<Post> LADDER =
      List.of(
          Post.POST_TEAM_MANAGER,
          Post.POST_SERVICE_MANAGER,
          Post.POST_HEAD_OF_SERVICE,
          Post.POST_DIRECTOR);

  @Override
  public String name() {
    return "concern";
  }

  @Override
  public String title() {
    return "A concern that is not answered";
  }

  @Override
  public List<String> panes() {
    return List.of("worker", "social care", "clock");
  }

  @Override
  public List<String> play(Stage stage) throws IOException, InterruptedException {
    ConcernStory story = ConcernStory.of(stage.caseload(), stage.clock().instant());
    String child = join(stage, story);
    List<String> problems = new ArrayList<>();
    try (Reader worker = Reader.open(stage.connections(), story.child().lead());
        Reader door = Reader.open(stage.connections(), story.frontDoor());
        Reader manager = Reader.open(stage.connections(), story.manager());
        Reader director = Reader.open(stage.connections(), story.director())) {
      RaiseConcernResponse raised = raise(stage, story, child);
      arrives(stage, door, raised.getConcernId(), problems, "Social care's front door has it.");
      climb(stage, story, raised.getConcernId(), problems);
      toldTo(stage, manager, raised.getConcernId(), problems, "the service's manager");
      toldTo(stage, director, raised.getConcernId(), problems, "the director");
      stage.sender("The director is told, without anybody having had to be brave.", Tone.WARNING);
      stage.beat();
      answer(stage, story, raised.getConcernId());
      answered(stage, story, worker, raised.getConcernId(), problems);
      log(stage, raised.getReceipt(), problems);
    }
    return problems;
  }

  private static String join(Stage stage, ConcernStory story) throws IOException {
    Joining joining = new Joining(stage);
    joining.person(story.head(), Role.ROLE_HEAD_OF_SERVICE, story.service());
    joining.person(story.careManager(), Role.ROLE_PARTNER_MANAGER, "");
    joining.person(story.careHead(), Role.ROLE_PARTNER_HEAD, "");
    joining.person(story.director(), Role.ROLE_DIRECTOR, "");
    story.agreements().forEach(joining::agree);
    return CaseloadServiceGrpc.newBlockingStub(
            stage.connections().of(story.service() + "/system/casework").channel())
        .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
        .recordCase(story.recorded())
        .getChildId();
  }

  private static RaiseConcernResponse raise(Stage stage, ConcernStory story, String child) {
    RaiseConcernResponse raised =
        as(stage, story.child().lead())
            .raiseConcern(
                RaiseConcernRequest.newBuilder()
                    .setRequestId("story-concern-" + child)
                    .setChildId(child)
                    .setToAgency(story.care())
                    .setRisk(ConcernRisk.CONCERN_RISK_OTHER)
                    .setGateway(LegalGateway.LEGAL_GATEWAY_CA04_S10)
                    .setMessage(
                        message("She says that she does not feel safe where she is placed."))
                    .build());
    ConcernHead head = read(stage, story, raised.getConcernId()).getHead();
    stage.worker("Concern raised: she does not feel safe where she is placed.", Tone.ALARM);
    stage.worker("This goes to " + ConcernText.next(head.getStanding()) + ".", Tone.PLAIN);
    stage.beat();
    return raised;
  }

  /** Lets days pass until the last rung, and says each rung as the thread shows it. */
  private static void climb(
      Stage stage, ConcernStory story, String concern, List<String> problems) {
    List<Post> told = new ArrayList<>();
    stage.operator("Nobody answers. Days pass in seconds.", Tone.QUIET);
    try (DemoClock.Fast fast = stage.clock().fast()) {
      for (int i = 0; i < GLANCES_MAX && told.size() < LADDER.size(); i++) {
        LockSupport.parkNanos(GLANCE.toNanos());
        List<ThreadEntry> climbs =
            read(stage, story, concern).getEntriesList().stream()
                .filter(e -> e.getKind() == ThreadEntryKind.THREAD_ENTRY_KIND_CLIMBED)
                .toList();
        for (ThreadEntry climb : climbs.subList(told.size(), climbs.size())) {
          told.add(climb.getTold(0));
          stage.operator(
              Times.text(climb.getAt()) + ": told " + ConcernText.posts(climb.getToldList()),
              climb.getTold(0) == Post.POST_DIRECTOR ? Tone.ALARM : Tone.WARNING);
        }
      }
    }
    if (!told.equals(LADDER)) {
      problems.add("the concern climbed to " + told + " and not to " + LADDER);
    }
  }

  private static void arrives(
      Stage stage, Reader reader, String concern, List<String> problems, String line)
      throws InterruptedException {
    if (next(reader, concern).isEmpty()) {
      problems.add("the front door was not told of the concern");
      return;
    }
    stage.sender(line, Tone.STRONG);
    stage.beat();
  }

  private static void toldTo(
      Stage stage, Reader reader, String concern, List<String> problems, String whom)
      throws InterruptedException {
    if (next(reader, concern).isEmpty()) {
      problems.add(whom + " was not told");
    }
  }

  private static void answer(Stage stage, ConcernStory story, String concern) {
    var decided =
        as(stage, story.frontDoor())
            .decideConcern(
                DecideConcernRequest.newBuilder()
                    .setRequestId("story-answer-" + concern)
                    .setConcernId(concern)
                    .setDecision(ConcernDecision.CONCERN_DECISION_ACTION_TAKEN)
                    .setMessage(message("A social worker has seen her today; she moves tonight."))
                    .build());
    stage.sender("Answered: a social worker has seen her today; she moves tonight.", Tone.GOOD);
    stage.beat();
  }

  private static void answered(
      Stage stage, ConcernStory story, Reader worker, String concern, List<String> problems)
      throws InterruptedException {
    GetConcernResponse after = read(stage, story, concern);
    if (next(worker, concern).isEmpty()) {
      problems.add("the worker heard nothing of her concern");
    }
    if (after.getHead().getStanding().getNextPostsCount() != 0
        || after.getHead().getStanding().getDecision()
            != ConcernDecision.CONCERN_DECISION_ACTION_TAKEN) {
      problems.add("the answered concern still climbs");
    }
    after.getEntriesList().stream()
        .filter(e -> e.getKind() == ThreadEntryKind.THREAD_ENTRY_KIND_DECIDED)
        .forEach(e -> stage.worker("Her answer: " + e.getMessage().getText(), Tone.GOOD));
    stage.worker("Both ladders have stopped.", Tone.GOOD);
    stage.beat();
  }

  /** Each rung is one event of the log, after the raising. */
  private static void log(Stage stage, Receipt raised, List<String> problems) {
    try {
      long size = stage.log().advance(raised.getLeafIndex() + 1).size();
      long rungs =
          stage.log().eventsFrom(raised.getLeafIndex(), size).stream()
              .filter(e -> e.contains("yjx.clocks/CLOCK_KIND_CONCERN told."))
              .count();
      if (rungs != LADDER.size()) {
        problems.add("the log shows " + rungs + " rungs");
      }
      stage.operator("The log shows " + rungs + " rungs, once each; it verifies.", Tone.GOOD);
    } catch (VerificationException e) {
      problems.add("the log does not verify: " + e.getMessage());
    }
    stage.beat();
  }

  private static Optional<Alert> next(Reader reader, String concern) throws InterruptedException {
    Optional<Reader.Seen> seen = reader.next();
    while (seen.isPresent() && !isOf(seen.get().alert(), concern)) {
      seen = reader.next();
    }
    return seen.map(Reader.Seen::alert);
  }

  private static boolean isOf(Alert alert, String concern) {
    return alert.getKind() == AlertKind.ALERT_KIND_CONCERN && alert.getConcernId().equals(concern);
  }

  private static GetConcernResponse read(Stage stage, ConcernStory story, String concern) {
    return as(stage, story.child().lead())
        .getConcern(
            GetConcernRequest.newBuilder()
                .setConcernId(concern)
                .setPurpose(Purpose.PURPOSE_SAFEGUARDING)
                .build());
  }

  private static ConcernServiceBlockingStub as(Stage stage, String who) {
    return ConcernServiceGrpc.newBlockingStub(stage.connections().of(who).channel())
        .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private static ConcernMessage message(String text) {
    return ConcernMessage.newBuilder()
        .setBasis(StatementBasis.STATEMENT_BASIS_FACT)
        .setText(text)
        .build();
  }
}
