package uk.yjx.server.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
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

  /** The head under its lock, and what was committed before it of the requests asked for. */
  record Locked(Head head, Map<String, KnownRequests.Known> known) {}

  /** Takes the row lock and then looks for the requests, in one round trip. */
  static Locked lock(Connection connection, List<RequestKey> asked) throws SQLException {
    if (asked.isEmpty()) {
      return new Locked(lock(connection), Map.of());
    }
    try (PreparedStatement s = connection.prepareStatement(LOCK + ";\n" + KnownRequests.FIND)) {
      KnownRequests.ask(s, asked);
      s.execute();
      Head head;
      try (ResultSet r = s.getResultSet()) {
        head = read(r);
      }
      s.getMoreResults();
      try (ResultSet r = s.getResultSet()) {
        return new Locked(head, KnownRequests.found(r));
      }
    }
  }

  /** Reads the committed head without a lock. */
  static Head read(Connection connection) throws SQLException {
    return select(connection, READ);
  }

  /**
   * Adds to the script: stores the batch that leads from this head to another one, and that head.
   */
  void advance(Script script, UUID batch, long last, Frontier reached, Instant recordedAt) {
    script.add(
        ADVANCE,
        (s, i) -> s.setObject(i, batch),
        (s, i) -> s.setLong(i, position + 1),
        (s, i) -> s.setLong(i, last),
        (s, i) -> s.setObject(i, recordedAt.atOffset(ZoneOffset.UTC)),
        (s, i) -> s.setLong(i, last),
        (s, i) -> s.setLong(i, reached.size()),
        (s, i) -> s.setBytes(i, reached.encode()),
        (s, i) -> s.setObject(i, batch));
  }

  private static Head select(Connection connection, String sql) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql);
        ResultSet r = s.executeQuery()) {
      return read(r);
    }
  }

  private static Head read(ResultSet r) throws SQLException {
    if (!r.next()) {
      throw new IllegalStateException("journal.head has no row");
    }
    byte[] encoded = r.getBytes(4);
    Frontier frontier = encoded.length == 0 ? Frontier.empty() : Frontier.decode(encoded);
    return new Head(r.getLong(1), r.getLong(2), frontier);
  }
}
