package uk.yjx.server.clocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.server.ServerClock;
import uk.yjx.server.storage.TestDatabase;

/**
 * A hundred thousand clocks that wait among as many that have ended: due work is found by an index
 * over those that run, and nothing is asked of the database before. Times go to the log; they are
 * no part of the test.
 */
final class ClockScaleTest {
  private static final Logger LOG = LoggerFactory.getLogger(ClockScaleTest.class);
  private static final Set<ClockKind> KINDS = Set.of(ClockNodes.WAITING);
  private static final int WAITING = 100_000;
  private static final int DUE = 40;
  private static final int SCANS = 201;
  private static final int LOOKS = 1_000_000;

  private static final String FILL =
      """
      INSERT INTO clocks.clock (kind, subject, agency, run, step, started_at, due_at, next_posts,
                                state, changed_position)
      SELECT 6, gen_random_uuid(), 'yjs-clocks', 1, 0, timestamptz '2026-11-01',
             timestamptz '2026-11-20 10:00:00Z' + (CASE WHEN n <= %d AND s = 1 THEN 0 ELSE n END)
               * interval '1 minute',
             '{4}', s, 1
      FROM generate_series(1, %d) n, unnest(ARRAY[1, 4]::smallint[]) s
      """
          .formatted(DUE, WAITING);

  @Test
  void findsWhatIsDueAmongManyByAnIndexAndAsksForNothingWhileNothingIs() throws Exception {
    Instant now = Instant.parse("2026-11-20T10:00:30Z");
    ServerClock time = new ServerClock(now);
    try (TestDatabase database = TestDatabase.fresh();
        ClockNodes node = new ClockNodes(database, time)) {
      try (Connection c = database.superuser();
          Statement s = c.createStatement()) {
        s.execute(FILL);
        s.execute("ANALYZE clocks.clock");
        try (ResultSet plan =
            s.executeQuery(
                "EXPLAIN SELECT subject FROM clocks.clock WHERE state = 1 AND due_at <= '"
                    + now
                    + "' ORDER BY due_at, kind, subject LIMIT 500")) {
          plan.next();
          StringBuilder text = new StringBuilder(plan.getString(1));
          while (plan.next()) {
            text.append('\n').append(plan.getString(1));
          }
          assertTrue(text.toString().contains("Index"), text.toString());
          assertFalse(text.toString().contains("Seq Scan"), text.toString());
        }
      }
      long[] nanos = new long[SCANS];
      for (int i = 0; i < SCANS; i++) {
        long began = System.nanoTime();
        assertEquals(DUE, node.reader.due(KINDS, now, ClockReader.Place.BEGIN, 500).size());
        nanos[i] = System.nanoTime() - began;
      }
      // The first opens a connection and plans the query; what the others take is the scan's own.
      long first = nanos[0];
      nanos[0] = 0;
      Arrays.sort(nanos);
      LOG.info(
          "{} waiting clocks: {} due found in {} us (first), {} us (median), {} us (worst of {})",
          WAITING,
          DUE,
          first / 1_000,
          nanos[SCANS / 2] / 1_000,
          nanos[SCANS - 1] / 1_000,
          SCANS - 1);
      assertEquals(Optional.of(Instant.parse("2026-11-20T10:00:00Z")), node.reader.nextDue(KINDS));
      node.nextDue.forget();
      node.nextDue.atLatest(now.plus(Duration.ofMinutes(11)));
      long began = System.nanoTime();
      for (int i = 0; i < LOOKS; i++) {
        assertFalse(node.nextDue.mayBeDue(now));
      }
      LOG.info("a look while nothing is due: {} ns", (System.nanoTime() - began) / LOOKS);
    }
  }
}
