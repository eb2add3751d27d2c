package uk.yjx.server.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.storage.TestDatabase;

/** A row with a value of every kind that is inserted in bulk. */
record Sample(
    long int8,
    int int4,
    int int2,
    boolean bool,
    @Nullable String text,
    byte @Nullable [] bytea,
    @Nullable UUID uuid,
    @Nullable Instant time) {

  static final BulkInsert<Sample> INSERT =
      BulkInsert.into("bulk_test.sample")
          .int8("a")
          .int4("b")
          .int2("c")
          .bool("d")
          .text("e")
          .bytea("f")
          .uuid("g")
          .timestamptz("h")
          .filledBy((s, row) ->
              row.put(s.int8())
                  .put(s.int4())
                  .put(s.int2())
                  .put(s.bool())
                  .put(s.text())
                  .put(s.bytea())
                  .put(s.uuid())
                  .put(s.time()));

  /** Makes the table in a test's database. */
  static void createTable(TestDatabase database) throws SQLException {
    try (Connection c = database.superuser();
        Statement s = c.createStatement()) {
      s.execute(
          """
          CREATE SCHEMA bulk_test;
          CREATE TABLE bulk_test.sample (
            row_number bigint GENERATED ALWAYS AS IDENTITY,
            a bigint, b int, c smallint, d boolean, e text, f bytea, g uuid, h timestamptz);
          GRANT USAGE ON SCHEMA bulk_test TO yjx_app;
          GRANT SELECT, INSERT ON bulk_test.sample TO yjx_app;
          """);
    }
  }

  static Sample nulls() {
    return new Sample(1, 2, 3, true, null, null, null, null);
  }

  static Sample at(String time) {
    return new Sample(1, 2, 3, true, "x", new byte[] {1}, new UUID(1, 2), Instant.parse(time));
  }

  static Sample random(Random random) {
    byte[] bytes = new byte[random.nextInt(5_000)];
    random.nextBytes(bytes);
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(50); i > 0; i--) {
      int c = 1 + random.nextInt(0x10_fffe);
      text.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 'x' : c);
    }
    return new Sample(
        random.nextLong(),
        random.nextInt(),
        (short) random.nextInt(),
        random.nextBoolean(),
        text.toString(),
        bytes,
        new UUID(random.nextLong(), random.nextLong()),
        Instant.ofEpochSecond(random.nextInt(), 1_000L * random.nextInt(1_000_000)));
  }

  /** All rows, as they were inserted. */
  static List<Sample> stored(Connection connection) throws SQLException {
    List<Sample> found = new ArrayList<>();
    try (Statement s = connection.createStatement();
        ResultSet r =
            s.executeQuery(
                "SELECT a, b, c, d, e, f, g, h FROM bulk_test.sample ORDER BY row_number")) {
      while (r.next()) {
        OffsetDateTime time = r.getObject(8, OffsetDateTime.class);
        found.add(
            new Sample(
                r.getLong(1),
                r.getInt(2),
                r.getInt(3),
                r.getBoolean(4),
                r.getString(5),
                r.getBytes(6),
                r.getObject(7, UUID.class),
                time == null ? null : time.toInstant()));
      }
    }
    return found;
  }

  /** The same rows in the same order. */
  static void assertSame(List<Sample> expected, List<Sample> actual, String message) {
    assertEquals(expected.size(), actual.size(), message);
    for (int i = 0; i < expected.size(); i++) {
      Sample e = expected.get(i);
      Sample a = actual.get(i);
      assertArrayEquals(e.bytea(), a.bytea(), message);
      assertEquals(withoutBytes(e), withoutBytes(a), message);
    }
  }

  private static Sample withoutBytes(Sample s) {
    return new Sample(s.int8(), s.int4(), s.int2(), s.bool(), s.text(), null, s.uuid(), s.time());
  }
}
