package uk.yjx.server.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections as the application role, READ COMMITTED, each with limits that free it again. */
public final class Database implements AutoCloseable {

  /** How long a caller waits for a pooled connection: longer than an embedded restart takes. */
  static final Duration POOL_WAIT_MAX = Duration.ofSeconds(10);

  private static final Duration POOLED_IDLE_IN_TRANSACTION_MAX = Duration.ofSeconds(60);
  private static final Duration POOLED_LOCK_WAIT_MAX = Duration.ofSeconds(20);

  /**
   * The database ends a statement that takes longer. No unary call lasts half as long, so by then
   * nobody waits for the answer, and a lost cause must not keep a connection from those who do.
   */
  static final Duration POOLED_STATEMENT_MAX = Duration.ofSeconds(60);

  private static final Duration POOLED_SOCKET_SILENCE_MAX = Duration.ofMinutes(2);

  private final Login login;
  private final @Nullable Login migrator;
  private final HikariDataSource pool;

  Database(Login login, @Nullable Login migrator, int poolSize) {
    this.login = login;
    this.migrator = migrator;
    this.pool = new HikariDataSource(poolOf(login, poolSize));
  }

  private static HikariConfig poolOf(Login login, int poolSize) {
    PGSimpleDataSource source = login.source("yjx pool");
    source.setSocketTimeout(Math.toIntExact(POOLED_SOCKET_SILENCE_MAX.toSeconds()));
    source.setOptions(
        "-c idle_in_transaction_session_timeout=%d -c lock_timeout=%d -c statement_timeout=%d"
            .formatted(
                POOLED_IDLE_IN_TRANSACTION_MAX.toMillis(),
                POOLED_LOCK_WAIT_MAX.toMillis(),
                POOLED_STATEMENT_MAX.toMillis()));
    HikariConfig config = new HikariConfig();
    config.setPoolName("yjx");
    config.setDataSource(source);
    config.setMaximumPoolSize(poolSize);
    config.setConnectionTimeout(POOL_WAIT_MAX.toMillis());
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return config;
  }

  /** The pool; whoever takes a connection gives it back soon and never waits for another in it. */
  public DataSource pool() {
    return pool;
  }

  /**
   * A connection of the caller's own, outside the pool, for one that is held for long: the
   * journal's writer, a listener. The caller sets its timeouts, closes it, and opens another when
   * it is lost.
   *
   * @throws SQLException if the database does not answer or refuses
   */
  public Connection dedicated() throws SQLException {
    Connection connection = login.connect("yjx dedicated");
    try {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * A connection as the owner of every table, for what is done once while nothing else runs.
   *
   * @throws SQLException if the database refuses, or this server was not given the migrator's role
   */
  public Connection owner() throws SQLException {
    if (migrator == null) {
      throw new SQLException("this needs the migrator's role: yjx.storage.migrator-user");
    }
    Connection connection = migrator.connect("yjx owner");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE yjx_owner");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Lets go of connections to a server that has died, so that callers do not meet them. */
  void forgetConnections() {
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  /** Closes the pool; dedicated connections belong to their callers. */
  @Override
  public void close() {
    pool.close();
  }
}
