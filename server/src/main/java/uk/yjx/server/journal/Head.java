package uk.yjx.server.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

  private static final String ADVANCE =
      """
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

  /** Stores the head after a batch. */
  static void advance(Connection connection, long position, Frontier frontier, UUID batch)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(ADVANCE)) {
      s.setLong(1, position);
      s.setLong(2, frontier.size());
      s.setBytes(3, frontier.encode());
      s.setObject(4, batch);
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
