package uk.yjx.server.evidence;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.audit.MerkleTree;
import uk.yjx.server.audit.TileReader;
import uk.yjx.server.journal.LogIdentity;
import uk.yjx.server.kernel.Failure;

/**
 * Gives checkpoints to the world: adds the log's second signature, submits them to the witnesses of
 * the policy, and keeps those that enough of them cosigned. Does nothing where no policy is set.
 */
@Singleton
public final class Publisher implements Runnable, AutoCloseable {
  /** Whoever asks for a witnessed checkpoint waits this long at most. */
  static final Duration DEMAND_MAX = Duration.ofSeconds(10);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private static final Failure NO_WITNESSES =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "NO_WITNESSES",
          "no witnesses are set for this log (yjx.evidence.witness-policy)");

  private static final Failure NOT_IN_TIME =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "WITNESSES_NOT_IN_TIME",
          "too few witnesses cosigned in time; try again",
          Duration.ofSeconds(5));

  private final CheckpointSigner signer;
  private final LogStore store;
  private final LogIdentity log;
  private final Witnesses witnesses;
  private final WitnessGate gate;
  private final Duration interval;
  private final InstantSource clock;
  private final Queue<Demand> demands = new ConcurrentLinkedQueue<>();
  private final Thread thread =
      Thread.ofPlatform().name("log-publisher").daemon(true).unstarted(this);
  private volatile boolean stopping;
  private volatile @Nullable Checkpoint published;

  private record Demand(long size, CompletableFuture<Checkpoint> future) {}

  Publisher(
      CheckpointSigner signer,
      LogStore store,
      LogIdentity log,
      Witnesses witnesses,
      WitnessGate gate,
      EvidenceSettings settings,
      InstantSource clock) {
    this.signer = signer;
    this.store = store;
    this.log = log;
    this.witnesses = witnesses;
    this.gate = gate;
    this.interval = settings.witnessInterval();
    this.clock = clock;
  }

  /** A checkpoint of this size or above that enough witnesses cosigned. */
  CompletableFuture<Checkpoint> covering(long size) {
    if (!witnesses.areAskedFor()) {
      return CompletableFuture.failedFuture(NO_WITNESSES.refused());
    }
    Checkpoint last = published;
    if (last != null && last.size() >= size && last.origin().equals(log.origin(log.epoch()))) {
      return CompletableFuture.completedFuture(last);
    }
    CompletableFuture<Checkpoint> future = new CompletableFuture<>();
    demands.add(new Demand(size, future));
    LockSupport.unpark(thread);
    return future
        .orTimeout(DEMAND_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(e ->
            CompletableFuture.failedFuture(
                e instanceof TimeoutException ? NOT_IN_TIME.refused() : e));
  }

  @Override
  public void run() {
    while (!stopping) {
      round();
      if (demands.isEmpty() && !stopping) {
        LockSupport.parkNanos(this, interval.toNanos());
      } else {
        LockSupport.parkNanos(this, CheckpointSigner.BEHIND_MAX.toNanos());
      }
    }
  }

  @PostConstruct
  void start() {
    if (witnesses.areAskedFor()) {
      thread.start();
    }
  }

  @Override
  @PreDestroy
  public void close() {
    stopping = true;
    if (!witnesses.areAskedFor()) {
      return; // Never started.
    }
    LockSupport.unpark(thread);
    try {
      thread.join(STOP_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Publishes what is signed, where it is more than was published. */
  void round() {
    try {
      SignedLog signed = signer.newest().get(DEMAND_MAX.toMillis(), TimeUnit.MILLISECONDS);
      Checkpoint last = published;
      if (last == null) {
        last = store.latestPublished(signed.checkpoint().origin()).orElse(null);
      }
      if (last != null && isSame(last, signed.checkpoint())) {
        published = last;
        gate.witnessed();
      } else {
        publish(signed);
      }
      answer();
    } catch (BrokenLog e) {
      gate.contradicted(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    } catch (Exception e) {
      LOG.warn("nothing was published: {}", e.toString());
      gate.behind(clock.instant());
    }
  }

  private void publish(SignedLog signed) {
    Checkpoint checkpoint = signed.checkpoint();
    long now = clock.instant().getEpochSecond();
    String note =
        checkpoint.note()
            + log.secondKey(checkpoint.origin()).line(checkpoint.size(), checkpoint.root(), now);
    TileReader nodes = new TileReader(signed.edge(), store);
    Witnesses.Cosigned cosigned =
        witnesses.cosign(
            note,
            checkpoint.size(),
            from -> {
              synchronized (nodes) {
                return MerkleTree.consistency(from, checkpoint.size(), nodes);
              }
            });
    if (!cosigned.enough()) {
      gate.behind(clock.instant());
      return;
    }
    Checkpoint witnessed =
        new Checkpoint(
            checkpoint.origin(), checkpoint.size(), checkpoint.root(), note + cosigned.lines());
    store.keepPublished(witnessed, clock.instant());
    published = witnessed;
    gate.witnessed();
  }

  private void answer() {
    Optional<Checkpoint> last = Optional.ofNullable(published);
    if (last.isPresent()) {
      demands.removeIf(demand -> {
        boolean covered = last.get().size() >= demand.size();
        if (covered) {
          demand.future().complete(last.get());
        }
        return covered || demand.future().isDone();
      });
    } else {
      demands.removeIf(demand -> demand.future().isDone());
    }
  }

  private static boolean isSame(Checkpoint one, Checkpoint other) {
    return one.size() == other.size() && one.origin().equals(other.origin());
  }
}
