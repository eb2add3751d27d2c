package uk.yjx.server.oversight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.server.alerts.AlertFigures.Line;
import uk.yjx.server.alerts.AlertFigures.WorkerDay;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Urgency;

/** How many alerts people get, and which kinds are mostly closed without review. */
final class AlertBudgetTest {
  private static final AlertOutcome NOT_NEEDED = AlertOutcome.ALERT_OUTCOME_NO_REVIEW_NEEDED;
  private static final AlertOutcome DONE = AlertOutcome.ALERT_OUTCOME_REVIEW_COMPLETED;
  private static final AlertOutcome NOTHING = AlertOutcome.ALERT_OUTCOME_UNSPECIFIED;

  @Test
  void proposesAKindAboveTheShareAndNoneAtIt() {
    assertFalse(kind(AlertKind.ALERT_KIND_SCHOOL, 14, 6, 5).isProposed()); // exactly 70 %
    assertTrue(kind(AlertKind.ALERT_KIND_SCHOOL, 15, 6, 5).isProposed());
    assertEquals(71, kind(AlertKind.ALERT_KIND_SCHOOL, 15, 6, 5).percent());
  }

  @Test
  void proposesNothingOfTooFewAndNeverWhatMayConcernALife() {
    assertFalse(kind(AlertKind.ALERT_KIND_SCHOOL, 19, 0, 40).isProposed());
    assertTrue(kind(AlertKind.ALERT_KIND_SCHOOL, 20, 0, 40).isProposed());
    assertFalse(kind(AlertKind.ALERT_KIND_THREAT_TO_LIFE, 100, 0, 0).isProposed());
  }

  @Test
  void countsAlertsOfPeopleByTheirDaysAndNoNotes() {
    List<Line> lines = new ArrayList<>();
    lines.add(line(AlertKind.ALERT_KIND_STOP_SEARCH, Urgency.NOTE, NOTHING));
    LocalDate day = LocalDate.parse("2026-09-01");
    AlertBudget budget =
        AlertBudget.of(
            lines,
            List.of(
                new WorkerDay("s/user/ann", day, 1),
                new WorkerDay("s/user/ann", day.plusDays(1), 3),
                new WorkerDay("s/user/ann", day.plusDays(2), 9),
                new WorkerDay("s/user/ben", day, 2)));
    assertEquals(List.of(), budget.kinds());
    assertEquals(
        List.of(
            new AlertBudget.Worker("s/user/ann", 3, 13, 3, 9),
            new AlertBudget.Worker("s/user/ben", 1, 2, 2, 2)),
        budget.workers());
    assertEquals(2, budget.medianPerDay());
    assertEquals(9, budget.p90PerDay());
  }

  @Test
  void percentilesAreByNearestRank() {
    assertEquals(Optional.empty(), Percentiles.of(List.<Integer>of(), 50));
    assertEquals(Optional.of(1), Percentiles.of(List.of(1), 90));
    assertEquals(Optional.of(2), Percentiles.of(List.of(4, 1, 3, 2), 50));
    assertEquals(Optional.of(4), Percentiles.of(List.of(4, 1, 3, 2), 90));
  }

  private static AlertBudget.Kind kind(AlertKind kind, int notNeeded, int done, int open) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < notNeeded; i++) {
      lines.add(line(kind, Urgency.ROUTINE, NOT_NEEDED));
    }
    for (int i = 0; i < done; i++) {
      lines.add(line(kind, Urgency.ROUTINE, DONE));
    }
    for (int i = 0; i < open; i++) {
      lines.add(line(kind, Urgency.ROUTINE, NOTHING));
    }
    return AlertBudget.of(lines, List.of()).kinds().getFirst();
  }

  private static Line line(AlertKind kind, Urgency urgency, AlertOutcome outcome) {
    Instant at = Instant.parse("2026-09-01T10:00:00Z");
    return new Line(
        new ChildId(new UUID(0, 1)),
        kind,
        urgency,
        at,
        null,
        AlertState.ALERT_STATE_OPEN,
        null,
        outcome,
        null,
        Alert.getDefaultInstance());
  }
}
