package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.PapersStage;
import uk.yjx.casepapers.v1.AppealOutcome;
import uk.yjx.casepapers.v1.AppealStep;
import uk.yjx.casepapers.v1.AssessmentStarted;
import uk.yjx.casepapers.v1.ContractSigned;
import uk.yjx.casepapers.v1.CourtEvent;
import uk.yjx.casepapers.v1.CourtResult;
import uk.yjx.casepapers.v1.Disposal;
import uk.yjx.casepapers.v1.OrderStatus;
import uk.yjx.casepapers.v1.OrderVaried;
import uk.yjx.casepapers.v1.PanelListed;
import uk.yjx.casepapers.v1.Plea;
import uk.yjx.casepapers.v1.ReportKind;
import uk.yjx.casepapers.v1.ReportOrdered;
import uk.yjx.casepapers.v1.ResultReference;
import uk.yjx.casepapers.v1.ResultReopened;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.kernel.AgencyId;

/** What follows from court events is a function of the set of them. */
final class MatterTest {
  private static final AgencyId COURT = new AgencyId("court");
  private static final AgencyId SERVICE = new AgencyId("yjs");
  private static final LocalDate TODAY = LocalDate.parse("2026-12-01");

  @Test
  void referralOrderRunsFromItsContractAndNotFromTheHearing() {
    RecordedEvent result = result("r", 1, Disposal.DISPOSAL_REFERRAL_ORDER, "2026-11-02T11:00:00Z");
    OrderState before = Matter.of(List.of(result)).orders().getFirst();
    assertEquals(OrderStatus.ORDER_STATUS_NOT_STARTED, before.status(TODAY));
    RecordedEvent contract =
        event(
            SERVICE,
            "c",
            1,
            "2026-11-20T16:00:00Z",
            CourtEvent.newBuilder().setContractSigned(ContractSigned.getDefaultInstance()));
    OrderState after = Matter.of(List.of(contract, result)).orders().getFirst();
    assertEquals(LocalDate.parse("2026-11-20"), after.effectiveFrom());
    assertEquals(LocalDate.parse("2026-11-02"), after.key().day());
    assertEquals(OrderStatus.ORDER_STATUS_RUNNING, after.status(TODAY));
  }

  @Test
  void oneResultReportedByTwoIsOneOrderAndTheCourtIsBelieved() {
    RecordedEvent court = event(COURT, "r", 1, "2026-11-02T11:00:00Z", plea(Plea.PLEA_NOT_GUILTY));
    RecordedEvent service = event(SERVICE, "x", 1, "2026-11-02T11:40:00Z", plea(Plea.PLEA_GUILTY));
    Matter matter = Matter.of(List.of(service, court));
    assertEquals(1, matter.orders().size());
    assertEquals(Plea.PLEA_NOT_GUILTY, matter.orders().getFirst().plea());
    assertEquals(2, matter.orders().getFirst().reportedBy().size());
  }

  @Test
  void withdrawnResultLeavesNothingAndLaterEventsWaitForTheirOrder() {
    RecordedEvent result = result("r", 1, Disposal.DISPOSAL_REFERRAL_ORDER, "2026-11-02T11:00:00Z");
    RecordedEvent withdrawn =
        new RecordedEvent(COURT, 0, "r", 2, true, result.at(), result.event());
    RecordedEvent panel = panel("p", 1, "2026-11-05T09:00:00Z", "2026-12-10T17:00:00Z");
    Matter matter = Matter.of(List.of(withdrawn, panel, result));
    assertTrue(matter.orders().isEmpty());
    assertEquals(1, matter.waiting());
    assertEquals(0, Matter.of(List.of(panel, result)).waiting());
  }

  @Test
  void slipRuleSetsAResultAsideUntilAnotherIsPronounced() {
    RecordedEvent first =
        result("r", 1, Disposal.DISPOSAL_YOUTH_REHABILITATION_ORDER, "2026-11-02T11:00:00Z");
    RecordedEvent reopened =
        event(
            COURT,
            "s",
            1,
            "2026-11-09T10:00:00Z",
            CourtEvent.newBuilder()
                .setResultReopened(
                    ResultReopened.newBuilder()
                        .setAbout(ResultReference.newBuilder().setEventRef("r"))));
    RecordedEvent second =
        result("r2", 1, Disposal.DISPOSAL_REPARATION_ORDER, "2026-11-09T10:30:00Z");
    Matter matter = Matter.of(List.of(second, reopened, first));
    assertEquals(OrderStatus.ORDER_STATUS_RUNNING, matter.orders().get(0).status(TODAY));
    assertEquals(OrderStatus.ORDER_STATUS_REOPENED, matter.orders().get(1).status(TODAY));
    assertEquals(1, WantedPapers.of(matter, TODAY).size());
  }

  @Test
  void appealAllowedQuashesAndAppealDismissedChangesNothing() {
    RecordedEvent result =
        result("r", 1, Disposal.DISPOSAL_YOUTH_REHABILITATION_ORDER, "2026-11-02T11:00:00Z");
    RecordedEvent lodged = appeal("a", AppealOutcome.APPEAL_OUTCOME_LODGED, "2026-11-10T09:00:00Z");
    RecordedEvent allowed =
        appeal("b", AppealOutcome.APPEAL_OUTCOME_ALLOWED, "2026-11-20T09:00:00Z");
    RecordedEvent dismissed =
        appeal("b", AppealOutcome.APPEAL_OUTCOME_DISMISSED, "2026-11-20T09:00:00Z");
    assertEquals(OrderStatus.ORDER_STATUS_UNDER_APPEAL, status(result, lodged));
    assertEquals(OrderStatus.ORDER_STATUS_QUASHED, status(allowed, result, lodged));
    assertEquals(OrderStatus.ORDER_STATUS_RUNNING, status(dismissed, lodged, result));
    assertTrue(WantedPapers.of(Matter.of(List.of(allowed, result, lodged)), TODAY).isEmpty());
  }

  @Test
  void reportIsWantedUntilAResultComes() {
    RecordedEvent report =
        event(
            COURT,
            "q",
            1,
            "2026-10-20T11:00:00Z",
            CourtEvent.newBuilder()
                .setReportOrdered(
                    ReportOrdered.newBuilder().setKind(ReportKind.REPORT_KIND_STAND_DOWN)));
    RecordedEvent result = result("r", 1, Disposal.DISPOSAL_REFERRAL_ORDER, "2026-11-02T11:00:00Z");
    assertEquals(
        PapersStage.PAPERS_STAGE_STAND_DOWN_REPORT,
        WantedPapers.of(Matter.of(List.of(report)), TODAY).getFirst().stage());
    assertEquals(
        List.of(PapersStage.PAPERS_STAGE_REFERRAL_ORDER),
        WantedPapers.of(Matter.of(List.of(result, report)), TODAY).stream()
            .map(WantedPapers::stage)
            .toList());
  }

  /** Any arrival order of events and of corrections of them leads to the same state. */
  @Test
  void stateDoesNotDependOnTheOrderOfArrival() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      List<RecordedEvent> events = randomEvents(random);
      Matter expected = Matter.of(events);
      for (int i = 0; i < 5; i++) {
        Collections.shuffle(events, random);
        long shown = seed;
        assertEquals(expected, Matter.of(events), () -> "seed " + shown);
        List<RecordedEvent> twice = new ArrayList<>(events);
        twice.addAll(events.subList(0, events.size() / 2));
        assertEquals(expected, Matter.of(twice), () -> "seed " + shown + ", some arrived twice");
      }
    }
  }

  /** The test above would hold of a fold that sees nothing. */
  @Test
  void randomEventsDoLeadToDifferentStates() {
    long states =
        java.util.stream.LongStream.rangeClosed(1, 200)
            .mapToObj(seed -> Matter.of(randomEvents(new Random(seed))))
            .distinct()
            .count();
    assertTrue(states > 150, () -> "only " + states);
    assertFalse(Matter.of(randomEvents(new Random(1))).orders().isEmpty());
  }

  private static List<RecordedEvent> randomEvents(Random random) {
    List<RecordedEvent> events = new ArrayList<>();
    int count = 6 + random.nextInt(10);
    for (int i = 0; i < count; i++) {
      AgencyId source = random.nextBoolean() ? COURT : SERVICE;
      String at =
          "2026-11-%02dT%02d:00:00Z".formatted(1 + random.nextInt(9), 9 + random.nextInt(3));
      String ref = "e" + random.nextInt(8);
      int version = 1 + i;
      CourtEvent.Builder event = random(random);
      events.add(
          new RecordedEvent(
              source,
              source.equals(COURT) ? 0 : 3,
              ref,
              version,
              random.nextInt(6) == 0,
              Instant.parse(at),
              event.build()));
    }
    events.add(result("anchor", 1, Disposal.DISPOSAL_REFERRAL_ORDER, "2026-11-01T08:00:00Z"));
    return events;
  }

  private static CourtEvent.Builder random(Random random) {
    CourtEvent.Builder event = CourtEvent.newBuilder();
    ResultReference about =
        random.nextBoolean()
            ? ResultReference.getDefaultInstance()
            : ResultReference.newBuilder().setEventRef("e" + random.nextInt(8)).build();
    return switch (random.nextInt(8)) {
      case 0 -> event.setContractSigned(ContractSigned.newBuilder().setAbout(about));
      case 1 ->
          event.setPanelListed(
              PanelListed.newBuilder()
                  .setAbout(about)
                  .setPanelAt(
                      Area.timestamp(
                          Instant.parse("2026-12-01T17:00:00Z")
                              .plusSeconds(random.nextInt(5) * 86_400L))));
      case 2 ->
          event.setOrderVaried(
              OrderVaried.newBuilder()
                  .setAbout(about)
                  .setEndsOn("2027-0%d-01".formatted(1 + random.nextInt(9))));
      case 3 ->
          event.setAppeal(
              AppealStep.newBuilder()
                  .setAbout(about)
                  .setOutcome(AppealOutcome.forNumber(1 + random.nextInt(3))));
      case 4 -> event.setResultReopened(ResultReopened.newBuilder().setAbout(about));
      case 5 -> event.setAssessmentStarted(AssessmentStarted.newBuilder().setAbout(about));
      default ->
          event.setResult(
              CourtResult.newBuilder()
                  .setDisposal(Disposal.forNumber(3 + random.nextInt(4)))
                  .setPlea(Plea.forNumber(random.nextInt(4))));
    };
  }

  private static OrderStatus status(RecordedEvent... events) {
    return Matter.of(List.of(events)).orders().getFirst().status(TODAY);
  }

  private static CourtEvent.Builder plea(Plea plea) {
    return CourtEvent.newBuilder()
        .setResult(
            CourtResult.newBuilder()
                .setDisposal(Disposal.DISPOSAL_YOUTH_REHABILITATION_ORDER)
                .setPlea(plea));
  }

  private static RecordedEvent result(String ref, int version, Disposal disposal, String at) {
    return event(
        COURT,
        ref,
        version,
        at,
        CourtEvent.newBuilder().setResult(CourtResult.newBuilder().setDisposal(disposal)));
  }

  private static RecordedEvent panel(String ref, int version, String at, String meets) {
    return event(
        SERVICE,
        ref,
        version,
        at,
        CourtEvent.newBuilder()
            .setPanelListed(
                PanelListed.newBuilder().setPanelAt(Area.timestamp(Instant.parse(meets)))));
  }

  private static RecordedEvent appeal(String ref, AppealOutcome outcome, String at) {
    return event(
        COURT,
        ref,
        1,
        at,
        CourtEvent.newBuilder().setAppeal(AppealStep.newBuilder().setOutcome(outcome)));
  }

  private static RecordedEvent event(
      AgencyId source, String ref, int version, String at, CourtEvent.Builder event) {
    return new RecordedEvent(
        source,
        source.equals(COURT) ? 0 : 3,
        ref,
        version,
        false,
        Instant.parse(at),
        event.build());
  }
}
