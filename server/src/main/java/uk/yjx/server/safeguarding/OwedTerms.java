package uk.yjx.server.safeguarding;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import uk.yjx.safeguarding.v1.OwedKind;
import uk.yjx.safeguarding.v1.PlacementParty;
import uk.yjx.server.clocks.AgencyCalendar;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.kernel.PartialDate;
import uk.yjx.server.kernel.PersonDescription;

/**
 * What is owed by when: the case management guidance on transfers between services (information
 * before the move or on its day, three months of caretaking) and the care planning regulations 2010
 * (five working days after an emergency). Pure.
 */
final class OwedTerms {
  /** While it lasts the home service keeps the responsibility. */
  static final Period CARETAKING = Period.ofMonths(3);

  private static final int FULL_AGE = 18;

  private OwedTerms() {}

  /** What is owed, in order; a placing authority owes nothing where there is none. */
  static List<OwedKind> kinds(boolean placed) {
    Stream<OwedKind> home =
        Stream.of(
            OwedKind.OWED_KIND_RISK_INFORMATION,
            OwedKind.OWED_KIND_ASSESSMENT,
            OwedKind.OWED_KIND_PLAN_AND_ORDERS,
            OwedKind.OWED_KIND_RESPONSIBILITY_DECISION);
    Stream<OwedKind> placing =
        Stream.of(
            OwedKind.OWED_KIND_PLACEMENT_INFORMATION,
            OwedKind.OWED_KIND_CARE_PLAN,
            OwedKind.OWED_KIND_HEALTH_AND_EDUCATION);
    return placed ? Stream.concat(home, placing).toList() : home.toList();
  }

  /** Who owes it. */
  static PlacementParty by(OwedKind kind) {
    return switch (kind) {
      case OWED_KIND_RISK_INFORMATION,
          OWED_KIND_ASSESSMENT,
          OWED_KIND_PLAN_AND_ORDERS,
          OWED_KIND_RESPONSIBILITY_DECISION ->
          PlacementParty.PLACEMENT_PARTY_HOME;
      case OWED_KIND_PLACEMENT_INFORMATION, OWED_KIND_CARE_PLAN, OWED_KIND_HEALTH_AND_EDUCATION ->
          PlacementParty.PLACEMENT_PARTY_PLACING;
      case OWED_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("nothing is owed");
    };
  }

  /** By when it is owed after a move, by the host's calendar. */
  static Instant due(OwedKind kind, Instant from, AgencyCalendar calendar) {
    return switch (kind) {
      case OWED_KIND_RISK_INFORMATION -> calendar.endOfShift(from);
      case OWED_KIND_ASSESSMENT, OWED_KIND_PLAN_AND_ORDERS, OWED_KIND_PLACEMENT_INFORMATION ->
          calendar.plusWorkingDays(from, 5);
      case OWED_KIND_CARE_PLAN -> calendar.plusWorkingDays(from, 10);
      case OWED_KIND_HEALTH_AND_EDUCATION -> calendar.plusWorkingDays(from, 20);
      case OWED_KIND_RESPONSIBILITY_DECISION -> caretakingUntil(from);
      case OWED_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("nothing is owed");
    };
  }

  /** When the three months of caretaking end, at the same local time of day. */
  static Instant caretakingUntil(Instant from) {
    return from.atZone(DueTimes.LONDON).plus(CARETAKING).toInstant();
  }

  /**
   * When a child is 18: at local midnight with which the birthday begins; one born on 29 February
   * has it on 1 March of other years. Empty where the birth is not known to the day, or is in
   * dispute.
   */
  static Optional<Instant> fullAge(PersonDescription child) {
    List<PartialDate> dates = child.datesOfBirth().stream().distinct().toList();
    if (dates.size() != 1) {
      return Optional.empty();
    }
    return dates
        .getFirst()
        .attains(FULL_AGE)
        .map(birthday -> birthday.atStartOfDay(DueTimes.LONDON).toInstant());
  }
}
