package uk.yjx.server.journal;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.storage.Database;

/**
 * The writer's own connection. Its session ends by itself when its process stops in the middle of a
 * transaction, so that a stopped process frees the head row within three seconds.
 */
@Singleton
final class WriterConnection implements AutoCloseable {
  /** A transaction of this session that does nothing for this long is ended by the database. */
  static final Duration IDLE_IN_TRANSACTION_MAX = Duration.ofSeconds(2);

  /** A statement of this session, waiting for the head row included. */
  static final Duration STATEMENT_MAX = Duration.ofSeconds(10);

  private static final Duration OUTCOME_TIMEOUT = Duration.ofSeconds(20);
  private static final Logger LOG = LoggerFactory.getLogger(WriterConnection.class);

  private static final String WAS_COMMITTED =
      """
      SELECT 1
      FROM journal.batch
      WHERE batch_id = ?
      """;

  private final Database database;
  private @Nullable Connection connection;

  WriterConnection(Database database) {
    this.database = database;
  }

  /** The connection, opened when there is none. */
  Connection open() throws SQLException {
    Connection open = connection;
    if (open != null && !open.isClosed()) {
      return open;
    }
    Connection fresh = database.dedicated();
    try (Statement s = fresh.createStatement()) {
      s.execute("SET idle_in_transaction_session_timeout = " + IDLE_IN_TRANSACTION_MAX.toMillis());
      s.execute("SET statement_timeout = " + STATEMENT_MAX.toMillis());
    }
    connection = fresh;
    return fresh;
  }

  /**
   * Whether a batch whose COMMIT got no answer is durable. Takes the head row first, which waits
   * until the lost session has ended one way or the other. False also when the database cannot be
   * asked in time: the caller then says UNAVAILABLE and the sender asks again with its request id.
   */
  boolean committedAfterAll(UUID batch) {
    drop();
    long deadline = System.nanoTime() + OUTCOME_TIMEOUT.toNanos();
    do {
      try {
        Connection c = open();
        c.setAutoCommit(false);
        Head.lock(c);
        boolean found = find(c, batch);
        c.rollback();
        return found;
      } catch (SQLException e) {
        drop();
        java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    } while (System.nanoTime() < deadline);
    LOG.error("the outcome of a commit could not be learned in {}", OUTCOME_TIMEOUT);
    return false;
  }

  /** Ends the transaction, or the connection where that does not work. */
  void rollbackOrClose() {
    Connection open = connection;
    if (open == null) {
      return;
    }
    try {
      open.rollback();
    } catch (SQLException e) {
      drop();
    }
  }

  @Override
  public void close() {
    drop();
  }

  private boolean find(Connection c, UUID batch) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(WAS_COMMITTED)) {
      s.setObject(1, batch);
      try (ResultSet r = s.executeQuery()) {
        return r.next();
      }
    }
  }

  private void drop() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debug("closing a broken connection: {}", e.getSQLState());
      }
    }
  }
}
