package uk.yjx.server.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import uk.yjx.server.audit.Frontier;

/** The head of the journal: whoever holds its row decides the next positions. */
record Head(long epoch, long position, Frontier frontier) {

  private static final String LOCK =
      """
      SELECT epoch, position, tree_size, frontier
      FROM journal.head
      WHERE only_row
      FOR NO KEY UPDATE
      """;

  /** Both rows in one round trip: the batch is known by its id as soon as the head has moved. */
  private static final String ADVANCE =
      """
      WITH batch AS (
        INSERT INTO journal.batch (batch_id, first_position, last_position, recorded_at)
        VALUES (?, ?, ?, ?))
      UPDATE journal.head
      SET position = ?, tree_size = ?, frontier = ?, batch_id = ?
      WHERE only_row
      """;

  private static final String READ =
      """
      SELECT epoch, position, tree_size, frontier
      FROM journal.head
      WHERE only_row
      """;

  /** Takes the row lock, waiting for whoever holds it, until the transaction ends. */
  static Head lock(Connection connection) throws SQLException {
    return select(connection, LOCK);
  }

  /** Reads the committed head without a lock. */
  static Head read(Connection connection) throws SQLException {
    return select(connection, READ);
  }

  /** Stores the batch that leads from this head to another one, and that head. */
  void advance(Connection connection, UUID batch, long last, Frontier reached, Instant recordedAt)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(ADVANCE)) {
      s.setObject(1, batch);
      s.setLong(2, position + 1);
      s.setLong(3, last);
      s.setObject(4, recordedAt.atOffset(ZoneOffset.UTC));
      s.setLong(5, last);
      s.setLong(6, reached.size());
      s.setBytes(7, reached.encode());
      s.setObject(8, batch);
      s.executeUpdate();
    }
  }

  private static Head select(Connection connection, String sql) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql);
        ResultSet r = s.executeQuery()) {
      if (!r.next()) {
        throw new IllegalStateException("journal.head has no row");
      }
      byte[] encoded = r.getBytes(4);
      Frontier frontier = encoded.length == 0 ? Frontier.empty() : Frontier.decode(encoded);
      return new Head(r.getLong(1), r.getLong(2), frontier);
    }
  }
}
