package uk.yjx.server.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import uk.yjx.server.storage.TestDatabase;

/** The log's tables take rows and keep them. */
class AuditTablesTest {
  private static final String PRIVILEGE = "42501";
  private static final String CHECK = "23514";
  private static final String UNIQUE = "23505";

  private static final List<String> CHANGES =
      List.of(
          "UPDATE audit.leaf SET leaf = '\\x01'",
          "DELETE FROM audit.leaf",
          "TRUNCATE audit.leaf",
          "UPDATE audit.tile SET tile_index = 9",
          "DELETE FROM audit.tile",
          "TRUNCATE audit.tile",
          "UPDATE audit.checkpoint SET note = ''",
          "DELETE FROM audit.checkpoint",
          "TRUNCATE audit.checkpoint",
          "UPDATE audit.opening SET sealed = ''",
          "DELETE FROM audit.opening",
          "TRUNCATE audit.opening");

  private static final TestDatabase DATABASE = TestDatabase.fresh();

  @BeforeAll
  static void addOneRowEach() throws SQLException {
    try (Connection application = DATABASE.database().pool().getConnection()) {
      execute(application, leaf(0, 3, 32));
      execute(application, "INSERT INTO audit.opening VALUES (0, 7, '\\x00'), (1, 7, '\\x00')");
      execute(application, tile(0, 8_192));
      execute(application, "INSERT INTO audit.checkpoint VALUES ('log', 1, 'note', now())");
    }
  }

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @Test
  void applicationCannotChangeRemoveOrEmpty() throws SQLException {
    try (Connection application = DATABASE.database().pool().getConnection()) {
      for (String change : CHANGES) {
        assertRefused(PRIVILEGE, application, change);
      }
      assertRefused(PRIVILEGE, application, "UPDATE audit.signer SET origin = 'other'");
      assertRefused(PRIVILEGE, application, "DELETE FROM audit.signer");
      assertRefused(PRIVILEGE, application, "ALTER TABLE audit.leaf DISABLE TRIGGER ALL");
    }
  }

  @Test
  void triggersHoldEvenAgainstASuperuserWhoSaysItReplicates() throws SQLException {
    try (Connection superuser = DATABASE.superuser()) {
      for (String role : List.of("origin", "replica")) {
        execute(superuser, "SET session_replication_role = " + role);
        for (String change : CHANGES) {
          assertRefused(PRIVILEGE, superuser, change);
        }
      }
    }
  }

  @Test
  void eraserDeletesOpeningsAndNothingElse() throws SQLException {
    try (Connection superuser = DATABASE.superuser()) {
      execute(superuser, "SET ROLE yjx_eraser");
      assertRefused(PRIVILEGE, superuser, "UPDATE audit.opening SET sealed = ''");
      assertRefused(PRIVILEGE, superuser, "DELETE FROM audit.leaf");
      try (Statement statement = superuser.createStatement()) {
        assertEquals(1, statement.executeUpdate("DELETE FROM audit.opening WHERE leaf_index = 1"));
      }
    }
  }

  @Test
  void refusesRowsThatTheLogCouldNotVerify() throws SQLException {
    try (Connection application = DATABASE.database().pool().getConnection()) {
      assertRefused(UNIQUE, application, leaf(0, 3, 32));
      assertRefused(CHECK, application, leaf(1, 3, 31));
      assertRefused(CHECK, application, leaf(1, 0, 32));
      assertRefused(CHECK, application, leaf(1, 65_536, 32));
      assertRefused(CHECK, application, leaf(-1, 3, 32));
      assertRefused(CHECK, application, tile(1, 8_191));
      assertRefused(
          UNIQUE, application, "INSERT INTO audit.checkpoint VALUES ('log', 1, 'other', now())");
    }
  }

  @Test
  void leaseChangesHandsOnlyUnderAHigherFence() throws SQLException {
    try (Connection application = DATABASE.database().pool().getConnection()) {
      execute(application, "INSERT INTO audit.signer VALUES ('log', '" + uuid(1) + "', 5, now())");
      String take = "UPDATE audit.signer SET holder = '%s', fence = %d";
      assertRefused(CHECK, application, take.formatted(uuid(2), 5));
      assertRefused(CHECK, application, take.formatted(uuid(1), 4));
      execute(application, take.formatted(uuid(1), 5));
      execute(application, take.formatted(uuid(2), 6));
    }
  }

  private static String leaf(long index, int leafBytes, int hashBytes) {
    return "INSERT INTO audit.leaf VALUES (%d, 7, decode(repeat('7b', %d), 'hex'),"
            .formatted(index, leafBytes)
        + " decode(repeat('00', %d), 'hex'))".formatted(hashBytes);
  }

  private static String tile(long index, int bytes) {
    return "INSERT INTO audit.tile VALUES (0, %d, decode(repeat('00', %d), 'hex'))"
        .formatted(index, bytes);
  }

  private static String uuid(int last) {
    return "01980000-0000-7000-8000-00000000000" + last;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void assertRefused(String state, Connection connection, String sql) {
    SQLException refused = assertThrows(SQLException.class, () -> execute(connection, sql), sql);
    assertEquals(state, refused.getSQLState(), sql);
  }
}
