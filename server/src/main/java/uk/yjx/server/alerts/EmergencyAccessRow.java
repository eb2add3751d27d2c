package uk.yjx.server.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.EmergencyDecision;
import uk.yjx.alerts.v1.EmergencyReason;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/**
 * An emergency access as it stands.
 *
 * @param position of the entry that opened it
 * @param reader who opened it
 * @param service the service whose record was asked for
 * @param number the child's number there, as the reader gave it
 * @param child the child; null when the number names none that the reader may know of
 * @param until when it ends, unless it is closed before
 * @param closedAt when it was closed; null while nobody and no deadline has
 */
record EmergencyAccessRow(
    UUID id,
    long position,
    PrincipalId reader,
    AgencyId service,
    String number,
    @Nullable ChildId child,
    EmergencyReason reason,
    String justification,
    Instant openedAt,
    Instant until,
    Instant reviewDueAt,
    @Nullable Instant closedAt,
    EmergencyDecision decision,
    @Nullable PrincipalId reviewedBy,
    @Nullable Instant reviewedAt) {
  /** For so long an access that was not justified is told to whoever opens a stream afresh. */
  static final Duration ABUSE_VIEW = Duration.ofDays(28);

  /** Whether it may be read under. */
  boolean isOpen(Instant now) {
    return closedAt == null && now.isBefore(until);
  }

  /** Whether those who answer for it are to be told of it: until it is settled. */
  boolean concerns(Instant now) {
    return switch (decision) {
      case EMERGENCY_DECISION_UNSPECIFIED, UNRECOGNIZED -> true;
      case EMERGENCY_DECISION_JUSTIFIED -> false;
      case EMERGENCY_DECISION_NOT_JUSTIFIED ->
          reviewedAt != null && now.isBefore(reviewedAt.plus(ABUSE_VIEW));
    };
  }

  /** Whether nobody has decided upon it. */
  boolean isUnreviewed() {
    return decision == EmergencyDecision.EMERGENCY_DECISION_UNSPECIFIED;
  }
}
