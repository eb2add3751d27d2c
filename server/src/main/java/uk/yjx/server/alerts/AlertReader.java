package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.storage.Database;

/** Reads alerts from their tables. */
@Singleton
final class AlertReader {

  private static final String BY_IDS = AlertRows.SELECT + "WHERE a.alert_id = ANY (?)";

  private static final String OPEN_OF_CHILD =
      AlertRows.SELECT
          + """
          WHERE a.child_id = ? AND a.state NOT IN (4, 6, 8) AND a.urgency <> 3
          ORDER BY a.raised_position
          """;

  private static final String ABOUT_CHILD =
      AlertRows.SELECT
          + """
          WHERE a.child_id = ? AND a.raised_position > ? AND k.wrapped IS NOT NULL
          ORDER BY a.raised_position
          FETCH FIRST ? ROWS WITH TIES
          """;

  private static final String PAGE =
      AlertRows.SELECT
          + """
          WHERE (a.service = ANY (?) OR EXISTS (
                  SELECT 1 FROM alerts.mailbox_entry m
                  WHERE m.alert_id = a.alert_id AND m.mailbox = ANY (?)))
            AND a.state = ANY (?) AND a.urgency = ANY (?)
            AND (?::uuid IS NULL OR a.child_id = ?::uuid)
            AND (NOT ? OR (a.due_at < ? AND a.state NOT IN (4, 5, 6, 8)))
            AND (a.raised_position, a.alert_id) < (?, ?)
            AND (a.urgency <> 3 OR a.raised_at > ?)
            AND (a.child_id IS NULL OR a.child_id <> ALL (?))
            AND (NOT a.shielded OR a.assigned_to = ? OR EXISTS (
                  SELECT 1 FROM alerts.mailbox_entry m
                  WHERE m.alert_id = a.alert_id AND m.mailbox = ?))
          ORDER BY a.raised_position DESC, a.alert_id DESC
          LIMIT ?
          """;

  private final Database database;
  private final AlertRows rows;

  AlertReader(Database database, AlertRows rows) {
    this.database = database;
    this.rows = rows;
  }

  /**
   * What to list. `before` is exclusive: newest first.
   *
   * @param hidden shielded children whose alerts are not there for the reader
   * @param reader whose own lines show alerts about protected children
   */
  record Query(
      Collection<String> services,
      Collection<String> mailboxes,
      Collection<AlertState> states,
      Collection<Urgency> urgencies,
      @Nullable UUID child,
      boolean overdueOnly,
      Instant now,
      Instant notesSince,
      long beforePosition,
      UUID beforeAlert,
      Collection<UUID> hidden,
      PrincipalId reader,
      int limit) {}

  /** Alerts by id; ids that name none are missing from the answer. */
  Map<UUID, AlertRow> byIds(Collection<UUID> ids) throws SQLException {
    Map<UUID, AlertRow> found = new HashMap<>();
    if (ids.isEmpty()) {
      return found;
    }
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(BY_IDS)) {
      s.setArray(1, c.createArrayOf("uuid", ids.toArray()));
      for (AlertRow row : rows.of(s)) {
        found.put(row.id(), row);
      }
    }
    return found;
  }

  /** Alerts about a child that somebody must still deal with. */
  List<AlertRow> openOf(ChildId child) throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(OPEN_OF_CHILD)) {
      s.setObject(1, child.value());
      return rows.of(s);
    }
  }

  /** Everything about a child raised after a position, in order; what was raised together too. */
  List<AlertRow> about(ChildId child, long after, int most) throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(ABOUT_CHILD)) {
      s.setObject(1, child.value());
      s.setLong(2, after);
      s.setInt(3, most);
      return rows.of(s);
    }
  }

  List<AlertRow> page(Query q) throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(PAGE)) {
      s.setArray(1, c.createArrayOf("text", q.services().toArray()));
      s.setArray(2, c.createArrayOf("text", q.mailboxes().toArray()));
      s.setArray(
          3, c.createArrayOf("int", q.states().stream().map(AlertState::getNumber).toArray()));
      s.setArray(4, c.createArrayOf("int", q.urgencies().stream().map(Urgency::ordinal).toArray()));
      s.setObject(5, q.child());
      s.setObject(6, q.child());
      s.setBoolean(7, q.overdueOnly());
      s.setObject(8, q.now().atOffset(java.time.ZoneOffset.UTC));
      s.setLong(9, q.beforePosition());
      s.setObject(10, q.beforeAlert());
      s.setObject(11, q.notesSince().atOffset(java.time.ZoneOffset.UTC));
      s.setArray(12, c.createArrayOf("uuid", q.hidden().toArray()));
      s.setString(13, q.reader().toString());
      s.setString(14, Mailbox.of(q.reader()).name());
      s.setInt(15, q.limit());
      return rows.of(s);
    }
  }
}
