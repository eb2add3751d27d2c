package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.EntryCause;

/**
 * Recalls: told to whoever had received the alert, whatever they may see today. A stream tells one
 * by its own line alone, so that it comes once and after the alert; a call that asks for the alert
 * sees what is left of it.
 */
@Singleton
final class RecallLines {
  private final Relations relations;
  private final RecallTables recalls;
  private final AlertLines alerts;

  RecallLines(Relations relations, RecallTables recalls, AlertLines alerts) {
    this.relations = relations;
    this.recalls = recalls;
    this.alerts = alerts;
  }

  /** What is left of a recalled alert; null when the reader is not to hear of it by this line. */
  @Nullable AlertEvent event(DisclosureEntry entry, AlertRow row, EntryCause cause) {
    AlertRow.Recipient recipient = row.recalledFrom(entry.principal());
    boolean mayKnow = relations.standing(entry.caller(), row, entry.now()).maySee();
    if (!tells(cause, recipient != null, mayKnow)) {
      return null;
    }
    if (recipient != null && !recipient.told()) {
      recalls.told(entry.rows(), row.id(), entry.principal());
    }
    entry.log(row.alert(), row.alert().basis().forLog(), "recalled");
    return AlertEvent.newBuilder()
        .setCause(
            cause == EntryCause.ENTRY_CAUSE_ESCALATED ? cause : EntryCause.ENTRY_CAUSE_WITHDRAWN)
        .setAlert(
            Projection.tombstone(
                row, entry.principal(), mayKnow ? alerts.child(row) : Optional.empty()))
        .build();
  }

  private static boolean tells(EntryCause cause, boolean received, boolean mayKnow) {
    return switch (cause) {
      case ENTRY_CAUSE_WITHDRAWN -> received;
      case ENTRY_CAUSE_UNSPECIFIED, ENTRY_CAUSE_ESCALATED -> received || mayKnow;
      case ENTRY_CAUSE_NEW,
          ENTRY_CAUSE_REASSIGNED,
          ENTRY_CAUSE_COVER,
          ENTRY_CAUSE_CHANGED,
          ENTRY_CAUSE_MOVED_AWAY,
          ENTRY_CAUSE_SEPARATION,
          ENTRY_CAUSE_EMERGENCY_ACCESS,
          ENTRY_CAUSE_REVIEW,
          UNRECOGNIZED ->
          false;
    };
  }
}
