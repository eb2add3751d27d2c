package uk.yjx.server.storage;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How one role reaches the database.
 *
 * @param jdbcUrl without a password
 * @param user the role
 * @param password its secret; empty: none is sent
 */
record Login(String jdbcUrl, String user, String password) {

  private static final int CONNECT_TIMEOUT_SECONDS = 5;
  private static final int LOGIN_TIMEOUT_SECONDS = 10;

  /** A source of unpooled connections named so in {@code pg_stat_activity}. */
  PGSimpleDataSource source(String applicationName) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(jdbcUrl);
    source.setUser(user);
    if (!password.isEmpty()) {
      source.setPassword(password);
    }
    source.setApplicationName(applicationName);
    source.setTcpKeepAlive(true);
    source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
    source.setLoginTimeout(LOGIN_TIMEOUT_SECONDS);
    source.setReWriteBatchedInserts(true);
    // The server's DETAIL line quotes the offending row; it must not reach an error text.
    source.setLogServerErrorDetail(false);
    return source;
  }

  Connection connect(String applicationName) throws SQLException {
    return source(applicationName).getConnection();
  }

  @Override
  public String toString() {
    return "Login[" + user + "]";
  }
}
