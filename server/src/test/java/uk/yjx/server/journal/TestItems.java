package uk.yjx.server.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import uk.yjx.server.storage.TestDatabase;

/** A room's table with one text a row; texts that begin with «bad» are refused by the database. */
final class TestItems implements TableWriter<String> {
  /** Begins texts that the database refuses. */
  static final String BAD = "bad";

  /** Begins texts of which the room cannot make a row. */
  static final String BROKEN = "broken";

  private static final BulkInsert<Placed<String>> INSERT =
      BulkInsert.into("journal_test.item")
          .int8("position")
          .int4("ordinal")
          .text("label")
          .filledBy((placed, row) ->
              row.put(placed.position()).put(placed.ordinal()).put(text(placed.row())));

  /** What happens in the middle of the journal's transaction, before the rows are written. */
  interface Meanwhile {
    void happen(Connection connection) throws SQLException;
  }

  volatile Meanwhile meanwhile = connection -> {};

  /** Makes the tables in a test's database, unless they are there. */
  static void create(TestDatabase database) {
    try (Connection c = database.superuser();
        Statement s = c.createStatement()) {
      s.execute(
          """
          CREATE SCHEMA IF NOT EXISTS journal_test;
          CREATE TABLE IF NOT EXISTS journal_test.item (
            position bigint NOT NULL,
            ordinal int NOT NULL,
            label text NOT NULL CHECK (label NOT LIKE 'bad%'),
            PRIMARY KEY (position, ordinal));
          CREATE TABLE IF NOT EXISTS journal_test.fact (
            fact bigint PRIMARY KEY,
            value bigint NOT NULL,
            changed_position bigint NOT NULL);
          CREATE INDEX IF NOT EXISTS fact_changed ON journal_test.fact (changed_position);
          GRANT USAGE ON SCHEMA journal_test TO yjx_app;
          GRANT SELECT, INSERT ON journal_test.item TO yjx_app;
          GRANT SELECT, INSERT, UPDATE ON journal_test.fact TO yjx_app;
          """);
    } catch (SQLException e) {
      throw new IllegalStateException("the test's tables could not be made", e);
    }
  }

  @Override
  public void write(Connection connection, List<Placed<String>> rows) throws SQLException {
    meanwhile.happen(connection);
    INSERT.execute(connection, rows);
  }

  /** Every text in order of position, with its position before it: «7 text». */
  static List<String> stored(TestDatabase database) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection c = database.superuser();
        Statement s = c.createStatement();
        ResultSet r =
            s.executeQuery("SELECT position, label FROM journal_test.item ORDER BY 1, ordinal")) {
      while (r.next()) {
        found.add(r.getLong(1) + " " + r.getString(2));
      }
    }
    return found;
  }

  private static String text(String row) {
    if (row.startsWith(BROKEN)) {
      throw new IllegalStateException("no row can be made of it");
    }
    return row;
  }
}
