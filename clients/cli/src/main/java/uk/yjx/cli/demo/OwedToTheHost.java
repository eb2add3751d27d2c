package uk.yjx.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.cli.ConcernText;
import uk.yjx.cli.Times;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.clocks.v1.Post;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Receipt;
import uk.yjx.common.v1.Role;
import uk.yjx.safeguarding.v1.ConfirmReceivedRequest;
import uk.yjx.safeguarding.v1.ListPlacementsRequest;
import uk.yjx.safeguarding.v1.OwedItem;
import uk.yjx.safeguarding.v1.OwedKind;
import uk.yjx.safeguarding.v1.OwedState;
import uk.yjx.safeguarding.v1.PlacementServiceGrpc;
import uk.yjx.safeguarding.v1.PlacementServiceGrpc.PlacementServiceBlockingStub;
import uk.yjx.safeguarding.v1.RecordPlacementRequest;
import uk.yjx.safeguarding.v1.RecordPlacementResponse;
import uk.yjx.world.PlacementStory;

/**
 * A child is placed in another service's area, and nothing comes with the child: days pass in
 * seconds, what is owed climbs to the placing authority's director, and then it comes.
 */
final class OwedToTheHost implements Act {
  private static final long CALL_SECONDS_MAX = 30;
  private static final Duration GLANCE = Duration.ofMillis(100);

  /** Looks at the checklist while time passes, at most: far more than the slowest clock needs. */
  private static final int GLANCES_MAX = 6_000;

  /** Of the risk information: its worker, both heads, the director. */
  private static final int RUNGS = 3;

  @Override
  public String name() {
    return "placement";
  }

  @Override
  public String title() {
    return "A host service that is owed an assessment";
  }

  @Override
  public List<String> panes() {
    return List.of("host", "home, placing", "clock");
  }

  @Override
  public List<String> play(Stage stage) throws IOException, InterruptedException {
    Instant now = stage.clock().instant();
    PlacementStory story = PlacementStory.of(stage.caseload(), now);
    String child = join(stage, story);
    List<String> problems = new ArrayList<>();
    try (Reader worker = Reader.open(stage.connections(), story.atHome().lead());
        Reader director = Reader.open(stage.connections(), story.director())) {
      RecordPlacementResponse recorded = record(stage, story, child, now);
      told(stage, worker, "The home worker knows what is owed.", Tone.STRONG, problems);
      climb(stage, story, problems);
      told(stage, director, "The placing authority's director is told.", Tone.WARNING, problems);
      arrives(stage, story, recorded.getPlacementId(), problems);
      log(stage, recorded.getReceipt(), problems);
    }
    return problems;
  }

  private static String join(Stage stage, PlacementStory story) throws IOException {
    Joining joining = new Joining(stage);
    joining.person(story.frontDoor(), Role.ROLE_FRONT_DOOR, "");
    joining.person(story.director(), Role.ROLE_DIRECTOR, "");
    story.agreements().forEach(joining::agree);
    String child = "";
    for (RecordCaseRequest request : story.cases().reversed()) {
      child =
          CaseloadServiceGrpc.newBlockingStub(
                  stage
                      .connections()
                      .of(request.getCase().getService() + "/system/casework")
                      .channel())
              .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
              .recordCase(request)
              .getChildId();
    }
    return child; // the host's, which is recorded last
  }

  private static RecordPlacementResponse record(
      Stage stage, PlacementStory story, String child, Instant now) {
    RecordPlacementResponse recorded =
        as(stage, story)
            .recordPlacement(
                RecordPlacementRequest.newBuilder()
                    .setRequestId("story-placement-" + child)
                    .setChildId(child)
                    .setHomeService(story.atHome().service().id())
                    .setHomeServiceChildId(story.atHome().serviceChildId())
                    .setPlacingAuthority(story.placing())
                    .setGateway(LegalGateway.LEGAL_GATEWAY_CA04_S10)
                    .setFrom(Times.timestamp(now.minusSeconds(60)))
                    .build());
    stage.worker("A boy from elsewhere lives here since today. Nothing came with him.", Tone.ALARM);
    for (OwedItem item : owed(stage, story)) {
      stage.worker(
          item.getKind()
                  .name()
                  .substring("OWED_KIND_".length())
                  .replace('_', ' ')
                  .toLowerCase(java.util.Locale.ROOT)
              + " by "
              + Times.text(item.getDueAt()),
          Tone.PLAIN);
    }
    stage.beat();
    return recorded;
  }

  /** Lets days pass until the director is told that the risk information has not come. */
  private static void climb(Stage stage, PlacementStory story, List<String> problems) {
    stage.operator("Nothing comes. Days pass in seconds.", Tone.QUIET);
    int climbs = 0;
    List<Post> next = risk(stage, story).map(OwedItem::getNextPostsList).orElse(List.of());
    try (DemoClock.Fast fast = stage.clock().fast()) {
      for (int i = 0; i < GLANCES_MAX && climbs < RUNGS; i++) {
        LockSupport.parkNanos(GLANCE.toNanos());
        OwedItem item = risk(stage, story).orElseThrow();
        if (item.getClimbs() > climbs) {
          stage.operator(
              Times.text(Times.timestamp(stage.clock().instant()))
                  + ": told "
                  + ConcernText.posts(next),
              Tone.WARNING);
          climbs = item.getClimbs();
          next = item.getNextPostsList();
        }
      }
    }
    if (climbs < RUNGS) {
      problems.add("what is owed climbed " + climbs + " rungs");
    }
  }

  private static void arrives(
      Stage stage, PlacementStory story, String placement, List<String> problems) {
    for (OwedKind kind :
        List.of(OwedKind.OWED_KIND_RISK_INFORMATION, OwedKind.OWED_KIND_ASSESSMENT)) {
      var received =
          as(stage, story)
              .confirmReceived(
                  ConfirmReceivedRequest.newBuilder()
                      .setRequestId("story-received-" + kind.getNumber() + "-" + placement)
                      .setPlacementId(placement)
                      .setKind(kind)
                      .build());
    }
    stage.sender("Risk information and assessment: sent.", Tone.GOOD);
    OwedItem item = risk(stage, story).orElseThrow();
    if (item.getState() != OwedState.OWED_STATE_RECEIVED_LATE || item.getNextPostsCount() > 0) {
      problems.add("what has come is still waited for");
    }
    stage.worker("They have come, late. Their clocks have stopped.", Tone.GOOD);
    stage.beat();
  }

  private static void told(
      Stage stage, Reader reader, String line, Tone tone, List<String> problems)
      throws InterruptedException {
    Optional<Reader.Seen> seen = reader.next();
    while (seen.isPresent()
        && seen.get().alert().getKind() != AlertKind.ALERT_KIND_PLACEMENT_OWED) {
      seen = reader.next();
    }
    if (seen.isEmpty()) {
      problems.add("nobody was told: " + line);
    } else {
      stage.sender(line, tone);
    }
    stage.beat();
  }

  private static void log(Stage stage, Receipt recorded, List<String> problems) {
    try {
      long size = stage.log().advance(recorded.getLeafIndex() + 1).size();
      long rungs =
          stage.log().eventsFrom(recorded.getLeafIndex(), size).stream()
              .filter(e -> e.contains("yjx.clocks/CLOCK_KIND_PLACEMENT_OWED"))
              .count();
      if (rungs < RUNGS) {
        problems.add("the log shows " + rungs + " rungs");
      }
      stage.operator("The log shows each rung, once; it verifies.", Tone.GOOD);
    } catch (VerificationException e) {
      problems.add("the log does not verify: " + e.getMessage());
    }
    stage.beat();
  }

  private static Optional<OwedItem> risk(Stage stage, PlacementStory story) {
    return owed(stage, story).stream()
        .filter(item -> item.getKind() == OwedKind.OWED_KIND_RISK_INFORMATION)
        .findFirst();
  }

  private static List<OwedItem> owed(Stage stage, PlacementStory story) {
    return as(stage, story)
        .listPlacements(
            ListPlacementsRequest.newBuilder().setPurpose(Purpose.PURPOSE_SAFEGUARDING).build())
        .getPlacementsList()
        .stream()
        .flatMap(placement -> placement.getOwedList().stream())
        .toList();
  }

  private static PlacementServiceBlockingStub as(Stage stage, PlacementStory story) {
    return PlacementServiceGrpc.newBlockingStub(
            stage.connections().of(story.hosted().lead()).channel())
        .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
