package uk.yjx.server.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must be true of a database before anything is acknowledged from it. */
final class StartupChecks {

  private static final int OLDEST_VERSION_NUM = 150_000;

  private static final String SETTINGS =
      """
      SELECT name, setting
        FROM pg_catalog.pg_settings
       WHERE name IN
             ('server_version', 'server_version_num', 'fsync', 'full_page_writes',
              'synchronous_commit')
       ORDER BY name
       LIMIT 10
      """;

  /**
   * An attacker with the server's own credentials must not be able to rewrite the log: no table of
   * it, those of former epochs included, but the signing lease, which has to move.
   */
  private static final String LOG_IS_WRITABLE =
      """
      SELECT c.oid::regclass::text
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'audit'
         AND c.relkind = 'r' AND c.relname <> 'signer'
         AND (has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE')
              OR has_any_column_privilege(c.oid, 'UPDATE')
              OR pg_has_role(c.relowner, 'MEMBER'))
       ORDER BY 1
       LIMIT 10
      """;

  /** A trigger that is not ENABLE ALWAYS is skipped in a session that says it replicates. */
  private static final String LOG_IS_UNGUARDED =
      """
      SELECT c.oid::regclass::text
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'audit'
         AND c.relkind = 'r' AND c.relname <> 'signer'
         AND (SELECT count(*)
                FROM pg_catalog.pg_trigger t
               WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled = 'A'
                 AND t.tgname IN ('refuse_change', 'refuse_truncate')) < 2
       ORDER BY 1
       LIMIT 10
      """;

  private StartupChecks() {}

  /** Refuses, with every reason at once, a database that could lose or rewrite what is in it. */
  static void require(Login application) {
    List<String> reasons;
    try (Connection connection = application.connect("yjx start-up check")) {
      reasons = unsafeSettings(settings(connection));
      reasons.addAll(
          tables(
              connection, LOG_IS_WRITABLE, "the application role may change or delete rows of "));
      reasons.addAll(tables(connection, LOG_IS_UNGUARDED, "no trigger that is always on guards "));
    } catch (SQLException e) {
      throw new StorageException("The database cannot be checked: " + e.getMessage(), e);
    }
    if (!reasons.isEmpty()) {
      throw new StorageException("The database is refused: " + String.join("; ", reasons));
    }
  }

  /** Why a server with these settings could lose an acknowledged commit; empty if it could not. */
  static List<String> unsafeSettings(Map<String, String> settings) {
    List<String> reasons = new ArrayList<>();
    String version = settings.getOrDefault("server_version_num", "0");
    if (Integer.parseInt(version) < OLDEST_VERSION_NUM) {
      reasons.add("PostgreSQL is " + settings.get("server_version") + ", older than 15");
    }
    for (String name : List.of("fsync", "full_page_writes")) {
      String value = settings.getOrDefault(name, "unknown");
      if (!value.equals("on")) {
        reasons.add(name + " is " + value + ", not on");
      }
    }
    String commit = settings.getOrDefault("synchronous_commit", "unknown");
    if (!commit.equals("on") && !commit.startsWith("remote_")) {
      reasons.add("synchronous_commit is " + commit + "; an acknowledged commit could be lost");
    }
    return reasons;
  }

  private static Map<String, String> settings(Connection connection) throws SQLException {
    Map<String, String> settings = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(SETTINGS);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        settings.put(rows.getString(1), rows.getString(2));
      }
    }
    return settings;
  }

  private static List<String> tables(Connection connection, String query, String what)
      throws SQLException {
    List<String> reasons = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        reasons.add(what + rows.getString(1));
      }
    }
    return reasons;
  }
}
