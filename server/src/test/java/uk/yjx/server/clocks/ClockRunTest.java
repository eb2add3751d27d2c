package uk.yjx.server.clocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.clocks.v1.ClockState;
import uk.yjx.server.ServerClock;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.TestDatabase;

/** Deadlines act exactly once, none early, none after their cause ended: promise 13. */
final class ClockRunTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ServerClock time = new ServerClock(Instant.parse("2026-11-20T10:00:00Z"));
  private TestDatabase database;
  private ClockNodes node;

  @BeforeEach
  void start() {
    database = TestDatabase.fresh();
    node = new ClockNodes(database, time);
  }

  @AfterEach
  void stop() {
    node.close();
    database.close();
  }

  @Test
  void actsWhenItsTimeHasComeAndNotBefore() throws Exception {
    UUID subject = node.start(time.instant().plus(HOUR));
    assertEquals(0, node.run.run());
    time.pass(HOUR.minusMillis(1));
    assertEquals(0, node.run.run());
    time.pass(Duration.ofMillis(1));
    assertEquals(1, node.run.run());
    assertEquals(0, node.run.run());
    assertEquals(1, clock(subject).step());
  }

  @Test
  void catchesUpStepByStepAfterAPause() throws Exception {
    UUID subject = node.start(time.instant().plus(HOUR));
    time.pass(Duration.ofDays(2));
    assertEquals(ClockNodes.STEPS, node.run.run());
    assertEquals(ClockState.CLOCK_STATE_FIRED, clock(subject).state());
    assertEquals(0, node.run.run());
  }

  @Test
  void doesNothingOnceItIsStopped() throws Exception {
    UUID subject = node.start(time.instant().plus(HOUR));
    node.write(entry -> node.clocks.stop(entry, key(subject), "acknowledged"));
    time.pass(HOUR);
    assertEquals(0, node.run.run());
    assertEquals(ClockState.CLOCK_STATE_STOPPED, clock(subject).state());
  }

  @Test
  void endsWithoutEffectWhenItsCauseHasEnded() throws Exception {
    UUID subject = node.start(time.instant().plus(HOUR));
    node.write(entry -> node.clocks.stop(entry, cause(subject), "ended"));
    time.pass(HOUR);
    assertEquals(1, node.run.run());
    assertEquals(0, count("SELECT count(*) FROM clocks.firing"));
    assertEquals(ClockState.CLOCK_STATE_STOPPED, clock(subject).state());
  }

  @Test
  void followsItsNewTimeWhenMovedPausedAndResumed() throws Exception {
    UUID subject = node.start(time.instant().plus(HOUR));
    Instant later = time.instant().plus(HOUR.multipliedBy(5));
    node.write(entry -> node.clocks.move(entry, key(subject), later));
    time.pass(HOUR.multipliedBy(2));
    assertEquals(0, node.run.run());
    node.write(entry -> node.clocks.pause(entry, key(subject), time.instant()));
    time.pass(HOUR.multipliedBy(9));
    assertEquals(0, node.run.run());
    Instant resumed = time.instant().plus(HOUR);
    node.write(entry -> node.clocks.resume(entry, key(subject), resumed));
    assertEquals(0, node.run.run());
    time.pass(HOUR);
    assertEquals(1, node.run.run());
  }

  @Test
  void runsAgainAsAnotherRun() throws Exception {
    UUID subject = node.start(time.instant());
    time.pass(Duration.ofDays(1));
    assertEquals(ClockNodes.STEPS, node.run.run());
    Instant now = time.instant();
    node.write(entry ->
        node.clocks.restart(
            entry, NewClock.plain(key(subject), ClockNodes.AGENCY, now, now.plus(HOUR))));
    time.pass(Duration.ofDays(1));
    assertEquals(ClockNodes.STEPS, node.run.run());
    assertEquals(2, clock(subject).run());
    assertEquals(2L * ClockNodes.STEPS, count("SELECT count(*) FROM clocks.firing"));
  }

  @Test
  void refusesADueTimeInThePast() {
    Instant now = time.instant();
    Failure.Refused refused =
        assertThrows(
            Failure.Refused.class,
            () ->
                NewClock.plain(key(UUID.randomUUID()), ClockNodes.AGENCY, now, now.minusMillis(1)));
    assertEquals("DUE_IN_PAST", refused.failure().reason());
  }

  @Test
  void asksTheTableOnlyWhenAClockMayBeDue() throws Exception {
    node.run.run();
    assertFalse(node.nextDue.mayBeDue(time.instant()));
    node.start(time.instant().plus(HOUR));
    node.run.run();
    assertFalse(node.nextDue.mayBeDue(time.instant()));
    time.pass(HOUR);
    assertTrue(node.nextDue.mayBeDue(time.instant()));
    node.run.run();
    assertFalse(node.nextDue.mayBeDue(time.instant()));
    node.nextDue.advanced(1);
    assertTrue(node.nextDue.mayBeDue(time.instant()));
  }

  @Test
  void looksAgainAfterTheDatabaseWasNotReached() throws Exception {
    node.start(time.instant().plus(HOUR));
    time.pass(HOUR);
    database.database().close();
    assertThrows(RuntimeException.class, node.run::run);
    assertTrue(node.nextDue.mayBeDue(time.instant()));
  }

  @Test
  void actsOnceEachInAMonthOfSeveralProcessesThatAreKilledAndStartedAgain() throws Exception {
    long seed = 20261120;
    Random random = new Random(seed);
    List<ClockNodes> nodes =
        new ArrayList<>(List.of(new ClockNodes(database, time), new ClockNodes(database, time)));
    List<UUID> open = new ArrayList<>();
    Instant end = time.instant().plus(Duration.ofDays(30));
    try {
      while (time.instant().isBefore(end)) {
        for (int i = random.nextInt(6); i > 0; i--) {
          open.add(node.start(time.instant().plusSeconds(random.nextInt(400_000))));
        }
        time.pass(Duration.ofSeconds(random.nextInt(30_000)));
        List<CompletableFuture<Void>> at = new ArrayList<>();
        for (ClockNodes each : nodes) {
          at.add(CompletableFuture.runAsync(() -> quietly(each)));
        }
        for (int i = random.nextInt(3); i > 0 && !open.isEmpty(); i--) {
          UUID subject = open.remove(random.nextInt(open.size()));
          ClockKey ends = random.nextBoolean() ? key(subject) : cause(subject);
          node.write(entry -> node.clocks.stop(entry, ends, "dealt-with"));
        }
        if (random.nextInt(8) == 0) {
          int victim = random.nextInt(nodes.size());
          kill();
          nodes.get(victim).close();
          nodes.set(victim, new ClockNodes(database, time));
        }
        for (CompletableFuture<Void> each : at) {
          each.get(60, TimeUnit.SECONDS);
        }
      }
      time.pass(Duration.ofDays(7));
      assertTrue(IntStream.range(0, CONNECTIONS_LOST).anyMatch(attempt -> quietly(node)));
    } finally {
      nodes.forEach(ClockNodes::close);
    }
    String why = "seed " + seed;
    assertTrue(count("SELECT count(*) FROM clocks.firing") > 500, why);
    assertEquals(0, count(FIRED_TWICE), why);
    assertEquals(0, count(FIRED_EARLY), why);
    assertEquals(0, count(FIRED_AFTER_ITS_CAUSE), why);
    assertEquals(0, count(LEFT_OUT), why);
    assertEquals(count("SELECT count(*) FROM clocks.firing"), count(IN_THE_LOG), why);
  }

  private static final String FIRED_TWICE =
      "SELECT count(*) FROM (SELECT 1 FROM clocks.firing GROUP BY kind, subject, run, step"
          + " HAVING count(*) > 1) twice";

  private static final String FIRED_EARLY =
      "SELECT count(*) FROM clocks.firing WHERE fired_at < due_at";

  private static final String FIRED_AFTER_ITS_CAUSE =
      "SELECT count(*) FROM clocks.firing f JOIN clocks.clock c USING (subject)"
          + " WHERE c.state = 4 AND f.position > c.changed_position"
          + " AND c.ended_why = 'dealt-with'";

  private static final String IN_THE_LOG =
      "SELECT count(*) FROM audit.leaf l JOIN clocks.firing f USING (position)"
          + " WHERE convert_from(l.leaf, 'UTF8') LIKE '%\"yjx.clocks/CLOCK_KIND_RECALL\"%'"
          + " AND convert_from(l.leaf, 'UTF8') LIKE '%\"' || f.outcome || '\"%'";

  /** A clock that was neither stopped nor lost its cause has taken all its steps. */
  private static final String LEFT_OUT =
      "SELECT count(*) FROM clocks.clock c WHERE c.kind = 6 AND c.state <> 4"
          + " AND (SELECT count(*) FROM clocks.firing f WHERE f.subject = c.subject) <> 3";

  /** More than a pool holds: each look that fails throws one lost connection away. */
  private static final int CONNECTIONS_LOST = 20;

  /** A process that loses its connections may fail to look, and says so; another look does it. */
  private static boolean quietly(ClockNodes node) {
    try {
      node.run.run();
      return true;
    } catch (Failure.Refused lost) {
      assertEquals("READ_FAILED", lost.failure().reason());
      return false;
    }
  }

  /** Ends every connection to the database in the middle of what it does. */
  private void kill() throws Exception {
    try (Connection c = database.superuser();
        Statement s = c.createStatement()) {
      s.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
  }

  private Clock clock(UUID subject) {
    return node.clocks.find(key(subject)).orElseThrow();
  }

  private static ClockKey key(UUID subject) {
    return new ClockKey(ClockNodes.WAITING, subject);
  }

  private static ClockKey cause(UUID subject) {
    return new ClockKey(ClockNodes.CAUSE, subject);
  }

  private long count(String sql) throws Exception {
    try (Connection c = database.superuser();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      r.next();
      return r.getLong(1);
    }
  }
}
