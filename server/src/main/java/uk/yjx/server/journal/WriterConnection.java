package uk.yjx.server.journal;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
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

  /** A database that says nothing for this long is gone; longer than any statement may take. */
  static final Duration SILENCE_MAX = Duration.ofSeconds(15);

  private static final Duration OUTCOME_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration OUTCOME_PAUSE = Duration.ofMillis(100);
  private static final Logger LOG = LoggerFactory.getLogger(WriterConnection.class);

  /**
   * A plan made while a table is nearly empty is kept when it has grown; every statement of the
   * writer finds few rows by a key, so it never wants to read a table from end to end. A batch's
   * statements go as one script, of which there are as many as mixtures of tables: each is planned
   * once, at its first use, instead of anew for the first ten batches that look like it.
   */
  private static final String SESSION =
      "SET idle_in_transaction_session_timeout = %d; SET statement_timeout = %d;"
          + " SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan";

  private static final int PREPARE_AT_USE = 1;

  private static final String WAS_COMMITTED =
      """
      SELECT 1
      FROM journal.batch
      WHERE batch_id = ?
      """;

  private final Database database;
  private final StoppedHolders stopped;
  private volatile @Nullable Connection connection;

  WriterConnection(Database database, StoppedHolders stopped) {
    this.database = database;
    this.stopped = stopped;
  }

  /** The connection, opened when there is none, with transactions ended by hand. */
  Connection open() throws SQLException {
    Connection open = connection;
    if (open != null && !open.isClosed()) {
      return open;
    }
    Connection fresh = database.dedicated();
    try {
      limit(fresh);
    } catch (SQLException e) {
      fresh.close();
      throw e;
    }
    connection = fresh;
    return fresh;
  }

  /** Gives a session the limits of one that locks the head row. */
  static void limit(Connection session) throws SQLException {
    try (Statement s = session.createStatement()) {
      s.execute(SESSION.formatted(IDLE_IN_TRANSACTION_MAX.toMillis(), STATEMENT_MAX.toMillis()));
    }
    session.unwrap(PGConnection.class).setPrepareThreshold(PREPARE_AT_USE);
    session.setNetworkTimeout(Runnable::run, Math.toIntExact(SILENCE_MAX.toMillis()));
    session.setAutoCommit(false);
  }

  /** A connection of the caller's own for reading everything at start, however long it takes. */
  Connection unhurried() throws SQLException {
    Connection fresh = database.dedicated();
    fresh.setAutoCommit(false);
    return fresh;
  }

  /**
   * Begins a transaction by taking the head row, waiting for whoever holds it, and looks for
   * requests that were committed before.
   */
  Head.Locked lockHead(List<RequestKey> asked) throws SQLException {
    Connection c = open();
    stopped.waiting(c.unwrap(PGConnection.class).getBackendPID());
    try {
      return Head.lock(c, asked);
    } finally {
      stopped.arrived();
    }
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
        lockHead(List.of());
        boolean found = find(open(), batch);
        open().rollback();
        return found;
      } catch (SQLException | RuntimeException e) {
        drop();
        LockSupport.parkNanos(OUTCOME_PAUSE.toNanos());
      }
    } while (System.nanoTime() < deadline);
    LOG.error("the outcome of a commit could not be learned in {}", OUTCOME_TIMEOUT);
    return false;
  }

  /** Ends the transaction, or the connection where that does not work. */
  void rollbackOrDrop() {
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

  /** Closes the connection; the next one is opened when it is needed. Safe for any thread. */
  void drop() {
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

  /** Cuts the connection under whoever uses it; for a writer that does not stop. */
  void abort() {
    Connection open = connection;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("cutting a connection: {}", e.getSQLState());
      }
    }
  }

  @Override
  public void close() {
    drop();
  }

  private static boolean find(Connection c, UUID batch) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(WAS_COMMITTED)) {
      s.setObject(1, batch);
      try (ResultSet r = s.executeQuery()) {
        return r.next();
      }
    }
  }
}
