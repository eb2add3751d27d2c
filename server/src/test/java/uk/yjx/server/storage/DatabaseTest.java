package uk.yjx.server.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What the application role finds, and what it may not do. */
class DatabaseTest {

  private static final String PRIVILEGE = "42501";
  private static final String CANCELLED = "57014";

  private static final TestDatabase DATABASE = TestDatabase.fresh();

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  @Test
  void everyConnectionIsDurableAndReadCommitted() throws SQLException {
    for (Connection connection :
        new Connection[] {
          DATABASE.database().pool().getConnection(), DATABASE.database().dedicated()
        }) {
      try (connection) {
        assertEquals("on", one(connection, "SHOW fsync"));
        assertEquals("on", one(connection, "SHOW synchronous_commit"));
        assertEquals("on", one(connection, "SHOW full_page_writes"));
        assertEquals("read committed", one(connection, "SHOW transaction_isolation"));
        assertEquals("yjx_app", one(connection, "SELECT current_user"));
      }
    }
  }

  @Test
  void aPooledStatementThatNobodyWaitsForAnyMoreIsEnded() throws SQLException {
    try (Connection connection = DATABASE.database().pool().getConnection()) {
      assertEquals(
          Database.POOLED_STATEMENT_MAX,
          Duration.ofMinutes(
              Long.parseLong(one(connection, "SHOW statement_timeout").replace("min", ""))));
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET statement_timeout = 50");
        SQLException ended =
            assertThrows(SQLException.class, () -> statement.execute("SELECT pg_sleep(60)"));
        assertEquals(CANCELLED, ended.getSQLState());
        statement.execute("RESET statement_timeout");
      }
    }
  }

  @Test
  void applicationMayAddRecordKeysButNeitherChangeNorDeleteThem() throws SQLException {
    try (Connection connection = DATABASE.database().pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO storage.record_key (position, wrapped)"
              + " VALUES (7, decode(repeat('00', 65), 'hex'))");
      for (String sql :
          new String[] {
            "UPDATE storage.record_key SET position = 8",
            "DELETE FROM storage.record_key",
            "TRUNCATE storage.record_key",
            "UPDATE storage.key_register SET name = 'log'",
            "CREATE TABLE storage.mine (id int)",
            "CREATE TABLE public.mine (id int)",
            "SET ROLE yjx_owner",
            "SET ROLE yjx_eraser"
          }) {
        SQLException refused = assertThrows(SQLException.class, () -> statement.execute(sql), sql);
        assertEquals(PRIVILEGE, refused.getSQLState(), sql);
      }
    }
  }

  @Test
  void applicationMayNeverChangeOrDeleteWhatIsInTheLog() throws SQLException {
    for (String table : List.of("audit.leaf", "audit.opening", "audit.tile", "audit.checkpoint")) {
      for (String sql :
          List.of(
              "UPDATE " + table + " SET " + firstColumn(table) + " = DEFAULT",
              "DELETE FROM " + table,
              "TRUNCATE " + table,
              "ALTER TABLE " + table + " DISABLE TRIGGER ALL",
              "DROP TABLE " + table)) {
        try (Connection connection = DATABASE.database().pool().getConnection();
            Statement statement = connection.createStatement()) {
          SQLException refused =
              assertThrows(SQLException.class, () -> statement.execute(sql), sql);
          assertEquals(PRIVILEGE, refused.getSQLState(), sql);
        }
      }
    }
  }

  @Test
  void eachTestClassHasADatabaseOfItsOwn() throws SQLException {
    try (TestDatabase other = TestDatabase.fresh();
        Connection connection = other.database().pool().getConnection()) {
      assertEquals("0", one(connection, "SELECT count(*) FROM storage.record_key"));
    }
  }

  @Test
  void errorTextDoesNotQuoteTheRow() throws SQLException {
    try (Connection connection = DATABASE.database().pool().getConnection();
        Statement statement = connection.createStatement()) {
      String sql =
          "INSERT INTO storage.key_register (name, key_id) VALUES ('Canary Child', '\\x00')";
      SQLException refused = assertThrows(SQLException.class, () -> statement.execute(sql));
      assertEquals(-1, String.valueOf(refused.getMessage()).indexOf("Canary"));
    }
  }

  private static String firstColumn(String table) throws SQLException {
    try (Connection connection = DATABASE.superuser()) {
      return one(
          connection,
          "SELECT attname FROM pg_attribute WHERE attrelid = '%s'::regclass AND attnum = 1"
              .formatted(table));
    }
  }

  static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
