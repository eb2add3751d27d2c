package uk.yjx.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import uk.yjx.world.Caseload;

/**
 * What the log takes of the throughput: notices sent to one exchange, in turns with its log and
 * without, subscribers receiving and acknowledging all the while.
 */
final class AuditIngest {
  private static final int IN_FLIGHT = 1_000;
  private static final Duration REWARMING = Duration.ofSeconds(3);
  private static final Duration QUIET_MAX = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);

  /** The database itself refuses entries without a leaf; here it must take them. */
  private static final String ALLOW =
      "ALTER TABLE journal.entry DROP CONSTRAINT entry_leaf_count_check";

  private static final String LEAVES = "SELECT count(*) FROM audit.leaf";

  private final Path folder;
  private final Progress progress;
  private int runs;

  AuditIngest(Path folder, Progress progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * One turn of each.
   *
   * @param with with the log
   * @param without without it
   */
  record Turn(Side with, Side without) {
    /** What part of the throughput without the log is lost with it. */
    double share() {
      return 1 - with.perSecond() / without.perSecond();
    }
  }

  /**
   * One side of a turn.
   *
   * @param perSecond notices accepted a second
   * @param processorMicros of the server's JVM for each of them
   * @param leaves added to the log
   */
  record Side(double perSecond, double processorMicros, long leaves) {}

  /** The turn in the middle, by the log's share; of an even number the higher of the two. */
  static Turn middle(List<Turn> turns) {
    List<Turn> sorted = new ArrayList<>(turns);
    sorted.sort(java.util.Comparator.comparingDouble(Turn::share));
    return sorted.get(sorted.size() / 2);
  }

  /**
   * Measures so many turns of each way.
   *
   * @param warmup how long each way runs beforehand, in two halves
   * @param measured how long one side of a turn is measured
   */
  List<Turn> run(int children, int turns, Duration warmup, Duration measured)
      throws IOException, InterruptedException, SQLException {
    BenchWorld world = BenchWorld.of(children);
    Files.createDirectories(folder);
    BenchPki pki = BenchPki.make(folder.resolve("pki"), world.principals());
    try (Target target = Target.unaudited(folder, pki, world.administrator())) {
      target.disk().age();
      world.setUp(target.connections(), pki.anchor(), progress);
      target.disk().superuser(ALLOW);
      Caseload caseload = world.caseload();
      try (Subscribers all =
          Subscribers.everyone(caseload, target.connections(), target.arrivals())) {
        progress.say(all.size() + " subscribers are live; warming up");
        // Both ways are compiled before either is measured, and again after each has been left.
        for (int half = 0; half < 2; half++) {
          turn(world, target, true, warmup.dividedBy(2), REWARMING);
          turn(world, target, false, warmup.dividedBy(2), REWARMING);
        }
        List<Turn> measuredTurns = new ArrayList<>();
        for (int i = 0; i < turns; i++) {
          // Each goes first in every second turn: the tables grow all the time.
          boolean withFirst = i % 2 == 0;
          Side first = turn(world, target, withFirst, REWARMING, measured);
          Side second = turn(world, target, !withFirst, REWARMING, measured);
          measuredTurns.add(withFirst ? new Turn(first, second) : new Turn(second, first));
        }
        return Collections.unmodifiableList(measuredTurns);
      }
    }
  }

  private Side turn(
      BenchWorld world, Target target, boolean logged, Duration warmup, Duration measured)
      throws IOException, InterruptedException, SQLException {
    target.child().tell(logged ? UnauditedProcess.WITH_LOG : UnauditedProcess.WITHOUT_LOG);
    target.disk().settle();
    long leaves = leaves(target);
    long received = target.arrivals().received();
    try (Publisher publisher = Publisher.open(target.of(world.sender()), IN_FLIGHT)) {
      Sample sample =
          new ClosedLoop(target, publisher, IN_FLIGHT)
              .run(world.workload(++runs), warmup, measured);
      String problem = publisher.problem();
      if (problem != null) {
        throw new IllegalStateException("the exchange refused a notice: " + problem);
      }
      untilQuiet(target, received + publisher.alertsDue());
      Side side =
          new Side(
              sample.acceptedPerSecond(),
              sample.processorTime().toNanos()
                  / 1e3
                  / (sample.acceptedPerSecond() * measured.toNanos() / 1e9),
              leaves(target) - leaves);
      progress.say(
          "%s log: %,.0f accepted/s, %.0f us of the server's processor time each, %,d leaves"
              .formatted(
                  logged ? "with" : "without",
                  side.perSecond(),
                  side.processorMicros(),
                  side.leaves()));
      return side;
    }
  }

  private static long leaves(Target target) throws IOException, SQLException {
    return Long.parseLong(target.disk().ask(LEAVES));
  }

  private static void untilQuiet(Target target, long received) {
    long end = System.nanoTime() + QUIET_MAX.toNanos();
    while (target.arrivals().received() < received || !target.arrivals().allAcknowledged()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "alerts were due and did not come: " + target.arrivals().trouble());
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
