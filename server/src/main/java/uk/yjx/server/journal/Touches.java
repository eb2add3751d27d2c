package uk.yjx.server.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads which facts committed entries changed. */
final class Touches {

  private static final String READ =
      """
      SELECT position, touches
      FROM journal.entry
      WHERE position > ? AND position <= ? AND touches IS NOT NULL
      ORDER BY position
      """;

  private Touches() {}

  /** Is told which facts an entry changed. */
  interface Sink {
    void touched(long[] keys, long position);
  }

  /** Tells the sink of every entry at positions in (after, upTo] that changed facts, in order. */
  static void read(Connection connection, long after, long upTo, Sink sink) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(READ)) {
      s.setLong(1, after);
      s.setLong(2, upTo);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          sink.touched(EntryTables.decode(r.getBytes(2)), r.getLong(1));
        }
      }
    }
  }
}
