package uk.yjx.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.ListRecallsRequest;
import uk.yjx.alerts.v1.Recall;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.cli.AlertText;
import uk.yjx.cli.CommandFailure;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.publish.NoticeSubmitter;
import uk.yjx.client.publish.Publication;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.common.v1.Receipt;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.WithdrawNoticeRequest;
import uk.yjx.operations.v1.CountOutcomesResponse;
import uk.yjx.world.CaseloadChild;
import uk.yjx.world.RecallStory;

/**
 * A wrong person: a notice names a child who was not there, reaches two services and is taken back.
 * Both workers confirm, nothing of it is left with the child, and the log shows all of it.
 */
final class WrongPerson implements Act {

  private static final long CALL_SECONDS_MAX = 30;
  private static final Duration SUBMIT_DEADLINE = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "recall";
  }

  @Override
  public String title() {
    return "The wrong child: a notice is called back";
  }

  @Override
  public List<String> play(Stage stage) throws InterruptedException {
    RecallStory story = RecallStory.of(stage.caseload(), stage.clock().instant());
    Operator operator =
        new Operator(
            stage.connections().of(stage.caseload().staff(Role.ROLE_OPERATOR).getFirst().id()));
    record(stage, story);
    long before = operator.head();
    List<String> problems = new ArrayList<>();
    try (Reader first = Reader.open(stage.connections(), story.innocent().lead());
        Reader second = Reader.open(stage.connections(), story.witness().lead())) {
      Receipt sent = send(stage, story);
      List<Alert> alerts = new ArrayList<>();
      arrive(stage, story.innocent(), first, alerts, problems);
      arrive(stage, story.witness(), second, alerts, problems);
      Receipt withdrawn = withdraw(stage, story);
      confirm(stage, story.innocent(), first, problems);
      confirm(stage, story.witness(), second, problems);
      log(stage, sent.getLeafIndex(), withdrawn.getLeafIndex(), problems);
      clean(stage, story, alerts, problems);
      count(stage, operator.countAfter(before), problems);
    }
    return problems;
  }

  private static void record(Stage stage, RecallStory story) {
    List<CaseloadChild> children = List.of(story.innocent(), story.witness());
    for (int i = 0; i < children.size(); i++) {
      RecordCaseRequest request = story.cases().get(i);
      var unused =
          CaseloadServiceGrpc.newBlockingStub(
                  stage.connections().of(story.editor(children.get(i))).channel())
              .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
              .recordCase(request);
    }
    stage.operator("Two children of two services; their workers are connected.", Tone.QUIET);
    stage.beat();
  }

  private static Receipt send(Stage stage, RecallStory story) {
    stage.sender("Arrest; the name is what he gave. Sent.", Tone.PLAIN);
    Publication answer =
        new NoticeSubmitter(stage.connections().of(story.police()))
            .submit(story.arrest(), SUBMIT_DEADLINE);
    return switch (answer) {
      case Publication.Accepted accepted -> accepted.receipt();
      case Publication.Refused refused ->
          throw CommandFailure.unavailable(
              refused.refusal().getReason(), "the story's notice was refused");
    };
  }

  private static void arrive(
      Stage stage, CaseloadChild child, Reader reader, List<Alert> alerts, List<String> problems)
      throws InterruptedException {
    var seen = reader.next();
    if (seen.isEmpty()) {
      problems.add(child.lead() + " was told nothing");
      return;
    }
    Alert alert = seen.get().alert();
    alerts.add(alert);
    stage.worker(person(child.lead()) + ", " + child.service().place() + ":", Tone.STRONG);
    stage.worker(AlertText.line(alert), AlertText.tone(alert.getUrgency()));
    stage.beat();
  }

  private static Receipt withdraw(Stage stage, RecallStory story) {
    stage.sender("Fingerprints: he is somebody else. Withdrawn: wrong person.", Tone.ALARM);
    Receipt receipt =
        IntelligenceServiceGrpc.newBlockingStub(stage.connections().of(story.police()).channel())
            .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
            .withdrawNotice(
                WithdrawNoticeRequest.newBuilder()
                    .setRequestId("story-withdraw-" + story.arrest().getRequestId())
                    .setNoticeRequestId(story.arrest().getRequestId())
                    .setReason(RecallReason.RECALL_REASON_WRONG_PERSON)
                    .build())
            .getReceipt();
    stage.beat();
    return receipt;
  }

  private static void confirm(
      Stage stage, CaseloadChild child, Reader reader, List<String> problems)
      throws InterruptedException {
    var seen = reader.next();
    if (seen.isEmpty() || !seen.get().alert().hasRecalled()) {
      problems.add(child.lead() + " was not told of the recall");
      return;
    }
    Alert left = seen.get().alert();
    stage.worker(person(child.lead()) + ": " + AlertText.what(left) + ".", Tone.WARNING);
    if (reader.acknowledge(left)) {
      stage.worker("Confirmed: not relied on any more.", Tone.GOOD);
    } else {
      problems.add(child.lead() + " could not confirm the recall");
    }
    stage.beat();
  }

  /** What the innocent child's worker and manager see afterwards. */
  private static void clean(
      Stage stage, RecallStory story, List<Alert> alerts, List<String> problems) {
    List<Alert> shown =
        AlertServiceGrpc.newBlockingStub(stage.connections().of(story.innocent().lead()).channel())
            .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
            .listAlerts(
                ListAlertsRequest.newBuilder()
                    .setChildId(alerts.isEmpty() ? "" : alerts.getFirst().getChild().getChildId())
                    .setPurpose(Purpose.PURPOSE_SUPERVISION)
                    .build())
            .getAlertsList();
    for (Alert alert : shown) {
      boolean tombstone =
          alert.getState() == AlertState.ALERT_STATE_WITHDRAWN
              && !alert.hasEventTime()
              && !alert.hasFacts();
      if (!tombstone) {
        problems.add("something of the notice is left with the innocent child");
      }
    }
    List<Recall> recalls =
        AlertServiceGrpc.newBlockingStub(stage.connections().of(story.manager()).channel())
            .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
            .listRecalls(ListRecallsRequest.getDefaultInstance())
            .getRecallsList();
    if (recalls.isEmpty() || recalls.stream().anyMatch(recall -> !recall.hasConfirmedAt())) {
      problems.add("the manager does not see that the recall was confirmed");
    }
    stage.worker(
        "The child's record is clean: a reason and a date are all that is left.", Tone.GOOD);
    stage.beat();
  }

  private static void count(Stage stage, CountOutcomesResponse counts, List<String> problems) {
    if (counts.getWithdrawn() != 1 || counts.getAlerts() + counts.getNotes() != 0) {
      problems.add("a notice that was called back still counts");
    }
    stage.operator(
        counts.getWithdrawn()
            + " notice withdrawn, "
            + counts.getLinked()
            + " linked, "
            + counts.getAlerts()
            + " alerts standing.",
        Tone.PLAIN);
  }

  /** After the withdrawal come two events of its telling and two of its confirmation. */
  private static void log(Stage stage, long from, long withdrawal, List<String> problems) {
    try {
      Checkpoint checkpoint = stage.log().advance(withdrawal + 5);
      List<String> events = stage.log().eventsFrom(from, checkpoint.size());
      long recalled = events.stream().filter(e -> e.endsWith(" recalled")).count();
      long confirmed = events.stream().filter(e -> e.endsWith("Receive applied")).count();
      boolean withdrawn = events.stream().anyMatch(e -> e.contains("WithdrawNotice withdrawn."));
      if (recalled != 2 || confirmed != 2 || !withdrawn) {
        problems.add("the log does not show the recall");
      }
      stage.operator(
          "The log shows it all: sent, disclosed, withdrawn, told to "
              + recalled
              + ", confirmed by "
              + confirmed
              + "; and it verifies.",
          Tone.GOOD);
    } catch (VerificationException e) {
      problems.add("the log does not verify: " + e.getMessage());
      stage.operator("THE LOG DOES NOT VERIFY", Tone.ALARM);
    }
    stage.beat();
  }

  private static String person(String principal) {
    return principal.substring(principal.lastIndexOf('/') + 1);
  }
}
