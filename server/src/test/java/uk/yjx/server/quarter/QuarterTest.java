package uk.yjx.server.quarter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.server.clocks.StandardLadder;

/**
 * A quarter of a year of several services, with random events and random people, and three server
 * processes that are killed with signal 9 and started again: every deadline acts exactly once, none
 * early, none after its cause ended (promise 13); and nobody drowns in alerts.
 *
 * <p>In the suite it is some days of two services. The whole quarter: {@code mvn -pl server
 * -Dtest=QuarterTest -Dyjx.quarter.services=20 -Dyjx.quarter.events=10000 -Dyjx.quarter.days=91
 * -Dyjx.quarter.kills=24 test}; {@code -Dyjx.quarter.seed} plays one again.
 */
class QuarterTest {
  private static final Logger LOG = LoggerFactory.getLogger(QuarterTest.class);

  private static final int SERVICES = Integer.getInteger("yjx.quarter.services", 2);
  private static final int EVENTS = Integer.getInteger("yjx.quarter.events", 80);
  private static final int DAYS = Integer.getInteger("yjx.quarter.days", 4);
  private static final int KILLS = Integer.getInteger("yjx.quarter.kills", 3);

  /** What the median case manager has to take over on a working day, at most. */
  private static final int ALERTS_A_DAY_MAX = 3;

  /** Mean time between two moments at which something may happen. */
  private static final Duration STEP = Duration.ofDays(DAYS).dividedBy(Math.min(500, 11L * DAYS));

  /** Longer than the longest ladder. */
  private static final Duration AFTERWARDS = Duration.ofDays(21);

  /** Events between two lines about how far it has come. */
  private static final int TOLD_EVERY = 1_000;

  /** Time from the first call of a moment to a kill in it, at most. */
  private static final int KILLED_WITHIN_NANOS = 30_000_000;

  private static final Duration QUIET_MAX = Duration.ofMinutes(2);

  @TempDir Path folder;

  private final long seed = Long.getLong("yjx.quarter.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** Up to when everything due had acted, at each time at which people acted. */
  private final NavigableMap<Instant, Instant> quiet = new TreeMap<>();

  @Test
  void everyDeadlineActsOnceWhateverHappensToTheServersAndNobodyDrowns() throws Exception {
    Instant start = Instant.now();
    try (Servers servers = new Servers(folder, start)) {
      List<Town> towns = new ArrayList<>();
      for (int i = 0; i < SERVICES; i++) {
        towns.add(new Town(servers, new Random(random.nextLong())));
      }
      LOG.info("seed {}, from {}", seed, start);
      Workload workload = new Workload(servers);
      int kills = live(servers, towns, workload, start);
      Instant end = settle(servers);
      VerifiedLog log = VerifiedLog.read(servers);
      judge(servers, log, end);
      int[] aDay =
          workload.perWorkingDay(
              towns.stream().flatMap(town -> town.workers().stream()).toList(),
              LocalDate.ofInstant(start, ZoneOffset.UTC),
              LocalDate.ofInstant(start, ZoneOffset.UTC).plusDays(DAYS));
      LOG.info(
          "seed {}: {} events in {} services and {} days, {} kills, {} calls repeated; log of {}"
              + " verified, {} deadlines acted; alerts a case manager and working day: median {},"
              + " p95 {}, most {}",
          seed,
          EVENTS,
          SERVICES,
          DAYS,
          kills,
          servers.repeated(),
          log.size,
          log.firings.size(),
          aDay[aDay.length / 2],
          aDay[aDay.length * 95 / 100],
          aDay[aDay.length - 1]);
      assertTrue(kills >= KILLS, () -> "seed " + seed);
      assertTrue(aDay[aDay.length / 2] <= ALERTS_A_DAY_MAX, () -> "seed " + seed);
    }
  }

  /** Lets the time pass; how many processes were killed. */
  private int live(Servers servers, List<Town> towns, Workload workload, Instant start)
      throws Exception {
    Instant end = start.plus(Duration.ofDays(DAYS));
    Instant known = start;
    double passed = 0;
    int happened = 0;
    int kills = 0;
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      while (servers.time.instant().isBefore(end)) {
        servers.time.pass(step());
        Instant now = servers.time.instant();
        // Now and then people act at the moment at which deadlines do.
        if (random.nextInt(4) > 0) {
          awaitNothingDue(servers);
          known = now;
        }
        quiet.put(now, known);
        passed = Math.min(1, Duration.between(start, now).toMillis() / (DAYS * 86_400_000.0));
        int happening = (int) (EVENTS * passed) - happened;
        if ((happened + happening) / TOLD_EVERY > happened / TOLD_EVERY) {
          LOG.info("{}: {} events so far", now, happened + happening);
        }
        happened += happening;
        int[] perTown = new int[towns.size()];
        for (int i = 0; i < happening; i++) {
          perTown[random.nextInt(perTown.length)]++;
        }
        List<Future<?>> acts = new ArrayList<>();
        for (int i = 0; i < perTown.length; i++) {
          Town town = towns.get(i);
          int mine = perTown[i];
          acts.add(people.submit(() -> town.live(mine, StandardLadder.isOpen(now), now)));
        }
        if (kills < KILLS * passed) {
          // In the middle of what people do.
          LockSupport.parkNanos(random.nextInt(KILLED_WITHIN_NANOS));
          servers.kill(kills++ % Servers.COUNT);
        }
        for (Future<?> act : acts) {
          act.get(QUIET_MAX.toSeconds(), TimeUnit.SECONDS);
        }
        workload.collect(now);
      }
    }
    return kills;
  }

  /** Nobody does anything any more; everything left climbs to its end. */
  private static Instant settle(Servers servers) throws Exception {
    servers.awaitAll();
    Instant end = servers.time.instant().plus(AFTERWARDS);
    while (servers.time.instant().isBefore(end)) {
      servers.time.pass(Duration.ofHours(37));
      awaitNothingDue(servers);
    }
    return servers.time.instant();
  }

  private void judge(Servers servers, VerifiedLog log, Instant end) throws Exception {
    String why = "seed " + seed;
    Verdict verdict = new Verdict(log);
    List<Verdict.Raised> raised = raised(servers, log);
    verdict.complete(raised, quiet, end);
    assertTrue(raised.size() > EVENTS / 4, () -> why + ": only " + raised.size() + " alerts");
    assertTrue(log.firings.size() > EVENTS / 4, () -> why + ": " + log.firings.size());
    assertEquals(List.of(), verdict.twice, why);
    assertEquals(List.of(), verdict.early, why);
    assertEquals(List.of(), verdict.afterTheirCause, why);
    assertEquals(List.of(), verdict.leftOut, why);
    assertEquals(List.of(), verdict.notDue, why);
    assertEquals(log.firings.size(), servers.count("SELECT count(*) FROM clocks.firing"), why);
    assertEquals(0, servers.count(FIRED_AFTER_IT_STOPPED), why);
    assertEquals(0, servers.count(STUCK), why);
  }

  private static final String FIRED_AFTER_IT_STOPPED =
      "SELECT count(*) FROM clocks.firing f JOIN clocks.clock c USING (kind, subject)"
          + " WHERE c.state = 4 AND f.run = c.run AND f.position > c.changed_position";

  /**
   * No kind that people may stop waits longer than anybody is left to tell. Reviews are opened by
   * the servers themselves, the last of them after people have gone: theirs may still wait.
   */
  private static final String STUCK =
      "SELECT count(*) FROM clocks.clock WHERE state = 1 AND kind NOT IN (%d, %d)"
          .formatted(
              ClockKind.CLOCK_KIND_REVIEW_DUE.getNumber(),
              ClockKind.CLOCK_KIND_REVIEW_CONTRIBUTION.getNumber());

  private static List<Verdict.Raised> raised(Servers servers, VerifiedLog log) throws SQLException {
    List<Verdict.Raised> raised = new ArrayList<>();
    try (var c = servers.database.superuser();
        var s =
            c.prepareStatement(
                "SELECT a.alert_id, a.urgency, a.raised_at, c.state, l.leaf_index"
                    + " FROM alerts.alert a LEFT JOIN clocks.clock c ON c.subject = a.alert_id"
                    + " LEFT JOIN (SELECT position, min(leaf_index) AS leaf_index"
                    + " FROM audit.leaf GROUP BY position) l ON l.position = c.changed_position"
                    + " WHERE a.kind <> ? AND a.urgency <> 3 AND a.child_id IS NOT NULL")) {
      s.setInt(1, AlertKind.ALERT_KIND_CONCERN.getNumber());
      try (var rows = s.executeQuery()) {
        while (rows.next()) {
          raised.add(
              new Verdict.Raised(
                  rows.getString(1),
                  List.of(
                          ClockKind.CLOCK_KIND_ALERT_IMMEDIATE,
                          ClockKind.CLOCK_KIND_ALERT_SAME_DAY,
                          ClockKind.CLOCK_KIND_ALERT_ROUTINE)
                      .get(rows.getInt(2)),
                  rows.getTimestamp(3).toInstant(),
                  rows.getInt(4) == 4 ? log.times.get((int) rows.getLong(5)) : null));
        }
      }
    }
    return raised;
  }

  /** Waits until the processes have let everything act that is due now. */
  private static void awaitNothingDue(Servers servers) throws SQLException {
    long deadline = System.nanoTime() + QUIET_MAX.toNanos();
    while (servers.due() > 0) {
      assertTrue(System.nanoTime() < deadline, "what is due does not act");
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private Duration step() {
    double mean = STEP.toSeconds();
    return Duration.ofSeconds((long) (60 - mean * Math.log(1 - random.nextDouble())));
  }
}
