package uk.yjx.server.oversight;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.server.alerts.AlertFigures.Line;
import uk.yjx.server.alerts.AlertFigures.WorkerDay;

/**
 * How many alerts people got a day in a month, and which kinds were mostly closed as «no review
 * needed». Pure.
 */
record AlertBudget(List<Kind> kinds, List<Worker> workers, int medianPerDay, int p90PerDay) {
  /** A share of closed alerts above this, in per cent, proposes a kind for demotion. */
  static final int PERCENT_MAX = 70;

  /** Fewer closed alerts than this propose nothing. */
  static final int CLOSED_MIN = 20;

  private static final int PERCENT = 100;
  private static final int MEDIAN = 50;
  private static final int P90 = 90;

  AlertBudget {
    kinds = List.copyOf(kinds);
    workers = List.copyOf(workers);
  }

  /** What became of alerts of one kind. */
  record Kind(AlertKind kind, int raised, int closed, int noReview) {

    /** Share of closed ones, rounded down. */
    int percent() {
      return closed == 0 ? 0 : noReview * PERCENT / closed;
    }

    /** Whether it is proposed for demotion; what may concern a life never is. */
    boolean isProposed() {
      return closed >= CLOSED_MIN
          && noReview * PERCENT > PERCENT_MAX * closed
          && !Significance.ALWAYS.contains(kind);
    }
  }

  /** How many alerts a person got. */
  record Worker(String worker, int days, int alerts, int median, int most) {}

  /** The budget of a month's alerts. */
  static AlertBudget of(Collection<Line> lines, Collection<WorkerDay> days) {
    Map<AlertKind, int[]> counts = new TreeMap<>();
    for (Line line : lines) {
      if (!line.isNote()) {
        int[] count = counts.computeIfAbsent(line.kind(), kind -> new int[3]);
        count[0]++;
        count[1] += line.outcome() == AlertOutcome.ALERT_OUTCOME_UNSPECIFIED ? 0 : 1;
        count[2] += line.outcome() == AlertOutcome.ALERT_OUTCOME_NO_REVIEW_NEEDED ? 1 : 0;
      }
    }
    List<Kind> kinds = new ArrayList<>();
    counts.forEach((kind, n) -> kinds.add(new Kind(kind, n[0], n[1], n[2])));
    Map<String, List<Integer>> byWorker = new TreeMap<>();
    List<Integer> all = new ArrayList<>();
    for (WorkerDay day : days) {
      byWorker.computeIfAbsent(day.worker(), worker -> new ArrayList<>()).add(day.alerts());
      all.add(day.alerts());
    }
    List<Worker> workers = new ArrayList<>();
    byWorker.forEach((worker, own) ->
        workers.add(
            new Worker(
                worker,
                own.size(),
                own.stream().mapToInt(Integer::intValue).sum(),
                Percentiles.of(own, MEDIAN).orElse(0),
                own.stream().mapToInt(Integer::intValue).max().orElse(0))));
    return new AlertBudget(
        kinds, workers, Percentiles.of(all, MEDIAN).orElse(0), Percentiles.of(all, P90).orElse(0));
  }
}
