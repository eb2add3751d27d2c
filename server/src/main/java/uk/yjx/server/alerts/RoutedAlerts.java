package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.storage.Database;

/** What was told to a service or an authority only because of a placement ends with it. */
@Singleton
public final class RoutedAlerts {
  private static final String OPEN =
      """
      SELECT alert_id
      FROM alerts.alert
      WHERE placement_id = ? AND state NOT IN (4, 6, 8) AND urgency <> 3
      ORDER BY raised_position, alert_id
      """;

  private static final String MAILBOXES =
      """
      SELECT DISTINCT alert_id, mailbox, service
      FROM alerts.mailbox_entry
      WHERE alert_id = ANY (?) AND cause <> 7
      ORDER BY alert_id, mailbox
      """;

  private final Database database;
  private final AlertReader reader;
  private final AlertTables tables;
  private final AlertLadders ladders;

  RoutedAlerts(Database database, AlertReader reader, AlertTables tables, AlertLadders ladders) {
    this.database = database;
    this.reader = reader;
    this.tables = tables;
    this.ladders = ladders;
  }

  /**
   * Ends every alert that is there because of a placement and waits for somebody: its ladder stops,
   * nobody need look at it, and whoever has it is told that it moved away. From then on nothing of
   * it is released, also not what was on its way.
   */
  public void end(Entry.Builder entry, UUID placement, Instant now) {
    entry.depends(FactKey.alertsThrough(placement));
    try (Connection c = database.pool().getConnection()) {
      List<UUID> open = open(c, placement);
      Map<UUID, AlertRow> rows = reader.byIds(open);
      for (UUID id : open) {
        AlertRow row = rows.get(id);
        if (row != null) {
          entry.depends(FactKey.alert(id));
          ladders.stop(entry, row, "placement-over", now);
          tables.settle(entry, id);
        }
      }
      mailboxes(c, open).forEach(line -> tables.append(entry, line));
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  private static List<UUID> open(Connection c, UUID placement) throws SQLException {
    List<UUID> found = new ArrayList<>();
    try (PreparedStatement s = c.prepareStatement(OPEN)) {
      s.setObject(1, placement);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(r.getObject(1, UUID.class));
        }
      }
    }
    return found;
  }

  private static List<MailboxEntry> mailboxes(Connection c, List<UUID> alerts) throws SQLException {
    List<MailboxEntry> found = new ArrayList<>();
    try (PreparedStatement s = c.prepareStatement(MAILBOXES)) {
      s.setArray(1, c.createArrayOf("uuid", alerts.toArray()));
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(
              new MailboxEntry(
                  new Mailbox(r.getString(2)),
                  new AgencyId(r.getString(3)),
                  r.getObject(1, UUID.class),
                  EntryCause.ENTRY_CAUSE_MOVED_AWAY));
        }
      }
    }
    return found;
  }
}
