package uk.yjx.cli.demo;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.RecordOutcomeRequest;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.CaseloadServiceGrpc.CaseloadServiceBlockingStub;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.cli.AlertText;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.publish.NoticeSubmitter;
import uk.yjx.client.publish.Publication;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.operations.v1.CountOutcomesResponse;
import uk.yjx.world.Story;

/**
 * A Friday evening: a child is stabbed. The worker on call knows at once, a second child's worker
 * learns only that retaliation is feared, and a stop that ended in nothing is a silent note.
 */
final class FridayEvening implements Act {

  private static final long CALL_SECONDS_MAX = 30;
  private static final Duration SUBMIT_DEADLINE = Duration.ofSeconds(30);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEEE HH:mm", Locale.UK).withZone(ZoneId.of("Europe/London"));

  @Override
  public String name() {
    return "friday-evening";
  }

  @Override
  public String title() {
    return "A Friday evening: a child is stabbed";
  }

  @Override
  public List<String> play(Stage stage) throws InterruptedException {
    Story story = Story.of(stage.caseload(), stage.clock().instant());
    Operator operator = new Operator(stage.connections().of(story.cast().operator()));
    prepare(stage, story);
    long before = operator.head();
    List<String> problems = new ArrayList<>();
    try (Reader onCall = Reader.open(stage.connections(), story.cast().onCall());
        Reader second = Reader.open(stage.connections(), story.associate().lead());
        Reader third = Reader.open(stage.connections(), story.stopped().lead())) {
      stop(stage, story, third, problems);
      stabbing(stage, story, onCall, second, problems);
      if (onCall.left() + second.left() + third.left() > 0) {
        problems.add("a worker was shown more than concerns them");
      }
    }
    close(stage, operator, before, problems);
    return problems;
  }

  private static void prepare(Stage stage, Story story) {
    CaseloadServiceBlockingStub caseload =
        CaseloadServiceGrpc.newBlockingStub(
            stage.connections().of(story.cast().editor()).channel());
    for (RecordCaseRequest request : story.cases()) {
      var unused =
          caseload.withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS).recordCase(request);
    }
    var unused =
        caseload.withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS).recordCover(story.cover());
    stage.worker(
        TIME.format(story.evening())
            + ". "
            + person(story.cast().onCall())
            + " is on call for "
            + person(story.stabbed().lead())
            + ".",
        Tone.PLAIN);
    stage.operator("Cover is recorded. Three workers are connected.", Tone.QUIET);
    stage.beat();
  }

  private static void stop(Stage stage, Story story, Reader third, List<String> problems)
      throws InterruptedException {
    stage.sender("Stop and search, no further action. Sent.", Tone.PLAIN);
    submit(stage, story, story.stop());
    Optional<Alert> note =
        expected(story, story.stop(), story.stopped().lead(), third.next(), problems)
            .map(Reader.Seen::alert);
    if (note.isPresent()) {
      stage.worker(person(story.stopped().lead()) + " has a silent note:", Tone.QUIET);
      stage.worker(AlertText.line(note.get()), AlertText.tone(note.get().getUrgency()));
      stage.worker("Nothing to acknowledge. A stop is not an offence.", Tone.QUIET);
    }
    stage.beat();
  }

  private static void stabbing(
      Stage stage, Story story, Reader onCall, Reader second, List<String> problems)
      throws InterruptedException {
    stage.sender("Serious violence: one child stabbed, another in danger. Sent.", Tone.ALARM);
    long sent = System.nanoTime();
    submit(stage, story, story.stabbing());
    String worker = story.cast().onCall();
    Optional<Alert> first =
        told(
            stage,
            worker,
            " knows after ",
            sent,
            expected(story, story.stabbing(), worker, onCall.next(), problems));
    if (first.isPresent() && onCall.acknowledge(first.get())) {
      stage.worker("Acknowledged: the clock stops.", Tone.GOOD);
    }
    String other = story.associate().lead();
    Optional<Alert> danger =
        told(
            stage,
            other,
            " knows, and no more than this, after ",
            sent,
            expected(story, story.stabbing(), other, second.next(), problems));
    if (danger.isPresent() && second.acknowledge(danger.get())) {
      stage.worker("Acknowledged.", Tone.GOOD);
    }
    first.ifPresent(alert -> outcome(stage, story, alert));
  }

  private static Optional<Alert> told(
      Stage stage, String worker, String knows, long sent, Optional<Reader.Seen> seen) {
    if (seen.isPresent()) {
      Alert alert = seen.get().alert();
      stage.worker(person(worker) + knows + millis(seen.get().nanos() - sent) + ":", Tone.STRONG);
      stage.worker(AlertText.line(alert), AlertText.tone(alert.getUrgency()));
      stage.beat();
    }
    return seen.map(Reader.Seen::alert);
  }

  private static void outcome(Stage stage, Story story, Alert alert) {
    var unused =
        AlertServiceGrpc.newBlockingStub(stage.connections().of(story.cast().onCall()).channel())
            .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
            .recordOutcome(
                RecordOutcomeRequest.newBuilder()
                    .setRequestId("story-outcome-" + alert.getAlertId())
                    .setAlertId(alert.getAlertId())
                    .setOutcome(AlertOutcome.ALERT_OUTCOME_PLAN_CHANGED)
                    .setReason("Safety plan made with the hospital and the family.")
                    .build());
    stage.worker("Outcome recorded: plan changed.", Tone.GOOD);
    stage.beat();
  }

  private static void close(Stage stage, Operator operator, long before, List<String> problems) {
    CountOutcomesResponse counts = operator.countAfter(before);
    stage.operator(
        counts.getNotices()
            + " notices, "
            + counts.getAlerts()
            + " alerts, "
            + counts.getNotes()
            + " note, nobody's: "
            + counts.getUnownedOpen()
            + ". No content is shown here.",
        Tone.PLAIN);
    try {
      Checkpoint checkpoint = stage.log().advance(0);
      stage.operator(
          "The log has " + checkpoint.size() + " entries, only added to, and verifies.", Tone.GOOD);
    } catch (VerificationException e) {
      problems.add("the log does not verify: " + e.getMessage());
      stage.operator("THE LOG DOES NOT VERIFY", Tone.ALARM);
    }
    stage.beat();
  }

  private static void submit(Stage stage, Story story, SubmitNoticeRequest request) {
    Publication answer =
        new NoticeSubmitter(stage.connections().of(story.cast().police()))
            .submit(request, SUBMIT_DEADLINE);
    switch (answer) {
      case Publication.Accepted accepted ->
          stage.sender("ACCEPTED, and no word about whom it concerns.", Tone.GOOD);
      case Publication.Refused refused ->
          stage.sender("REFUSED " + refused.refusal().getReason(), Tone.ALARM);
    }
  }

  /** What came, compared with what the story says must come. */
  private static Optional<Reader.Seen> expected(
      Story story,
      SubmitNoticeRequest from,
      String recipient,
      Optional<Reader.Seen> seen,
      List<String> problems) {
    Story.Expectation expectation =
        story.expectations().stream()
            .filter(one -> one.requestId().equals(from.getRequestId()))
            .filter(one -> one.recipient().equals(recipient))
            .findFirst()
            .orElseThrow();
    if (seen.isEmpty()) {
      problems.add(recipient + " was told nothing");
      return seen;
    }
    Alert alert = seen.get().alert();
    if (alert.getKind() != expectation.kind()
        || alert.getUrgency() != expectation.urgency()
        || !alert.getChild().getServiceChildId().equals(expectation.child().serviceChildId())) {
      problems.add(recipient + " was told something else than expected");
    }
    return seen;
  }

  private static String person(String principal) {
    return principal.substring(principal.lastIndexOf('/') + 1);
  }

  private static String millis(long nanos) {
    return String.format(Locale.UK, "%.1f ms", nanos / 1e6);
  }
}
