package uk.yjx.server.oversight;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.intelligence.v1.SearchOutcome;
import uk.yjx.oversight.v1.Figure;
import uk.yjx.oversight.v1.Grouping;
import uk.yjx.oversight.v1.Measure;
import uk.yjx.server.alerts.AlertFigures.Line;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.clocks.Firings;
import uk.yjx.server.intelligence.StopFigures.Stop;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription.Sex;
import uk.yjx.server.safeguarding.ConcernFigures.Answered;

/** The figures of a service, from everything they are made of. Pure. */
final class FiguresMade {
  private static final int REPEATED = 2;

  private FiguresMade() {}

  /**
   * What figures are made of; children the reader may not know of are not in it.
   *
   * @param recent alerts of the year before now
   * @param from begin of the quarter
   * @param to its end
   * @param exactWorkload the reader is entitled to the cases
   */
  record Made(
      List<Line> recent,
      List<Answered> concerns,
      List<Firings.Rung> climbs,
      List<Stop> stops,
      Map<ChildId, Sex> sexes,
      Instant from,
      Instant to,
      Instant now,
      boolean exactWorkload) {}

  /** The figures, in order. */
  static List<Figure> of(Made made) {
    List<Line> quarter =
        made.recent().stream()
            .filter(line -> !line.raisedAt().isBefore(made.from()))
            .filter(line -> line.raisedAt().isBefore(made.to()))
            .filter(line -> !line.isNote())
            .toList();
    Figures figures = new Figures();
    boolean exact = made.exactWorkload();
    figures
        .add(
            Measure.MEASURE_OVERDUE,
            Grouping.GROUPING_KIND,
            overdue(made, line -> word(line.kind())),
            exact,
            false)
        .add(
            Measure.MEASURE_OVERDUE,
            Grouping.GROUPING_AGE,
            overdue(made, line -> age(line, made.now())),
            exact,
            false)
        .add(
            Measure.MEASURE_EVENT_TO_KNOWLEDGE,
            Grouping.GROUPING_KIND,
            knowledge(quarter),
            exact,
            false)
        .add(
            Measure.MEASURE_KNOWLEDGE_TO_OUTCOME,
            Grouping.GROUPING_KIND,
            outcomes(quarter),
            exact,
            false);
    Figures.Group concerns = new Figures.Group();
    made.concerns().forEach(one -> concerns.of(one.by().value()).add(one.inTime()));
    figures.add(Measure.MEASURE_CONCERNS_IN_TIME, Grouping.GROUPING_AGENCY, concerns, exact, true);
    Figures.Group climbs = new Figures.Group();
    made.climbs()
        .forEach(one ->
            climbs
                .of(
                    one.kind().name().substring("CLOCK_KIND_".length()).toLowerCase(Locale.ROOT)
                        + " rung "
                        + (one.rung() + 1))
                .add(one.count()));
    figures.add(Measure.MEASURE_CLIMBS, Grouping.GROUPING_RUNG, climbs, exact, false);
    children(figures, made, quarter);
    return figures.told();
  }

  private static void children(Figures figures, Made made, List<Line> quarter) {
    Map<ChildId, Circumstances> circumstances =
        Circumstances.of(
            made.recent().stream().filter(line -> line.raisedAt().isBefore(made.to())).toList());
    Map<ChildId, EthnicGroup> ethnicities = new HashMap<>();
    for (Stop stop : made.stops()) {
      EthnicGroup group = EthnicGroup.of(stop.ethnicity());
      if (group != EthnicGroup.NOT_RECORDED) {
        ethnicities.put(stop.child(), group);
      }
    }
    Map<Grouping, Function<ChildId, String>> groupings = new java.util.EnumMap<>(Grouping.class);
    groupings.put(Grouping.GROUPING_IN_CARE, id -> yes(of(circumstances, id).inCare()));
    groupings.put(
        Grouping.GROUPING_ETHNICITY,
        id -> ethnicities.getOrDefault(id, EthnicGroup.NOT_RECORDED).word());
    groupings.put(
        Grouping.GROUPING_SEX,
        id -> made.sexes().getOrDefault(id, Sex.UNKNOWN).name().toLowerCase(Locale.ROOT));
    groupings.put(Grouping.GROUPING_CUSTODY, id -> yes(of(circumstances, id).custody()));
    groupings.put(Grouping.GROUPING_OUT_OF_AREA, id -> yes(of(circumstances, id).outOfArea()));
    count(figures, Measure.MEASURE_REPEATEDLY_MISSING, repeatedlyMissing(quarter), groupings);
    Set<ChildId> alerted = new HashSet<>();
    quarter.forEach(line -> alerted.add(line.child()));
    count(figures, Measure.MEASURE_CHILDREN_ALERTED, alerted, groupings);
    Figures.Group stops = new Figures.Group();
    for (Stop stop : made.stops()) {
      if (!stop.at().isBefore(made.from()) && stop.at().isBefore(made.to())) {
        stops
            .of(EthnicGroup.of(stop.ethnicity()).word())
            .add(stop.outcome() == SearchOutcome.SEARCH_OUTCOME_NO_FURTHER_ACTION);
      }
    }
    figures.add(Measure.MEASURE_STOPS, Grouping.GROUPING_ETHNICITY, stops, false, true);
  }

  private static void count(
      Figures figures,
      Measure measure,
      Set<ChildId> children,
      Map<Grouping, Function<ChildId, String>> groupings) {
    groupings.forEach((by, value) -> {
      Figures.Group group = new Figures.Group();
      children.forEach(child -> group.of(value.apply(child)).add(false));
      // Whoever reads: such tables are printed and passed on.
      figures.add(measure, by, group, false, false);
    });
  }

  /** Children missing on two local days or more; two agencies may tell of one and the same. */
  private static Set<ChildId> repeatedlyMissing(List<Line> quarter) {
    Map<ChildId, Set<LocalDate>> days = new HashMap<>();
    for (Line line : quarter) {
      if (line.kind() == AlertKind.ALERT_KIND_MISSING) {
        days.computeIfAbsent(line.child(), id -> new HashSet<>())
            .add(LocalDate.ofInstant(happened(line), DueTimes.LONDON));
      }
    }
    days.values().removeIf(one -> one.size() < REPEATED);
    return days.keySet();
  }

  private static Figures.Group overdue(Made made, Function<Line, String> value) {
    Figures.Group group = new Figures.Group();
    made.recent().stream()
        .filter(line -> !line.isNote() && line.isOverdue(made.now()))
        .forEach(line -> group.of(value.apply(line)).add(false));
    return group;
  }

  private static Figures.Group knowledge(List<Line> quarter) {
    Figures.Group group = new Figures.Group();
    for (Line line : quarter) {
      Instant known = line.acknowledgedAt();
      if (known != null) {
        group.of(word(line.kind())).took(Duration.between(happened(line), known));
      }
    }
    return group;
  }

  private static Figures.Group outcomes(List<Line> quarter) {
    Figures.Group group = new Figures.Group();
    for (Line line : quarter) {
      Instant known = line.acknowledgedAt();
      Instant done = line.outcomeAt();
      if (known != null && done != null) {
        group.of(word(line.kind())).took(Duration.between(known, done));
      }
    }
    return group;
  }

  private static Instant happened(Line line) {
    return line.facts().hasEventTime()
        ? ReviewWords.instant(line.facts().getEventTime().getEarliest())
        : line.raisedAt();
  }

  /** How long overdue. */
  private static String age(Line line, Instant now) {
    Instant due = line.dueAt();
    long days = due == null ? 0 : Duration.between(due, now).toDays();
    return days < 1
        ? "under a day"
        : days < 3 ? "1 to 3 days" : days < 7 ? "3 to 7 days" : "7 days or more";
  }

  private static Circumstances of(Map<ChildId, Circumstances> known, ChildId child) {
    return known.getOrDefault(child, Circumstances.UNKNOWN);
  }

  private static String yes(boolean holds) {
    return holds ? "yes" : "no";
  }

  private static String word(AlertKind kind) {
    return kind.name().substring("ALERT_KIND_".length()).toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
