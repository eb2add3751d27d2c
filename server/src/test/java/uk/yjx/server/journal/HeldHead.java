package uk.yjx.server.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import uk.yjx.server.storage.TestDatabase;

/** Someone else holds the head row, so that whatever is appended waits. */
final class HeldHead implements AutoCloseable {
  private final Connection connection;

  private HeldHead(Connection connection) {
    this.connection = connection;
  }

  static HeldHead of(TestDatabase database) throws SQLException {
    Connection c = database.superuser();
    c.setAutoCommit(false);
    try (Statement s = c.createStatement()) {
      s.execute("SELECT position FROM journal.head FOR NO KEY UPDATE");
    }
    return new HeldHead(c);
  }

  /** Lets the head row go. */
  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.close();
  }
}
