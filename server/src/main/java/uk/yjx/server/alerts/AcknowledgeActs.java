package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AcknowledgeResult;
import uk.yjx.alerts.v1.AcknowledgeStatus;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.ChildId;

/** What becomes of one alert that a reader acknowledges or has read. */
@Singleton
final class AcknowledgeActs {
  private final AlertTables tables;
  private final RecallTables recalls;
  private final Relations relations;
  private final Colleagues colleagues;
  private final AlertLadders ladders;

  AcknowledgeActs(
      AlertTables tables,
      RecallTables recalls,
      Relations relations,
      Colleagues colleagues,
      AlertLadders ladders) {
    this.tables = tables;
    this.recalls = recalls;
    this.relations = relations;
    this.colleagues = colleagues;
    this.ladders = ladders;
  }

  /**
   * Adds to the entry what the reader's word changes, and says what it came to.
   *
   * @param row the alert, or null when there is none
   */
  AcknowledgeResult apply(
      Entry.Builder entry,
      Caller now,
      Acknowledgements.Verb verb,
      UUID id,
      @Nullable AlertRow row,
      Instant at) {
    Standing standing = row == null ? Standing.NONE : relations.standing(now, row, at);
    AlertRow.Recipient recalled = row == null ? null : row.recalledFrom(now.principal());
    if (recalled != null) {
      return confirmRecall(entry, now, verb, id, recalled, at);
    }
    if (row == null || !standing.maySee()) {
      return refused(id, Acknowledgements.NOT_FOUND);
    }
    if (row.recalled() != null) {
      return refused(id, Acknowledgements.WITHDRAWN);
    }
    ChildId child = row.alert().child();
    if (child != null) {
      entry.depends(FactKey.child(child));
    }
    return switch (verb) {
      case READ -> read(entry, row, standing, at);
      case ACKNOWLEDGE -> acknowledge(entry, now, row, standing, at);
    };
  }

  /**
   * Whoever received the alert confirms its recall, whether or not they still have the child. What
   * was on its way as an acknowledgement of the alert itself, before the recall came to its reader,
   * confirms nothing.
   */
  private AcknowledgeResult confirmRecall(
      Entry.Builder entry,
      Caller now,
      Acknowledgements.Verb verb,
      UUID id,
      AlertRow.Recipient recalled,
      Instant at) {
    if (verb == Acknowledgements.Verb.READ || recalled.confirmBy() == null) {
      return result(id, AcknowledgeStatus.ACKNOWLEDGE_STATUS_ALREADY);
    }
    if (!recalled.told()) {
      return refused(id, Acknowledgements.WITHDRAWN);
    }
    recalls.confirmed(entry, id, now.principal(), at);
    return result(id, AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED);
  }

  /** Only the read of who must know counts: a manager's look leaves the alert unread. */
  private AcknowledgeResult read(Entry.Builder entry, AlertRow row, Standing standing, Instant at) {
    boolean unread =
        row.state() == AlertState.ALERT_STATE_OPEN
            || row.state() == AlertState.ALERT_STATE_DELIVERED;
    if (!unread) {
      return result(row.id(), AcknowledgeStatus.ACKNOWLEDGE_STATUS_ALREADY);
    }
    if (!isResponsible(row, standing, at)) {
      return refused(row.id(), Acknowledgements.NOT_RESPONSIBLE);
    }
    tables.change(
        entry, new AlertTables.StateChange(row.id(), AlertState.ALERT_STATE_READ, null, null));
    return result(row.id(), AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED);
  }

  private AcknowledgeResult acknowledge(
      Entry.Builder entry, Caller now, AlertRow row, Standing standing, Instant at) {
    if (row.alert().isNote()) {
      return refused(row.id(), Acknowledgements.IS_NOTE);
    }
    if (standing == Standing.VICTIM_WORKER) {
      return refused(row.id(), Acknowledgements.NOT_RESPONSIBLE);
    }
    AlertState to = stateAfter(row, standing, at);
    if (row.isDealtWith() || row.state() == to) {
      return result(row.id(), AcknowledgeStatus.ACKNOWLEDGE_STATUS_ALREADY);
    }
    tables.change(entry, new AlertTables.StateChange(row.id(), to, now.principal(), at));
    ladders.stop(entry, row, "acknowledged", at);
    colleagues.tell(entry, now.principal(), row, at);
    return result(row.id(), AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED);
  }

  /** Cover stops the clock but leaves the alert unread for the case manager, if there is one. */
  private AlertState stateAfter(AlertRow row, Standing standing, Instant at) {
    return isResponsible(row, standing, at)
        ? AlertState.ALERT_STATE_ACKNOWLEDGED
        : AlertState.ALERT_STATE_HANDLED_BY_COVER;
  }

  /** Whether the alert is the reader's own: nobody else leads the case. */
  private boolean isResponsible(AlertRow row, Standing standing, Instant at) {
    ChildId child = row.alert().child();
    return switch (standing) {
      case OWN_WORKER, FRONT_DOOR -> true;
      case VICTIM_WORKER -> false;
      case COVER, DUTY_DESK, MANAGER ->
          child == null || relations.holders(row.alert(), at).lead().isEmpty();
      case NONE -> throw new IllegalStateException("a stranger does nothing with an alert");
    };
  }

  private static AcknowledgeResult refused(UUID id, String reason) {
    return AcknowledgeResult.newBuilder()
        .setAlertId(id.toString())
        .setStatus(AcknowledgeStatus.ACKNOWLEDGE_STATUS_REFUSED)
        .setReason(reason)
        .build();
  }

  private static AcknowledgeResult result(UUID id, AcknowledgeStatus status) {
    return AcknowledgeResult.newBuilder().setAlertId(id.toString()).setStatus(status).build();
  }
}
