package uk.yjx.server.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counters in memory and in a table: whoever adds to one must have seen every addition before. */
final class TestCounters implements FactSource, TableWriter<TestCounters.Value> {
  private static final String STORE =
      """
      INSERT INTO journal_test.fact (fact, value, changed_position)
      VALUES (?, ?, ?)
      ON CONFLICT (fact) DO UPDATE
      SET value = excluded.value, changed_position = excluded.changed_position
      """;

  private static final String CHANGED =
      """
      SELECT fact, value
      FROM journal_test.fact
      WHERE changed_position > ? AND changed_position <= ?
      ORDER BY fact
      """;

  /** What a counter is set to. */
  record Value(long fact, long value) {}

  private final Map<Long, Long> values = new ConcurrentHashMap<>();

  /** Thrown by the next refreshes, so many times. */
  volatile int failures;

  long value(long fact) {
    return values.getOrDefault(fact, 0L);
  }

  @Override
  public void refresh(Connection connection, long after, long upTo) throws SQLException {
    if (failures > 0) {
      failures--;
      throw new IllegalStateException("this room cannot read its facts just now");
    }
    try (PreparedStatement s = connection.prepareStatement(CHANGED)) {
      s.setLong(1, after);
      s.setLong(2, upTo);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          values.put(r.getLong(1), r.getLong(2));
        }
      }
    }
  }

  @Override
  public int rank() {
    return 1;
  }

  @Override
  public void write(Connection connection, List<Placed<Value>> rows) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(STORE)) {
      for (Placed<Value> placed : rows) {
        s.setLong(1, placed.row().fact());
        s.setLong(2, placed.row().value());
        s.setLong(3, placed.position());
        s.addBatch();
      }
      s.executeBatch();
    }
  }
}
