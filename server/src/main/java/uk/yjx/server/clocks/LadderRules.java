package uk.yjx.server.clocks;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.Post;
import uk.yjx.common.v1.Role;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Violations;

/** What a service may set: nothing that would leave a child's danger untold at night. */
final class LadderRules {

  private LadderRules() {}

  /** Why a ladder is refused; null when it is not. */
  static @Nullable Failure broken(
      Ladder ladder, AgencyId agency, Optional<AgencyId> emergencyTeam, Directory directory) {
    if (!ascends(ladder.inHours()) || !ascends(ladder.outOfHours())) {
      return Failure.field(
          "LADDER_NOT_ASCENDING", "ladder", "no rung lies before the one before it");
    }
    if (ladder.kind() == ClockKind.CLOCK_KIND_ALERT_ROUTINE
        && ladder.posts().contains(Post.POST_HEAD_OF_SERVICE)) {
      return Failure.field(
          "LADDER_TOO_HIGH", "ladder", "a routine alert never climbs to the head of service");
    }
    return switch (ladder.kind()) {
      case CLOCK_KIND_ALERT_IMMEDIATE ->
          outOfHours(ladder, directory, agency, List.of(Post.POST_ON_CALL), Optional.empty());
      case CLOCK_KIND_CONCERN_IMMEDIATE ->
          outOfHours(
              ladder,
              directory,
              agency,
              List.of(Post.POST_ON_CALL, Post.POST_EMERGENCY_DUTY_TEAM),
              emergencyTeam);
      case CLOCK_KIND_ALERT_SAME_DAY,
          CLOCK_KIND_ALERT_ROUTINE,
          CLOCK_KIND_CONCERN,
          CLOCK_KIND_RECALL,
          CLOCK_KIND_EMERGENCY_ACCESS_REVIEW,
          CLOCK_KIND_DISPUTE,
          CLOCK_KIND_MATCH_REVIEW,
          CLOCK_KIND_PAPERS_EXPECTED,
          CLOCK_KIND_RETURN_INTERVIEW,
          CLOCK_KIND_CONCERN_ACKNOWLEDGEMENT,
          CLOCK_KIND_REVIEW_DUE,
          CLOCK_KIND_REVIEW_CONTRIBUTION,
          CLOCK_KIND_PLACEMENT_OWED,
          CLOCK_KIND_UNSPECIFIED,
          UNRECOGNIZED ->
          null;
      case CLOCK_KIND_EMERGENCY_ACCESS_END, CLOCK_KIND_PLACEMENT_END ->
          Failure.field("VALIDATION_FAILED", "ladder.kind", "this kind has no ladder");
    };
  }

  private static @Nullable Failure outOfHours(
      Ladder ladder,
      Directory directory,
      AgencyId agency,
      List<Post> posts,
      Optional<AgencyId> emergencyTeam) {
    boolean atOnce =
        ladder.outOfHours().stream()
            .filter(rung -> rung.time().equals(new RungTime.Elapsed(Duration.ZERO)))
            .flatMap(rung -> rung.posts().stream())
            .anyMatch(posts::contains);
    if (!atOnce) {
      return Failure.field(
          "LADDER_NEEDS_OUT_OF_HOURS",
          "ladder.out_of_hours",
          "an immediate kind tells who is on call at once when the office is closed");
    }
    boolean staffed =
        !directory.holders(Role.ROLE_ON_CALL, agency).isEmpty()
            || emergencyTeam
                .filter(team -> !directory.holders(Role.ROLE_FRONT_DOOR, team).isEmpty())
                .isPresent();
    return staffed
        ? null
        : Failure.of(
            Failure.Code.FAILED_PRECONDITION,
            "ON_CALL_NOT_STAFFED",
            "nobody is on call for this service: grant the role first");
  }

  /** Times of one sort ascend; of different sorts the later one holds in any case. */
  private static boolean ascends(List<Rung> rungs) {
    Duration elapsed = Duration.ZERO;
    int days = 0;
    for (Rung rung : rungs) {
      switch (rung.time()) {
        case RungTime.Elapsed it -> {
          if (it.time().compareTo(elapsed) < 0) {
            return false;
          }
          elapsed = it.time();
        }
        case RungTime.WorkingDaysLater it -> {
          if (it.days() < days) {
            return false;
          }
          days = it.days();
        }
        case RungTime.BeforeShiftEnds it -> {
          if (it.workingDaysLater() < days) {
            return false;
          }
          days = it.workingDaysLater();
        }
      }
    }
    return true;
  }

  /** Why a first day is refused; null when it is today or later. */
  static @Nullable Failure past(LocalDate validFrom, LocalDate today, String field) {
    return validFrom.isBefore(today)
        ? Failure.field("VALID_FROM_PAST", field, "must be today or later")
        : null;
  }

  /** A day that was sent; refuses one that does not exist. */
  static LocalDate day(String sent) {
    Violations violations = new Violations();
    LocalDate day = ClockTranslation.day(sent, "ladder.valid_from", violations);
    violations.throwIfAny();
    return day;
  }
}
