package uk.yjx.chaos;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import uk.yjx.world.Caseload;

/**
 * What a fault has to work with.
 *
 * @param cluster the exchange
 * @param clients who work with it
 * @param recorder what they see
 * @param pki their certificates
 * @param caseload who they are
 * @param seed of the clients' notices
 * @param random decides what is chosen
 * @param clock the time by which observations are recorded
 * @param progress is told what is measured
 */
record Stage(
    Cluster cluster,
    Clients clients,
    Recorder recorder,
    ChaosPki pki,
    Caseload caseload,
    long seed,
    Random random,
    InstantSource clock,
    Consumer<String> progress) {

  private static final Duration POLL = Duration.ofMillis(10);

  /** One of the nodes, by chance. */
  Node anyNode() {
    return cluster.nodes().get(random.nextInt(cluster.nodes().size()));
  }

  /** Lets a fault last. */
  void last(Duration time) {
    await(time, () -> false);
  }

  /** Waits for a condition; false when it does not come in time. */
  boolean await(Duration longest, BooleanSupplier condition) {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return true;
  }
}
