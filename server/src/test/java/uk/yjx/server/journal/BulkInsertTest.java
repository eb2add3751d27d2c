package uk.yjx.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
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
  private Connection connection;

  @BeforeAll
  static void createTable() throws SQLException {
    database = TestDatabase.fresh();
    Sample.createTable(database);
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
      given.add(i % 3 == 1 ? Sample.nulls() : Sample.random(random));
    }
    Sample.INSERT.execute(connection, given);
    Sample.assertSame(given, Sample.stored(connection), "seed " + seed);
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
    Sample.INSERT.execute(connection, given);
    Sample.assertSame(given, Sample.stored(connection), "");
  }

  @ParameterizedTest
  @ValueSource(ints = {FEW, MANY})
  void cutsTimesOffAtTheMicrosecond(int times) throws SQLException {
    Sample.INSERT.execute(connection, times(times, Sample.at("2026-11-20T21:04:05.123456999Z")));
    Sample.INSERT.execute(connection, times(times, Sample.at("1969-12-31T23:59:59.999999999Z")));
    List<Sample> stored = Sample.stored(connection);
    assertEquals(Instant.parse("2026-11-20T21:04:05.123456Z"), stored.getFirst().time());
    assertEquals(Instant.parse("1969-12-31T23:59:59.999999Z"), stored.getLast().time());
  }

  @ParameterizedTest
  @ValueSource(ints = {FEW, MANY})
  void refusesANumberOutsideItsColumnAsADataError(int times) {
    Sample fits = Sample.at("2026-11-20T21:04:05Z");
    Sample outside = new Sample(1, 1, Short.MAX_VALUE + 1, true, null, null, null, fits.time());
    RuntimeException refused =
        assertThrows(
            RuntimeException.class, () -> Sample.INSERT.execute(connection, times(times, outside)));
    assertTrue(WriteFailures.isOfOneEntry(refused));
    assertEquals("DATA_REJECTED", WriteFailures.alone(refused).reason());
  }

  @ParameterizedTest
  @ValueSource(ints = {FEW, MANY})
  void refusesTextThatTheDatabaseCannotHoldAsADataError(int times) throws SQLException {
    Sample nul = new Sample(1, 1, 1, true, "a\0b", null, null, null);
    SQLException refused =
        assertThrows(
            SQLException.class, () -> Sample.INSERT.execute(connection, times(times, nul)));
    assertEquals("DATA_REJECTED", WriteFailures.alone(refused).reason());
    connection.rollback();
    Sample.INSERT.execute(connection, times(times, Sample.at("2026-11-20T21:04:05Z")));
    assertEquals(times, Sample.stored(connection).size());
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
    for (Sample each : Sample.stored(connection)) {
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

  private static <T> List<T> times(int times, T value) {
    return java.util.Collections.nCopies(times, value);
  }
}
