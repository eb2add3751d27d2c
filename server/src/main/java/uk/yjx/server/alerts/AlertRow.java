package uk.yjx.server.alerts;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.server.kernel.PrincipalId;

/**
 * An alert as it stands now.
 *
 * @param raisedPosition position of the entry that raised it
 * @param assignedTo the worker it was given to by itself; null when it goes with the case
 * @param acceptedBy who has accepted its conditions
 * @param disputed the child or a parent disputes it and has no answer yet
 * @param recalled set when it was recalled: of the alert nothing but this is left
 */
record AlertRow(
    NewAlert alert,
    long raisedPosition,
    AlertState state,
    @Nullable PrincipalId assignedTo,
    @Nullable PrincipalId acknowledgedBy,
    @Nullable Instant acknowledgedAt,
    AlertOutcome outcome,
    Set<PrincipalId> acceptedBy,
    boolean disputed,
    @Nullable Recalled recalled) {

  AlertRow {
    acceptedBy = Set.copyOf(acceptedBy);
  }

  /**
   * Why and when it was recalled.
   *
   * @param recipients everyone who had received it
   */
  record Recalled(RecallReason reason, Instant at, Map<PrincipalId, Recipient> recipients) {
    Recalled {
      recipients = Map.copyOf(recipients);
    }
  }

  /**
   * How far the recall has got with one person who had received the alert.
   *
   * @param told the recall was released towards this person
   * @param confirmBy by when it must be confirmed; null once it is
   */
  record Recipient(boolean told, @Nullable Instant confirmBy) {}

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
        Set.of(),
        false,
        null);
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

  /** How far its recall has got with a person; null when it stands or never reached them. */
  @Nullable Recipient recalledFrom(PrincipalId person) {
    return recalled == null ? null : recalled.recipients().get(person);
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
