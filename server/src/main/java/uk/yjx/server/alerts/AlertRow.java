package uk.yjx.server.alerts;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.server.kernel.PrincipalId;

/**
 * An alert as it stands now.
 *
 * @param raisedPosition position of the entry that raised it
 * @param assignedTo the worker it was given to by itself; null when it goes with the case
 * @param acceptedBy who has accepted its conditions
 */
record AlertRow(
    NewAlert alert,
    long raisedPosition,
    AlertState state,
    @Nullable PrincipalId assignedTo,
    @Nullable PrincipalId acknowledgedBy,
    @Nullable Instant acknowledgedAt,
    AlertOutcome outcome,
    Set<PrincipalId> acceptedBy) {

  AlertRow {
    acceptedBy = Set.copyOf(acceptedBy);
  }

  /** As it is at the moment it is raised. */
  static AlertRow raised(NewAlert alert, long position) {
    return new AlertRow(
        alert,
        position,
        AlertState.ALERT_STATE_OPEN,
        null,
        null,
        null,
        AlertOutcome.ALERT_OUTCOME_UNSPECIFIED,
        Set.of());
  }

  UUID id() {
    return alert.id();
  }

  /** Whether nobody need do anything about it any more. */
  boolean isDealtWith() {
    return switch (state) {
      case ALERT_STATE_ACKNOWLEDGED, ALERT_STATE_OUTCOME_RECORDED, ALERT_STATE_WITHDRAWN -> true;
      case ALERT_STATE_UNSPECIFIED,
          ALERT_STATE_OPEN,
          ALERT_STATE_DELIVERED,
          ALERT_STATE_READ,
          ALERT_STATE_HANDLED_BY_COVER,
          ALERT_STATE_REOPENED,
          UNRECOGNIZED ->
          false;
    };
  }

  /** Whether its due time has passed without anyone dealing with it. */
  boolean isOverdue(Instant now) {
    Instant due = alert.dueAt();
    return due != null
        && now.isAfter(due)
        && !isDealtWith()
        && state != AlertState.ALERT_STATE_HANDLED_BY_COVER;
  }
}
