package uk.yjx.server.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uk.yjx.server.storage.TestDatabase;

/** Both ways of inserting store the same values and refuse the same ones. */
class BulkInsertTest {
  private static final int FEW = 1;
  private static final int MANY = BulkInsert.COPY_ROWS_MIN;

  private static TestDatabase database;

  /** A value of every kind. */
  private record Sample(
      long int8,
      int int4,
      int int2,
      boolean bool,
      @Nullable String text,
      byte @Nullable [] bytea,
      @Nullable UUID uuid,
      @Nullable Instant time) {}

  private static final BulkInsert<Sample> INSERT =
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

  private Connection connection;

  @BeforeAll
  static void createTable() throws SQLException {
    database = TestDatabase.fresh();
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

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @BeforeEach
  void begin() throws SQLException {
    connection = database.database().dedicated();
    connection.setAutoCommit(false);
  }

  @AfterEach
  void forget() throws SQLException {
    connection.rollback();
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 47, 48, 49, 1_000})
  void storesEveryKindOfColumnAsItWasGiven(int rows) throws SQLException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Sample> given = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      given.add(i % 3 == 1 ? nulls() : random(random));
    }
    INSERT.execute(connection, given);
    assertSame(given, stored(), "seed " + seed);
  }

  @ParameterizedTest
  @ValueSource(ints = {FEW, MANY})
  void storesTheEndsOfEveryRange(int times) throws SQLException {
    Sample low =
        new Sample(
            Long.MIN_VALUE,
            Integer.MIN_VALUE,
            Short.MIN_VALUE,
            false,
            "",
            new byte[0],
            new UUID(0, 0),
            Instant.parse("0001-01-01T00:00:00Z"));
    Sample high =
        new Sample(
            Long.MAX_VALUE,
            Integer.MAX_VALUE,
            Short.MAX_VALUE,
            true,
            "Zo\u00eb \u674e \ud83e\uddd2 \\ ' \" \t \n e\u0301",
            new byte[] {0, (byte) 0xff, '\\', '\''},
            new UUID(-1, -1),
            Instant.parse("9999-12-31T23:59:59.999999Z"));
    List<Sample> given = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      given.add(low);
      given.add(high);
    }
    INSERT.execute(connection, given);
    assertSame(given, stored(), "");
  }

  @ParameterizedTest
  @ValueSource(ints = {FEW, MANY})
  void cutsTimesOffAtTheMicrosecond(int times) throws SQLException {
    INSERT.execute(connection, times(times, at("2026-11-20T21:04:05.123456999Z")));
    INSERT.execute(connection, times(times, at("1969-12-31T23:59:59.999999999Z")));
    List<Sample> stored = stored();
    assertEquals(Instant.parse("2026-11-20T21:04:05.123456Z"), stored.getFirst().time());
    assertEquals(Instant.parse("1969-12-31T23:59:59.999999Z"), stored.getLast().time());
  }

  @ParameterizedTest
  @ValueSource(ints = {FEW, MANY})
  void refusesANumberOutsideItsColumnAsADataError(int times) {
    Sample fits = at("2026-11-20T21:04:05Z");
    Sample outside = new Sample(1, 1, Short.MAX_VALUE + 1, true, null, null, null, fits.time());
    RuntimeException refused =
        assertThrows(
            RuntimeException.class, () -> INSERT.execute(connection, times(times, outside)));
    assertTrue(WriteFailures.isOfOneEntry(refused));
    assertEquals("DATA_REJECTED", WriteFailures.alone(refused).reason());
  }

  @ParameterizedTest
  @ValueSource(ints = {FEW, MANY})
  void refusesTextThatTheDatabaseCannotHoldAsADataError(int times) throws SQLException {
    Sample nul = new Sample(1, 1, 1, true, "a\0b", null, null, null);
    SQLException refused =
        assertThrows(SQLException.class, () -> INSERT.execute(connection, times(times, nul)));
    assertEquals("DATA_REJECTED", WriteFailures.alone(refused).reason());
    connection.rollback();
    INSERT.execute(connection, times(times, at("2026-11-20T21:04:05Z")));
    assertEquals(times, stored().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {FEW, MANY})
  void refusesValuesThatDoNotFitTheDescription(int times) {
    BulkInsert<Integer> twoColumns =
        BulkInsert.into("bulk_test.sample").int8("a").text("e").filledBy(BulkInsertTest::fill);
    for (int defect = 0; defect < 4; defect++) {
      List<Integer> rows = times(times, defect);
      assertThrows(IllegalStateException.class, () -> twoColumns.execute(connection, rows));
    }
  }

  @Test
  void aNumberFitsAnyIntegerColumnWhateverItsJavaType() throws SQLException {
    BulkInsert<Integer> numbers =
        BulkInsert.into("bulk_test.sample")
            .int8("a")
            .int4("b")
            .int2("c")
            .filledBy((n, row) -> row.put(n).put((long) n).put((long) n));
    numbers.execute(connection, times(FEW, 7));
    numbers.execute(connection, times(MANY, 7));
    for (Sample each : stored()) {
      assertEquals(7, each.int8());
      assertEquals(7, each.int4());
      assertEquals(7, each.int2());
    }
  }

  private static void fill(int defect, BulkInsert.Row row) {
    switch (defect) {
      case 0 -> row.put(1L);
      case 1 -> row.put(1L).put("text").put("more");
      case 2 -> row.put("text").put("text");
      default -> row.put(1L).put(true);
    }
  }

  private static Sample nulls() {
    return new Sample(1, 2, 3, true, null, null, null, null);
  }

  private static Sample at(String time) {
    return new Sample(1, 2, 3, true, "x", new byte[] {1}, new UUID(1, 2), Instant.parse(time));
  }

  private static Sample random(Random random) {
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

  private static <T> List<T> times(int times, T value) {
    return java.util.Collections.nCopies(times, value);
  }

  private List<Sample> stored() throws SQLException {
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

  private static void assertSame(List<Sample> expected, List<Sample> actual, String message) {
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
