package uk.yjx.server.clocks;

import static uk.yjx.clocks.v1.Post.POST_DIRECTOR;
import static uk.yjx.clocks.v1.Post.POST_DUTY_OFFICER;
import static uk.yjx.clocks.v1.Post.POST_EMERGENCY_DUTY_TEAM;
import static uk.yjx.clocks.v1.Post.POST_HEAD_OF_SERVICE;
import static uk.yjx.clocks.v1.Post.POST_MATCHING_OFFICER;
import static uk.yjx.clocks.v1.Post.POST_ON_CALL;
import static uk.yjx.clocks.v1.Post.POST_OPERATOR;
import static uk.yjx.clocks.v1.Post.POST_SERVICE_MANAGER;
import static uk.yjx.clocks.v1.Post.POST_TEAM_MANAGER;
import static uk.yjx.clocks.v1.Post.POST_WORKER;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.Post;

/**
 * Ladders of services that configured none. Defaults of the exchange, not law: every service may
 * set its own.
 */
final class DefaultLadders {

  /** Kinds that only let something end, and what is no kind. */
  private static final Set<ClockKind> WITHOUT =
      Set.of(
          ClockKind.CLOCK_KIND_EMERGENCY_ACCESS_END,
          ClockKind.CLOCK_KIND_PLACEMENT_END,
          ClockKind.CLOCK_KIND_UNSPECIFIED,
          ClockKind.UNRECOGNIZED);

  private DefaultLadders() {}

  /** Whether clocks of a kind climb at all. */
  static boolean climbs(ClockKind kind) {
    return !WITHOUT.contains(kind);
  }

  /** The default of a kind that climbs. */
  static Ladder of(ClockKind kind) {
    return switch (kind) {
      case CLOCK_KIND_ALERT_IMMEDIATE ->
          ladder(
              kind,
              List.of(
                  minutes(0, POST_WORKER, POST_DUTY_OFFICER),
                  minutes(15, POST_SERVICE_MANAGER),
                  minutes(60, POST_HEAD_OF_SERVICE)),
              List.of(
                  minutes(0, POST_ON_CALL),
                  minutes(15, POST_SERVICE_MANAGER),
                  minutes(60, POST_HEAD_OF_SERVICE)),
              elapsed(90));
      case CLOCK_KIND_ALERT_SAME_DAY ->
          ladder(
              kind,
              List.of(shiftEnds(0, Duration.ofHours(1), POST_DUTY_OFFICER)),
              List.of(
                  minutes(240, POST_ON_CALL), shiftEnds(0, Duration.ofHours(1), POST_DUTY_OFFICER)),
              new RungTime.BeforeShiftEnds(1, Duration.ZERO));
      case CLOCK_KIND_ALERT_ROUTINE ->
          ladder(
              kind,
              List.of(
                  shiftEnds(1, Duration.ZERO, POST_DUTY_OFFICER),
                  shiftEnds(2, Duration.ZERO, POST_SERVICE_MANAGER)),
              List.of(),
              null);
      case CLOCK_KIND_CONCERN_IMMEDIATE -> ladder(kind, hourly(), emergencyThenHourly(), null);
      case CLOCK_KIND_CONCERN ->
          ladder(
              kind,
              List.of(
                  days(1, POST_TEAM_MANAGER),
                  days(2, POST_SERVICE_MANAGER),
                  days(4, POST_HEAD_OF_SERVICE),
                  days(6, POST_DIRECTOR)),
              List.of(),
              null);
      case CLOCK_KIND_RECALL ->
          ladder(
              kind,
              List.of(
                  minutes(60, POST_DUTY_OFFICER),
                  shiftEnds(0, Duration.ZERO, POST_SERVICE_MANAGER),
                  shiftEnds(1, Duration.ZERO, POST_HEAD_OF_SERVICE)),
              List.of(),
              new RungTime.BeforeShiftEnds(2, Duration.ZERO));
      case CLOCK_KIND_EMERGENCY_ACCESS_REVIEW ->
          ladder(
              kind,
              List.of(days(1, POST_SERVICE_MANAGER), days(2, POST_HEAD_OF_SERVICE)),
              List.of(),
              new RungTime.WorkingDaysLater(3));
      case CLOCK_KIND_DISPUTE ->
          ladder(
              kind,
              List.of(days(5, POST_SERVICE_MANAGER), days(10, POST_HEAD_OF_SERVICE)),
              List.of(),
              null);
      case CLOCK_KIND_MATCH_REVIEW ->
          ladder(
              kind,
              List.of(
                  minutes(0, POST_MATCHING_OFFICER),
                  minutes(30, POST_DUTY_OFFICER),
                  minutes(60, POST_SERVICE_MANAGER)),
              List.of(),
              elapsed(120));
      case CLOCK_KIND_PAPERS_EXPECTED ->
          ladder(
              kind,
              List.of(
                  days(1, POST_WORKER),
                  days(2, POST_SERVICE_MANAGER),
                  days(5, POST_HEAD_OF_SERVICE)),
              List.of(),
              null);
      case CLOCK_KIND_CONCERN_ACKNOWLEDGEMENT ->
          ladder(kind, List.of(minutes(30, POST_TEAM_MANAGER)), List.of(), null);
      case CLOCK_KIND_RETURN_INTERVIEW ->
          ladder(kind, List.of(minutes(72 * 60, POST_WORKER)), List.of(), null);
      case CLOCK_KIND_REVIEW_DUE ->
          ladder(
              kind,
              List.of(
                  days(10, POST_WORKER),
                  days(12, POST_SERVICE_MANAGER),
                  days(15, POST_HEAD_OF_SERVICE)),
              List.of(),
              null);
      case CLOCK_KIND_REVIEW_CONTRIBUTION ->
          ladder(kind, List.of(days(5, POST_WORKER)), List.of(), null);
      case CLOCK_KIND_PLACEMENT_OWED ->
          // Counted from the due time, at which the home worker is told.
          ladder(
              kind,
              List.of(
                  days(1, POST_HEAD_OF_SERVICE), days(3, POST_DIRECTOR), days(5, POST_OPERATOR)),
              List.of(),
              null);
      case CLOCK_KIND_EMERGENCY_ACCESS_END,
          CLOCK_KIND_PLACEMENT_END,
          CLOCK_KIND_UNSPECIFIED,
          UNRECOGNIZED ->
          throw new IllegalArgumentException("there is no such clock");
    };
  }

  private static List<Rung> hourly() {
    return List.of(
        minutes(60, POST_TEAM_MANAGER),
        minutes(120, POST_SERVICE_MANAGER),
        minutes(180, POST_HEAD_OF_SERVICE),
        minutes(240, POST_DIRECTOR));
  }

  private static List<Rung> emergencyThenHourly() {
    List<Rung> rungs = new java.util.ArrayList<>(hourly());
    rungs.addFirst(minutes(0, POST_EMERGENCY_DUTY_TEAM));
    return rungs;
  }

  private static Ladder ladder(
      ClockKind kind, List<Rung> inHours, List<Rung> outOfHours, @Nullable RungTime nobodyLeft) {
    return new Ladder(kind, 0, inHours, outOfHours, nobodyLeft);
  }

  private static Rung minutes(int minutes, Post... posts) {
    return new Rung(elapsed(minutes), List.of(posts));
  }

  private static RungTime elapsed(int minutes) {
    return new RungTime.Elapsed(Duration.ofMinutes(minutes));
  }

  private static Rung days(int days, Post... posts) {
    return new Rung(new RungTime.WorkingDaysLater(days), List.of(posts));
  }

  private static Rung shiftEnds(int workingDays, Duration lead, Post... posts) {
    return new Rung(new RungTime.BeforeShiftEnds(workingDays, lead), List.of(posts));
  }
}
