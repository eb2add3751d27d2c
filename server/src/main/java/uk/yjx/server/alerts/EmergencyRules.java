package uk.yjx.server.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Role;
import uk.yjx.server.clocks.ClockKey;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.kernel.Failure;

/** What an emergency access is: how long it lasts, who may have one, what is read under it. */
final class EmergencyRules {
  /** How long an access lasts when nothing is asked. */
  static final Duration LASTS_DEFAULT = Duration.ofHours(4);

  /** How long an access lasts at most; the schema holds it too. */
  static final Duration LASTS_MAX = Duration.ofHours(24);

  /** Accesses one person may have open at a time. */
  static final int OPEN_MAX = 3;

  /** There is none, or none for this caller: the two are not told apart. */
  static final Failure NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND,
          "EMERGENCY_ACCESS_NOT_FOUND",
          "there is no such emergency access for you");

  private static final Failure ENDED =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "EMERGENCY_ACCESS_ENDED",
          "the emergency access is over; what is still needed takes another");

  /**
   * Who may open one: those who may be the only one there when a child is in danger. As the
   * contract says of the calls; a default of the exchange, not law.
   */
  private static final Set<Role> MAY_OPEN =
      Set.of(
          Role.ROLE_CASE_MANAGER,
          Role.ROLE_DUTY_OFFICER,
          Role.ROLE_ON_CALL,
          Role.ROLE_SERVICE_MANAGER,
          Role.ROLE_HEAD_OF_SERVICE,
          Role.ROLE_FRONT_DOOR);

  private EmergencyRules() {}

  /** Whether a caller is one of those who may open one. */
  static boolean mayOpen(Caller caller) {
    return MAY_OPEN.stream().anyMatch(caller::holds);
  }

  /** Why an access may not be read under by a caller now; null when it may. */
  static @Nullable Failure refusal(
      @Nullable EmergencyAccessRow access, Caller caller, Instant now) {
    if (access == null || !access.reader().equals(caller.principal())) {
      return NOT_FOUND;
    }
    if (!access.isOpen(now)) {
      return ENDED;
    }
    return mayOpen(caller) ? null : Sessions.ROLE_WITHDRAWN;
  }

  /** The clock by which somebody has to look at an access. */
  static ClockKey reviewClock(UUID access) {
    return new ClockKey(ClockKind.CLOCK_KIND_EMERGENCY_ACCESS_REVIEW, access);
  }

  /** The clock that ends an access. */
  static ClockKey endClock(UUID access) {
    return new ClockKey(ClockKind.CLOCK_KIND_EMERGENCY_ACCESS_END, access);
  }

  /** Under which power an emergency access reads, beside the agreement it reads under. */
  static String gateway() {
    return LegalGateway.LEGAL_GATEWAY_VITAL_INTERESTS.name();
  }
}
