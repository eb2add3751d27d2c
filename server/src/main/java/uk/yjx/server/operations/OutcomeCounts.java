package uk.yjx.server.operations;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.operations.v1.CountOutcomesResponse;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.storage.Database;

/** Counts what became of everything between two positions of the journal, as it stands now. */
@Singleton
final class OutcomeCounts {
  private static final String HEAD =
      """
      SELECT position
      FROM journal.head
      WHERE only_row
      """;

  /**
   * Links that a look-back found later count for the notice they belong to; a recall undoes them.
   */
  private static final String NOTICES =
      """
      SELECT count(*),
             count(*) FILTER (WHERE l.linked),
             count(*) FILTER (WHERE NOT l.linked),
             count(*) FILTER (WHERE l.linked IS NULL AND n.withdrawn_at IS NULL),
             count(*) FILTER (WHERE n.withdrawn_at IS NOT NULL)
      FROM intelligence.notice n
      LEFT JOIN (
        SELECT notice_position, bool_or(outcome = 1) AS linked
        FROM intelligence.link
        WHERE notice_position > ? AND notice_position <= ?
        GROUP BY notice_position) l ON l.notice_position = n.position
      WHERE n.position > ? AND n.position <= ?
      """;

  private static final String ALERTS =
      """
      SELECT count(*) FILTER (WHERE a.urgency <> ?),
             count(*) FILTER (WHERE a.urgency = ?),
             count(*) FILTER (WHERE EXISTS (
               SELECT FROM alerts.disclosure d WHERE d.alert_id = a.alert_id)),
             count(*) FILTER (WHERE a.state = ANY (?))
      FROM alerts.alert a
      WHERE a.raised_position > ? AND a.raised_position <= ? AND a.recalled_at IS NULL
      """;

  private static final String MAILBOX_ENTRIES =
      """
      SELECT count(*)
      FROM alerts.mailbox_entry
      WHERE position > ? AND position <= ?
      """;

  private static final String UNOWNED =
      """
      SELECT count(*)
      FROM alerts.unowned
      WHERE position > ? AND position <= ? AND NOT closed
      """;

  private static final Integer[] DEALT_WITH = {
    AlertState.ALERT_STATE_ACKNOWLEDGED.getNumber(),
    AlertState.ALERT_STATE_HANDLED_BY_COVER.getNumber(),
    AlertState.ALERT_STATE_OUTCOME_RECORDED.getNumber()
  };

  private final Database database;

  OutcomeCounts(Database database) {
    this.database = database;
  }

  /**
   * Counts what lies after one position and up to another, 0 for all.
   *
   * @throws SQLException if the database does not answer
   */
  CountOutcomesResponse count(long after, long upTo) throws SQLException {
    try (Connection c = database.pool().getConnection()) {
      CountOutcomesResponse.Builder counts = CountOutcomesResponse.newBuilder();
      long head = one(c, HEAD);
      long end = upTo == 0 ? head : upTo;
      notices(c, after, end, counts);
      alerts(c, after, end, counts);
      return counts
          .setMailboxEntries(one(c, MAILBOX_ENTRIES, after, end))
          .setUnownedOpen(one(c, UNOWNED, after, end))
          .setHeadPosition(head)
          .build();
    }
  }

  private static void notices(
      Connection c, long after, long end, CountOutcomesResponse.Builder counts)
      throws SQLException {
    try (PreparedStatement s = c.prepareStatement(NOTICES)) {
      s.setLong(1, after);
      s.setLong(2, end);
      s.setLong(3, after);
      s.setLong(4, end);
      try (ResultSet r = s.executeQuery()) {
        r.next();
        counts
            .setNotices(r.getLong(1))
            .setLinked(r.getLong(2))
            .setReview(r.getLong(3))
            .setUnmatched(r.getLong(4))
            .setWithdrawn(r.getLong(5));
      }
    }
  }

  private static void alerts(
      Connection c, long after, long end, CountOutcomesResponse.Builder counts)
      throws SQLException {
    try (PreparedStatement s = c.prepareStatement(ALERTS)) {
      s.setInt(1, Urgency.NOTE.ordinal());
      s.setInt(2, Urgency.NOTE.ordinal());
      s.setArray(3, c.createArrayOf("int", DEALT_WITH));
      s.setLong(4, after);
      s.setLong(5, end);
      try (ResultSet r = s.executeQuery()) {
        r.next();
        counts
            .setAlerts(r.getLong(1))
            .setNotes(r.getLong(2))
            .setDelivered(r.getLong(3))
            .setAcknowledged(r.getLong(4));
      }
    }
  }

  private static long one(Connection c, String sql, long... parameters) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        s.setLong(i + 1, parameters[i]);
      }
      try (ResultSet r = s.executeQuery()) {
        r.next();
        return r.getLong(1);
      }
    }
  }
}
