package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.server.storage.Database;

/** Reads the lines of mailboxes from their table. */
@Singleton
final class MailboxLines {
  /**
   * An alert comes once for each position, by its first line there, and a warning about it once;
   * cause 7 is MOVED_AWAY, 8 SEPARATION.
   */
  private static final String LINES =
      """
      SELECT m.mailbox, m.position, m.ordinal, m.service, m.alert_id, m.cause
      FROM alerts.mailbox_entry m
      WHERE (m.mailbox = ANY (?) OR (m.service = ANY (?) AND m.cause <> 7))
        AND (m.position, m.ordinal) > (?, ?) AND m.position <= ?
        AND NOT EXISTS (
          SELECT 1 FROM alerts.mailbox_entry e
          WHERE e.position = m.position AND e.ordinal < m.ordinal AND e.alert_id = m.alert_id
            AND (e.cause = 8) = (m.cause = 8)
            AND (e.mailbox = ANY (?) OR (e.service = ANY (?) AND e.cause <> 7)))
      ORDER BY m.position, m.ordinal
      LIMIT ?
      """;

  private static final String ALL_LINES =
      """
      SELECT m.mailbox, m.position, m.ordinal, m.service, m.alert_id, m.cause
      FROM alerts.mailbox_entry m
      WHERE m.position > ? AND m.position <= ?
      ORDER BY m.position, m.ordinal
      LIMIT ?
      """;

  private final Database database;

  MailboxLines(Database database) {
    this.database = database;
  }

  /** Lines of a selection in (after, upTo], in order. */
  List<FeedItem> of(Selection selection, FeedItem.Place after, long upTo, int limit)
      throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(LINES)) {
      Array mailboxes = c.createArrayOf("text", selection.mailboxes().toArray());
      Array services = c.createArrayOf("text", selection.services().toArray());
      s.setArray(1, mailboxes);
      s.setArray(2, services);
      s.setLong(3, after.position());
      s.setInt(4, after.ordinal());
      s.setLong(5, upTo);
      s.setArray(6, mailboxes);
      s.setArray(7, services);
      s.setInt(8, limit);
      return found(s);
    }
  }

  /** Every line at positions in (after, upTo], in order. */
  List<FeedItem> all(long after, long upTo, int limit) throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(ALL_LINES)) {
      s.setLong(1, after);
      s.setLong(2, upTo);
      s.setInt(3, limit);
      return found(s);
    }
  }

  private static List<FeedItem> found(PreparedStatement s) throws SQLException {
    List<FeedItem> found = new ArrayList<>();
    try (ResultSet r = s.executeQuery()) {
      while (r.next()) {
        found.add(
            new FeedItem(
                new FeedItem.Place(r.getLong(2), r.getInt(3)),
                r.getString(1),
                r.getString(4),
                r.getObject(5, UUID.class),
                EntryCause.forNumber(r.getInt(6))));
      }
    }
    return found;
  }
}
