package uk.yjx.server.alerts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;

/**
 * Which lines a stream tells.
 *
 * @param freshUntil up to here only what is still open is told: the stream began without a cursor
 * @param reader whose stream it is
 */
record Wanted(FeedItem.Place freshUntil, PrincipalId reader) {

  /** Whether lines begin where only what is still open is told, which their tables know. */
  boolean needsTables(Ring.Slice slice) {
    return !slice.items().getFirst().place().isAfter(freshUntil);
  }

  /** The lines that are told, in their order. */
  List<FeedItem> among(List<FeedItem> items, Map<UUID, AlertRow> rows, Instant now) {
    return items.stream().filter(item -> takes(item, rows.get(item.alert()), now)).toList();
  }

  /** Whether a line is told, given its alert as it stands. */
  private boolean takes(FeedItem item, @Nullable AlertRow row, Instant now) {
    if (item.cause() == EntryCause.ENTRY_CAUSE_EMERGENCY_ACCESS) {
      return true; // it is about no alert; what has been reviewed is left out at its release
    }
    if (row == null) {
      return false;
    }
    if (item.cause() == EntryCause.ENTRY_CAUSE_WITHDRAWN) {
      // Whatever its age, and to who began afresh until it is confirmed.
      AlertRow.Recipient recipient = row.recalledFrom(reader);
      return recipient != null
          && (item.place().isAfter(freshUntil) || recipient.confirmBy() != null);
    }
    boolean view =
        row.alert().urgency() != Urgency.NOTE
            || row.alert().raisedAt().isAfter(now.minus(AlertStream.NOTE_VIEW));
    if (item.place().isAfter(freshUntil)) {
      return view;
    }
    if (item.cause() == EntryCause.ENTRY_CAUSE_REVIEW) {
      // Acknowledging the alert has reviewed nothing; the closing of the review gives an outcome.
      return row.state() != AlertState.ALERT_STATE_OUTCOME_RECORDED
          && row.state() != AlertState.ALERT_STATE_WITHDRAWN;
    }
    boolean tells =
        switch (item.cause()) {
          case ENTRY_CAUSE_NEW,
              ENTRY_CAUSE_REASSIGNED,
              ENTRY_CAUSE_COVER,
              ENTRY_CAUSE_ESCALATED,
              ENTRY_CAUSE_SEPARATION ->
              true;
          case ENTRY_CAUSE_UNSPECIFIED,
              ENTRY_CAUSE_CHANGED,
              ENTRY_CAUSE_WITHDRAWN,
              ENTRY_CAUSE_MOVED_AWAY,
              ENTRY_CAUSE_EMERGENCY_ACCESS,
              ENTRY_CAUSE_REVIEW,
              UNRECOGNIZED ->
              false;
        };
    return tells && view && !row.isDealtWith();
  }
}
