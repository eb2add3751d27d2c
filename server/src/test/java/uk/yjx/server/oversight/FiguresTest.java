package uk.yjx.server.oversight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.util.List;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AcknowledgeAlertsRequest;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.RecordOutcomeRequest;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.oversight.v1.DecideDemotionRequest;
import uk.yjx.oversight.v1.DemotionState;
import uk.yjx.oversight.v1.Figure;
import uk.yjx.oversight.v1.GetAlertBudgetRequest;
import uk.yjx.oversight.v1.GetAlertBudgetResponse;
import uk.yjx.oversight.v1.GetFiguresRequest;
import uk.yjx.oversight.v1.GetFiguresResponse;
import uk.yjx.oversight.v1.Grouping;
import uk.yjx.oversight.v1.KindBudget;
import uk.yjx.oversight.v1.ListSignificantKindsRequest;
import uk.yjx.oversight.v1.Measure;
import uk.yjx.oversight.v1.OversightServiceGrpc;
import uk.yjx.oversight.v1.OversightServiceGrpc.OversightServiceBlockingStub;
import uk.yjx.oversight.v1.ReviewDueServiceGrpc;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.clocks.DueTimes;

/** The alert budget and the figures, through the whole exchange. */
final class FiguresTest {
  private static final int ALERTS = 24;
  private static final String REASON = "Agreed at the board; nearly all of them change nothing.";

  private final AlertsExchange exchange = AlertsExchange.shared();
  private final Area area = Area.full();

  @Test
  void aKindMostlyClosedWithoutReviewIsProposedAndDemotedByAPersonAlone() {
    area.child(1, area.ann);
    YearMonth month = YearMonth.from(today());
    area.arrests(1, ALERTS);
    List<Alert> alerts = alerts();
    assertEquals(ALERTS, alerts.size());
    alerts.forEach(alert -> outcome(alert, AlertOutcome.ALERT_OUTCOME_NO_REVIEW_NEEDED));
    KindBudget running = only(budget(month));
    assertEquals(ALERTS, running.getNoReviewNeeded());
    assertEquals(100, running.getPercent());
    assertEquals(DemotionState.DEMOTION_STATE_UNSPECIFIED, running.getDemotion());
    assertRefused("NOT_PROPOSED", () -> decide(month, AlertKind.ALERT_KIND_ARREST));
    nextMonth();
    GetAlertBudgetResponse ended = budget(month);
    assertEquals(DemotionState.DEMOTION_STATE_PROPOSED, only(ended).getDemotion());
    assertEquals(area.ann, ended.getWorkers(0).getWorker());
    assertEquals(ALERTS, ended.getWorkers(0).getMostPerDay());
    assertRefused("NOT_PROPOSED", () -> decide(month, AlertKind.ALERT_KIND_CHARGE));
    assertEquals(0, versions()); // proposed is not demoted
    decide(month, AlertKind.ALERT_KIND_ARREST);
    assertEquals(DemotionState.DEMOTION_STATE_ACCEPTED, only(budget(month)).getDemotion());
    assertEquals(1, versions());
    assertRefused("ALREADY_DECIDED", () -> decide(month, AlertKind.ALERT_KIND_ARREST));
    assertRefused("MONTH_NOT_VALID", () -> budget(month.plusMonths(2)));
    assertRefused("SERVICE_NOT_ALLOWED", () -> as(Area.full().max).getAlertBudget(budgetOf(month)));
  }

  @Test
  void managersSeeWorkloadAsItIsAndBoardsNothingSmall() {
    String bea = area.service + "/user/bea";
    area.principal(bea);
    area.grant(bea, Role.ROLE_BOARD_MEMBER, area.service);
    LocalDate day = today();
    for (int child = 1; child <= 7; child++) {
      area.child(child, area.ann);
      area.arrest(child);
      area.submit(stop(child, child <= 6 ? "Black Caribbean" : "W1"));
    }
    Alert known = alerts().getFirst();
    exchange.clock().pass(Duration.ofHours(2));
    var unusedAcknowledged =
        AlertServiceGrpc.newBlockingStub(area.as(area.ann))
            .acknowledgeAlerts(
                AcknowledgeAlertsRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .addAlertIds(known.getAlertId())
                    .build());
    outcome(known, AlertOutcome.ALERT_OUTCOME_REVIEW_COMPLETED);
    assertRefused("QUARTER_NOT_ENDED", () -> figures(area.max, day));
    nextQuarter();
    GetFiguresResponse manager = figures(area.max, day);
    assertTrue(manager.getExactWorkload());
    assertEquals(
        6, figure(manager, Measure.MEASURE_OVERDUE, Grouping.GROUPING_KIND, "arrest").getCount());
    assertEquals(
        1,
        figure(manager, Measure.MEASURE_EVENT_TO_KNOWLEDGE, Grouping.GROUPING_KIND, "arrest")
            .getCount());
    GetFiguresResponse board = figures(bea, day);
    assertFalse(board.getExactWorkload());
    assertEquals(
        5, figure(board, Measure.MEASURE_OVERDUE, Grouping.GROUPING_KIND, "arrest").getCount());
    Figure few =
        figure(board, Measure.MEASURE_EVENT_TO_KNOWLEDGE, Grouping.GROUPING_KIND, "arrest");
    assertTrue(few.getSuppressed());
    assertEquals(0, few.getCount());
    for (GetFiguresResponse response : List.of(manager, board)) {
      // One white child is hidden, and the other group with it, since the total would tell it.
      assertTrue(
          figure(response, Measure.MEASURE_STOPS, Grouping.GROUPING_ETHNICITY, "white")
              .getSuppressed());
      assertTrue(
          figure(response, Measure.MEASURE_STOPS, Grouping.GROUPING_ETHNICITY, "black")
              .getSuppressed());
      assertTrue(
          figure(response, Measure.MEASURE_STOPS, Grouping.GROUPING_ETHNICITY, "all")
              .getSuppressed());
      assertEquals(
          5,
          figure(response, Measure.MEASURE_CHILDREN_ALERTED, Grouping.GROUPING_IN_CARE, "no")
              .getCount());
    }
    assertRefused("SERVICE_NOT_ALLOWED", () -> figures(area.ann, day));
    assertRefused("SERVICE_NOT_ALLOWED", () -> figures(Area.full().max, day));
  }

  @Test
  void readsCodesAndWordsOfEthnicityAndGuessesNothing() {
    assertEquals(EthnicGroup.WHITE, EthnicGroup.of("W1"));
    assertEquals(EthnicGroup.MIXED, EthnicGroup.of("White and Black Caribbean"));
    assertEquals(EthnicGroup.MIXED, EthnicGroup.of("m2"));
    assertEquals(EthnicGroup.ASIAN, EthnicGroup.of("Asian/Asian British - Bangladeshi"));
    assertEquals(EthnicGroup.BLACK, EthnicGroup.of("Black/African/Caribbean/Black British"));
    assertEquals(EthnicGroup.OTHER, EthnicGroup.of("Other ethnic group - Arab"));
    assertEquals(EthnicGroup.NOT_RECORDED, EthnicGroup.of("NS"));
    assertEquals(EthnicGroup.NOT_RECORDED, EthnicGroup.of("not stated"));
    assertEquals(EthnicGroup.NOT_RECORDED, EthnicGroup.of(""));
  }

  private Notice.Builder stop(int child, String ethnicity) {
    Notice.Builder stop = area.quietStop(child);
    stop.getPersonsBuilder(0).getPersonBuilder().setSelfDefinedEthnicity(ethnicity);
    return stop;
  }

  private OversightServiceBlockingStub as(String who) {
    return OversightServiceGrpc.newBlockingStub(area.as(who));
  }

  private GetAlertBudgetRequest budgetOf(YearMonth month) {
    return GetAlertBudgetRequest.newBuilder()
        .setService(area.service)
        .setMonth(month.toString())
        .build();
  }

  private GetAlertBudgetResponse budget(YearMonth month) {
    return as(area.max).getAlertBudget(budgetOf(month));
  }

  private static KindBudget only(GetAlertBudgetResponse budget) {
    assertEquals(1, budget.getKindsCount());
    return budget.getKinds(0);
  }

  private void decide(YearMonth month, AlertKind kind) {
    var unused =
        as(area.max)
            .decideDemotion(
                DecideDemotionRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setService(area.service)
                    .setMonth(month.toString())
                    .setKind(kind)
                    .setAccept(true)
                    .setReason(REASON)
                    .build());
  }

  /** The newest version of the kinds of the service; 0 for the default. */
  private int versions() {
    return ReviewDueServiceGrpc.newBlockingStub(area.as(area.max))
        .listSignificantKinds(
            ListSignificantKindsRequest.newBuilder().setService(area.service).build())
        .getVersionsList()
        .getLast()
        .getVersion();
  }

  private GetFiguresResponse figures(String who, LocalDate day) {
    return as(who)
        .getFigures(
            GetFiguresRequest.newBuilder()
                .setService(area.service)
                .setQuarter(day.getYear() + "-Q" + day.get(IsoFields.QUARTER_OF_YEAR))
                .build());
  }

  private static Figure figure(
      GetFiguresResponse response, Measure measure, Grouping by, String value) {
    return response.getFiguresList().stream()
        .filter(f -> f.getMeasure() == measure && f.getBy() == by && f.getValue().equals(value))
        .findFirst()
        .orElseThrow(() -> new AssertionError(measure + " " + by + " " + value + ": " + response));
  }

  private List<Alert> alerts() {
    return AlertServiceGrpc.newBlockingStub(area.as(area.ann))
        .listAlerts(
            ListAlertsRequest.newBuilder()
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .setPageSize(100)
                .build())
        .getAlertsList();
  }

  private void outcome(Alert alert, AlertOutcome outcome) {
    var unused =
        AlertServiceGrpc.newBlockingStub(area.as(area.ann))
            .recordOutcome(
                RecordOutcomeRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setAlertId(alert.getAlertId())
                    .setOutcome(outcome)
                    .setReason("Known before.")
                    .build());
  }

  private LocalDate today() {
    return LocalDate.ofInstant(exchange.clock().instant(), DueTimes.LONDON);
  }

  private void nextMonth() {
    passTo(today().plusMonths(1).withDayOfMonth(2));
  }

  private void nextQuarter() {
    LocalDate next = today().plusMonths(3).with(IsoFields.DAY_OF_QUARTER, 2);
    passTo(next);
  }

  private void passTo(LocalDate day) {
    Instant noon = day.atTime(12, 0).atZone(DueTimes.LONDON).toInstant();
    exchange.clock().pass(Duration.between(exchange.clock().instant(), noon));
  }

  private static void assertRefused(String reason, Runnable call) {
    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, call::run);
    assertTrue(e.getStatus().toString().contains(reason), e.getStatus()::toString);
  }
}
