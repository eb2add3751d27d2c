package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.RecordKey;

/** What a room that links alerts knows of them, and the alerts it raises because of that. */
@Singleton
public final class LinkedAlerts {
  private final AlertReader reader;
  private final AlertTables tables;
  private final AlertLadders ladders;
  private final Relations relations;
  private final Colleagues colleagues;
  private final DirectoryFacts directory;
  private final Ids ids;

  LinkedAlerts(
      AlertReader reader,
      AlertTables tables,
      AlertLadders ladders,
      Relations relations,
      Colleagues colleagues,
      DirectoryFacts directory,
      Ids ids) {
    this.reader = reader;
    this.tables = tables;
    this.ladders = ladders;
    this.relations = relations;
    this.colleagues = colleagues;
    this.directory = directory;
    this.ids = ids;
  }

  /**
   * An alert about a child, without its content.
   *
   * @param recordPosition position of the record it was raised from
   * @param raisedPosition position of the entry that raised it
   * @param recalled why it was recalled; null while it stands
   */
  public record Linked(
      UUID id,
      ChildId child,
      AgencyId service,
      AgencyId source,
      AlertKind kind,
      Instant raisedAt,
      long recordPosition,
      long raisedPosition,
      @Nullable RecallReason recalled) {}

  /** Those of these alerts that are there, in the order asked for; never notes. */
  public Map<UUID, Linked> find(Collection<UUID> alerts) {
    return linked(alerts, row -> true);
  }

  /** Those of them that a caller may see now. */
  public Map<UUID, Linked> visible(Caller caller, Collection<UUID> alerts, Instant now) {
    return linked(alerts, row -> relations.standing(caller, row, now).maySee());
  }

  /** Raises an alert towards whoever is responsible for its child, or at its front door. */
  public void raise(Entry.Builder entry, RecordKey key, NewAlert alert) {
    tables.raise(entry, key, alert);
    ChildId child = alert.child();
    entry.depends(FactKey.service(alert.service()));
    if (child == null) {
      ladders.append(entry, Mailbox.frontDoor(alert.service()), alert, EntryCause.ENTRY_CAUSE_NEW);
    } else {
      entry.depends(FactKey.child(child));
      Holders holders = relations.holders(alert, alert.raisedAt());
      for (Mailbox to : Recipients.of(holders, alert, directory.current())) {
        ladders.append(entry, to, alert, EntryCause.ENTRY_CAUSE_NEW);
      }
      if (!Recipients.reachAnyone(holders, alert.service(), directory.current())) {
        tables.unowned(entry, nobodyHolds(alert));
      }
    }
    ladders.begin(entry, alert);
  }

  /** What an alert told of has changed: whoever is responsible looks again. */
  public void changed(Entry.Builder entry, UUID alert, Instant now) {
    AlertRow row = read(List.of(alert)).get(alert);
    if (row != null) {
      entry.depends(FactKey.alert(alert));
      colleagues.tellAll(entry, row, now);
    }
  }

  /** What an alert told of is over: nobody need do anything about it, and its ladder stops. */
  public void over(Entry.Builder entry, UUID alert, String why, Instant now) {
    AlertRow row = read(List.of(alert)).get(alert);
    entry.depends(FactKey.alert(alert));
    if (row != null
        && row.state() != AlertState.ALERT_STATE_OUTCOME_RECORDED
        && row.state() != AlertState.ALERT_STATE_WITHDRAWN) {
      tables.settle(entry, alert);
      ladders.stop(entry, row, why, now);
      colleagues.tellAll(entry, row, now);
    }
  }

  private AlertTables.UnownedItem nobodyHolds(NewAlert alert) {
    return new AlertTables.UnownedItem(
        ids.next(),
        UnownedReason.UNOWNED_REASON_NO_HOLDER,
        alert.urgency(),
        alert.service(),
        alert.raisedAt(),
        alert.raisedAt());
  }

  private Map<UUID, Linked> linked(Collection<UUID> alerts, Predicate<AlertRow> which) {
    Map<UUID, AlertRow> rows = read(alerts);
    Map<UUID, Linked> found = new LinkedHashMap<>();
    for (UUID id : alerts) {
      AlertRow row = rows.get(id);
      if (row != null && !row.alert().isNote() && which.test(row)) {
        ChildId child = row.alert().child();
        if (child != null) {
          found.put(id, linked(row, child));
        }
      }
    }
    return found;
  }

  private static Linked linked(AlertRow row, ChildId child) {
    NewAlert alert = row.alert();
    AlertRow.Recalled recalled = row.recalled();
    Long record = alert.recordPosition();
    return new Linked(
        alert.id(),
        child,
        alert.service(),
        alert.source(),
        alert.kind(),
        alert.raisedAt(),
        record == null ? row.raisedPosition() : record,
        row.raisedPosition(),
        recalled == null ? null : recalled.reason());
  }

  private Map<UUID, AlertRow> read(Collection<UUID> alerts) {
    try {
      return reader.byIds(new ArrayList<>(alerts));
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }
}
