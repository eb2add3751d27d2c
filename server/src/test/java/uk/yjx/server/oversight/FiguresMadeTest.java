package uk.yjx.server.oversight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.intelligence.v1.SearchOutcome;
import uk.yjx.oversight.v1.Figure;
import uk.yjx.oversight.v1.Grouping;
import uk.yjx.oversight.v1.Measure;
import uk.yjx.safeguarding.v1.ChildNoticeFacts;
import uk.yjx.safeguarding.v1.ChildNoticeKind;
import uk.yjx.safeguarding.v1.EpisodeState;
import uk.yjx.server.alerts.AlertFigures.Line;
import uk.yjx.server.clocks.Firings;
import uk.yjx.server.intelligence.StopFigures.Stop;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription.Sex;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.safeguarding.ConcernFigures.Answered;

/** Every measure against numbers worked out by hand, as a manager and as a board see them. */
final class FiguresMadeTest {
  private static final Instant FROM = Instant.parse("2026-06-30T23:00:00Z");
  private static final Instant TO = Instant.parse("2026-09-30T23:00:00Z");
  private static final Instant NOW = Instant.parse("2026-10-02T12:00:00Z");
  private static final Instant JULY = Instant.parse("2026-07-10T12:00:00Z");

  private final List<Line> lines = new ArrayList<>();
  private final List<Answered> concerns = new ArrayList<>();
  private final List<Firings.Rung> climbs = new ArrayList<>();
  private final List<Stop> stops = new ArrayList<>();
  private final Map<ChildId, Sex> sexes = new HashMap<>();

  @Test
  void countsWhatIsOverdueByKindAndAge() {
    overdue(AlertKind.ALERT_KIND_ARREST, Duration.ZERO);
    overdue(AlertKind.ALERT_KIND_ARREST, Duration.ofHours(23));
    overdue(AlertKind.ALERT_KIND_ARREST, Duration.ofDays(2));
    overdue(AlertKind.ALERT_KIND_MISSING, Duration.ofDays(5));
    overdue(AlertKind.ALERT_KIND_ARREST, Duration.ofDays(30));
    overdue(AlertKind.ALERT_KIND_ARREST, Duration.ofSeconds(-1)); // not yet
    lines.add(line(9, AlertKind.ALERT_KIND_ARREST, JULY, JULY, JULY, null)); // known in time
    Measure measure = Measure.MEASURE_OVERDUE;
    assertEquals(4, manager(measure, Grouping.GROUPING_KIND, "arrest").getCount());
    assertEquals(1, manager(measure, Grouping.GROUPING_KIND, "missing").getCount());
    assertEquals(5, manager(measure, Grouping.GROUPING_KIND, "all").getCount());
    assertEquals(2, manager(measure, Grouping.GROUPING_AGE, "under a day").getCount());
    assertEquals(1, manager(measure, Grouping.GROUPING_AGE, "1 to 3 days").getCount());
    assertEquals(1, manager(measure, Grouping.GROUPING_AGE, "3 to 7 days").getCount());
    assertEquals(1, manager(measure, Grouping.GROUPING_AGE, "7 days or more").getCount());
    suppressed(measure, Grouping.GROUPING_KIND, "arrest", "missing", "all");
    suppressed(measure, Grouping.GROUPING_AGE, "under a day", "7 days or more", "all");
  }

  @Test
  void tellsHowLongItTookFromEventToKnowledgeToOutcome() {
    for (int hours = 1; hours <= 10; hours++) {
      Instant known = JULY.plus(Duration.ofHours(hours)).plusSeconds(60);
      Instant done = known.plus(Duration.ofDays(hours));
      // Raised half an hour after it happened: the time runs from the event.
      lines.add(
          line(hours, AlertKind.ALERT_KIND_CHARGE, JULY.plusSeconds(1800), null, known, done));
    }
    Figure known = manager(Measure.MEASURE_EVENT_TO_KNOWLEDGE, Grouping.GROUPING_KIND, "charge");
    assertEquals(10, known.getCount());
    assertEquals(5 * 3600 + 60, known.getP50().getSeconds());
    assertEquals(9 * 3600 + 60, known.getP90().getSeconds());
    Figure rounded = board(Measure.MEASURE_EVENT_TO_KNOWLEDGE, Grouping.GROUPING_KIND, "charge");
    assertEquals(6 * 3600, rounded.getP50().getSeconds(), "a board is told whole hours");
    assertEquals(10 * 3600, rounded.getP90().getSeconds());
    Figure outcome =
        manager(Measure.MEASURE_KNOWLEDGE_TO_OUTCOME, Grouping.GROUPING_KIND, "charge");
    assertEquals(Duration.ofDays(5).toSeconds(), outcome.getP50().getSeconds());
    assertEquals(Duration.ofDays(9).toSeconds(), outcome.getP90().getSeconds());
  }

  @Test
  void tellsNoTimesOfFewAndNothingOfAnotherQuarter() {
    for (int i = 1; i <= 4; i++) {
      lines.add(line(i, AlertKind.ALERT_KIND_CHARGE, JULY, null, JULY.plusSeconds(60), null));
      lines.add(line(i, AlertKind.ALERT_KIND_ARREST, TO, null, TO.plusSeconds(60), null));
    }
    Figure few = manager(Measure.MEASURE_EVENT_TO_KNOWLEDGE, Grouping.GROUPING_KIND, "charge");
    assertEquals(4, few.getCount());
    assertFalse(few.hasP50());
    assertEquals(
        4, manager(Measure.MEASURE_EVENT_TO_KNOWLEDGE, Grouping.GROUPING_KIND, "all").getCount());
    suppressed(Measure.MEASURE_EVENT_TO_KNOWLEDGE, Grouping.GROUPING_KIND, "charge", "all");
  }

  @Test
  void tellsWhichShareOfConcernsEachAgencyAnsweredInTime() {
    for (int i = 0; i < 10; i++) {
      concerns.add(new Answered(child(i), new AgencyId("care-north"), i < 7));
    }
    for (int i = 0; i < 5; i++) {
      concerns.add(new Answered(child(i), new AgencyId("care-south"), true));
    }
    concerns.add(new Answered(child(1), new AgencyId("health"), false));
    Measure measure = Measure.MEASURE_CONCERNS_IN_TIME;
    Grouping agency = Grouping.GROUPING_AGENCY;
    assertEquals(70, manager(measure, agency, "care-north").getPercent());
    assertEquals(100, manager(measure, agency, "care-south").getPercent());
    assertEquals(0, manager(measure, agency, "health").getPercent());
    assertEquals(75, manager(measure, agency, "all").getPercent(), "12 of 16");
    assertEquals(70, board(measure, agency, "care-north").getPercent());
    suppressed(measure, agency, "health", "care-south", "all");
  }

  @Test
  void countsClimbsByRung() {
    climbs.add(new Firings.Rung(ClockKind.CLOCK_KIND_ALERT_SAME_DAY, 0, 12));
    climbs.add(new Firings.Rung(ClockKind.CLOCK_KIND_ALERT_SAME_DAY, 1, 3));
    Measure measure = Measure.MEASURE_CLIMBS;
    Grouping rung = Grouping.GROUPING_RUNG;
    assertEquals(12, manager(measure, rung, "alert_same_day rung 1").getCount());
    assertEquals(3, manager(measure, rung, "alert_same_day rung 2").getCount());
    assertEquals(15, manager(measure, rung, "all").getCount());
    suppressed(measure, rung, "alert_same_day rung 1", "alert_same_day rung 2", "all");
  }

  @Test
  void aChildMissingOnTwoLocalDaysIsMissingRepeatedly() {
    for (int i = 1; i <= 5; i++) {
      missing(i, JULY);
      missing(i, JULY.plus(Duration.ofDays(20)));
    }
    missing(6, Instant.parse("2026-07-10T22:30:00Z"));
    missing(6, Instant.parse("2026-07-10T23:30:00Z")); // the next day in London
    missing(7, JULY);
    missing(7, JULY.plusSeconds(3600)); // told by two agencies
    missing(8, JULY);
    for (int i = 1; i <= 8; i++) {
      sexes.put(child(i), i <= 6 ? Sex.MALE : Sex.FEMALE);
    }
    Measure measure = Measure.MEASURE_REPEATEDLY_MISSING;
    Figure male = manager(measure, Grouping.GROUPING_SEX, "male");
    assertEquals(5, male.getCount(), "six, rounded for whoever reads");
    assertFalse(male.getSuppressed());
    assertEquals(5, manager(measure, Grouping.GROUPING_IN_CARE, "no").getCount());
    lines.removeIf(line -> line.child().equals(child(1)) || line.child().equals(child(2)));
    assertTrue(manager(measure, Grouping.GROUPING_SEX, "male").getSuppressed());
    assertEquals(0, manager(measure, Grouping.GROUPING_SEX, "male").getCount());
  }

  @Test
  void splitsChildrenByCareCustodyAreaEthnicityAndSexForAllReadersAlike() {
    for (int i = 1; i <= 20; i++) {
      if (i <= 10) {
        told(i, ChildNoticeKind.CHILD_NOTICE_KIND_CARE_STARTED, false);
      }
      if (i <= 5) {
        told(i, ChildNoticeKind.CHILD_NOTICE_KIND_PLACEMENT_STARTED, true);
      }
      if (i > 10 && i <= 15) {
        told(i, ChildNoticeKind.CHILD_NOTICE_KIND_CUSTODY_MOVE, false);
      }
      lines.add(line(i, AlertKind.ALERT_KIND_ARREST, JULY, null, null, null));
      sexes.put(child(i), i <= 15 ? Sex.MALE : Sex.FEMALE);
      stop(i, i <= 10 ? "B1" : "W1", i <= 8 || (i > 10 && i <= 15));
    }
    split(Grouping.GROUPING_IN_CARE, "yes", 10, "no", 10);
    split(Grouping.GROUPING_OUT_OF_AREA, "yes", 5, "no", 15);
    split(Grouping.GROUPING_CUSTODY, "yes", 5, "no", 15);
    split(Grouping.GROUPING_ETHNICITY, "black", 10, "white", 10);
    split(Grouping.GROUPING_SEX, "female", 5, "male", 15);
    Measure measure = Measure.MEASURE_STOPS;
    assertEquals(80, board(measure, Grouping.GROUPING_ETHNICITY, "black").getPercent(), "8 of 10");
    assertEquals(50, board(measure, Grouping.GROUPING_ETHNICITY, "white").getPercent(), "5 of 10");
    assertEquals(65, board(measure, Grouping.GROUPING_ETHNICITY, "all").getPercent(), "13 of 20");
  }

  private void split(Grouping by, String one, int ones, String other, int others) {
    Measure measure = Measure.MEASURE_CHILDREN_ALERTED;
    for (boolean exact : List.of(true, false)) {
      assertEquals(ones, figure(exact, measure, by, one).getCount(), by + " " + one);
      assertEquals(others, figure(exact, measure, by, other).getCount(), by + " " + other);
      assertEquals(ones + others, figure(exact, measure, by, "all").getCount());
    }
  }

  private void suppressed(Measure measure, Grouping by, String... values) {
    for (String value : values) {
      Figure figure = board(measure, by, value);
      assertTrue(figure.getSuppressed(), value);
      assertEquals(0, figure.getCount(), value);
      assertEquals(0, figure.getPercent(), value);
      assertFalse(figure.hasP50(), value);
    }
  }

  private Figure manager(Measure measure, Grouping by, String value) {
    return figure(true, measure, by, value);
  }

  private Figure board(Measure measure, Grouping by, String value) {
    return figure(false, measure, by, value);
  }

  private Figure figure(boolean exact, Measure measure, Grouping by, String value) {
    FiguresMade.Made made =
        new FiguresMade.Made(lines, concerns, climbs, stops, sexes, FROM, TO, NOW, exact);
    return FiguresMade.of(made).stream()
        .filter(f -> f.getMeasure() == measure && f.getBy() == by && f.getValue().equals(value))
        .findFirst()
        .orElseThrow(() -> new AssertionError(measure + " " + by + " " + value));
  }

  private void overdue(AlertKind kind, Duration since) {
    lines.add(line(1, kind, JULY, NOW.minus(since), null, null));
  }

  private void missing(int child, Instant at) {
    lines.add(line(child, AlertKind.ALERT_KIND_MISSING, at, null, at.plusSeconds(1), null, at));
  }

  private void told(int child, ChildNoticeKind kind, boolean outOfArea) {
    ChildNoticeFacts.Builder facts = ChildNoticeFacts.newBuilder().setKind(kind);
    facts.getEpisodeBuilder().setState(EpisodeState.EPISODE_STATE_OPEN);
    if (outOfArea) {
      facts.getDetailBuilder().getPlacementBuilder().setOutOfArea(true);
    }
    Alert.Builder alert = Alert.newBuilder();
    alert.getFactsBuilder().setChildNotice(facts);
    lines.add(
        new Line(
            child(child),
            AlertKind.ALERT_KIND_CHILD_IN_CARE,
            Urgency.ROUTINE,
            JULY.plusSeconds(lines.size()),
            null,
            AlertState.ALERT_STATE_OPEN,
            null,
            AlertOutcome.ALERT_OUTCOME_UNSPECIFIED,
            null,
            alert.build()));
  }

  private void stop(int child, String ethnicity, boolean nothingFurther) {
    stops.add(
        new Stop(
            child(child),
            JULY,
            ethnicity,
            nothingFurther
                ? SearchOutcome.SEARCH_OUTCOME_NO_FURTHER_ACTION
                : SearchOutcome.SEARCH_OUTCOME_ARREST));
  }

  private static Line line(
      int child,
      AlertKind kind,
      Instant raisedAt,
      @Nullable Instant dueAt,
      @Nullable Instant known,
      @Nullable Instant done) {
    return line(child, kind, raisedAt, dueAt, known, done, JULY);
  }

  private static Line line(
      int child,
      AlertKind kind,
      Instant raisedAt,
      @Nullable Instant dueAt,
      @Nullable Instant known,
      @Nullable Instant done,
      Instant happened) {
    Alert.Builder facts = Alert.newBuilder();
    facts.getEventTimeBuilder().setEarliest(Receipts.timestamp(happened));
    return new Line(
        child(child),
        kind,
        Urgency.SAME_DAY,
        raisedAt,
        dueAt,
        AlertState.ALERT_STATE_OPEN,
        known,
        done == null
            ? AlertOutcome.ALERT_OUTCOME_UNSPECIFIED
            : AlertOutcome.ALERT_OUTCOME_REVIEW_COMPLETED,
        done,
        facts.build());
  }

  private static ChildId child(int number) {
    return new ChildId(new UUID(5, number));
  }
}
