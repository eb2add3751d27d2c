package uk.yjx.server.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What must be true of a database before anything is acknowledged from it. */
final class StartupChecks {

  private static final int OLDEST_VERSION_NUM = 150_000;

  private static final String SETTING = "SELECT setting FROM pg_catalog.pg_settings WHERE name = ?";

  /** An attacker with the server's own credentials must not be able to rewrite the log. */
  private static final String LOG_IS_WRITABLE =
      """
      SELECT c.oid::regclass::text
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'audit'
         AND c.relname = 'leaf'
         AND (has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE')
              OR has_any_column_privilege(c.oid, 'UPDATE'))
       ORDER BY 1
       LIMIT 10
      """;

  private StartupChecks() {}

  /** Refuses, with every reason at once, a database that could lose or rewrite what is in it. */
  static void require(Login application) {
    List<String> reasons;
    try (Connection connection = application.connect("yjx start-up check")) {
      reasons = reasons(connection);
    } catch (SQLException e) {
      throw new StorageException("The database cannot be checked: " + e.getMessage(), e);
    }
    if (!reasons.isEmpty()) {
      throw new StorageException("The database is refused: " + String.join("; ", reasons));
    }
  }

  private static List<String> reasons(Connection connection) throws SQLException {
    List<String> reasons = new ArrayList<>();
    int version = Integer.parseInt(setting(connection, "server_version_num"));
    if (version < OLDEST_VERSION_NUM) {
      reasons.add("PostgreSQL is " + setting(connection, "server_version") + ", older than 15");
    }
    for (String name : List.of("fsync", "full_page_writes")) {
      String value = setting(connection, name);
      if (!value.equals("on")) {
        reasons.add(name + " is " + value + ", not on");
      }
    }
    String commit = setting(connection, "synchronous_commit");
    if (!commit.equals("on") && !commit.startsWith("remote_")) {
      reasons.add("synchronous_commit is " + commit + "; an acknowledged commit could be lost");
    }
    try (PreparedStatement query = connection.prepareStatement(LOG_IS_WRITABLE);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        reasons.add("the application role may change or delete rows of " + rows.getString(1));
      }
    }
    return reasons;
  }

  private static String setting(Connection connection, String name) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(SETTING)) {
      query.setString(1, name);
      try (ResultSet rows = query.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("The server has no setting " + name);
        }
        return rows.getString(1);
      }
    }
  }
}
