package uk.yjx.server.evidence;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.journal.CommitListener;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.LogIdentity;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.StorageSettings;

/**
 * Keeps the log signed: after a commit, off its path, at most {@link #BEHIND_MAX} behind while
 * there is news, and at once when somebody asks for a size.
 */
@Singleton
public final class CheckpointSigner implements CommitListener, Runnable, AutoCloseable {
  /** How far the newest checkpoint may be behind the newest commit. */
  public static final Duration BEHIND_MAX = Duration.ofMillis(250);

  /** Rounds are this far apart, so that one and its signing fit into {@link #BEHIND_MAX}. */
  private static final Duration PACE = Duration.ofMillis(200);

  /** Another process's checkpoint is looked for this often while somebody waits for it. */
  private static final Duration WAITING_PACE = Duration.ofMillis(20);

  /** The lease is looked after this often when there is no news. */
  private static final Duration IDLE_PACE = Duration.ofSeconds(2);

  /** Somebody who asks for a size waits this long at most. */
  private static final Duration DEMAND_MAX = Duration.ofSeconds(5);

  /** Calls that may wait for a checkpoint at a time. */
  static final int DEMANDS_MAX = 1_000;

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointSigner.class);

  private static final Failure NOT_IN_TIME =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "CHECKPOINT_NOT_IN_TIME",
          "no checkpoint covered the size in time; try again",
          RETRY_AFTER);

  private static final Failure TOO_MANY =
      Failure.passing(
          Failure.Code.RESOURCE_EXHAUSTED,
          "CHECKPOINT_DEMANDS_FULL",
          "more than " + DEMANDS_MAX + " calls wait for a checkpoint; try again",
          RETRY_AFTER);

  private static final Failure REFUSED =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "LOG_NOT_SIGNED",
          "the exchange refuses to sign its log; whoever operates it must look into it");

  private final LogSigner signer;
  private final Queue<Demand> demands = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Thread thread =
      Thread.ofPlatform().name("checkpoint-signer").daemon(true).unstarted(this);
  private volatile boolean news;
  private volatile boolean stopping;
  private long lastRound = System.nanoTime() - IDLE_PACE.toNanos();
  private boolean unmet;

  private record Demand(long size, CompletableFuture<SignedLog> future) {}

  CheckpointSigner(
      LogStore store,
      LogIdentity log,
      EvidenceSettings settings,
      StorageSettings storage,
      Witnesses witnesses,
      Ids ids,
      InstantSource clock) {
    this.signer =
        new LogSigner(
            store,
            new SigningLease(store, ids.next()),
            new CheckpointFile(settings.fileIn(storage.dataDir())),
            witnesses::last,
            log::logKey,
            clock);
  }

  /** What the signer of this process does. */
  public SignerState state() {
    return signer.state();
  }

  /**
   * The log signed at this size or above, which is signed now where it is not yet; fails with
   * {@link Failure.Refused}. The size must be committed.
   */
  CompletableFuture<SignedLog> covering(long size) {
    SignedLog now = signer.signed();
    if (now != null && now.size() >= size) {
      return CompletableFuture.completedFuture(now);
    }
    if (waiting.incrementAndGet() > DEMANDS_MAX) {
      waiting.decrementAndGet();
      return CompletableFuture.failedFuture(TOO_MANY.refused());
    }
    CompletableFuture<SignedLog> future = new CompletableFuture<>();
    demands.add(new Demand(size, future));
    LockSupport.unpark(thread);
    return future
        .orTimeout(DEMAND_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(e -> CompletableFuture.failedFuture(refusal(e)));
  }

  /** The log signed as far as it is now, or further; the first time this waits for a signature. */
  CompletableFuture<SignedLog> newest() {
    SignedLog now = signer.signed();
    return now == null ? covering(0) : CompletableFuture.completedFuture(now);
  }

  @Override
  public void committed(long first, List<Entry> entries) {
    advanced(first);
  }

  @Override
  public void advanced(long upTo) {
    if (!news) {
      news = true;
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void run() {
    while (!stopping) {
      long left = untilNextRound();
      if (left > 0) {
        LockSupport.parkNanos(this, left);
      } else {
        round();
      }
    }
    round();
    quietly(signer::release);
  }

  @PostConstruct
  void start() {
    thread.start();
  }

  /** Signs what is there, then lets another process sign. */
  @Override
  @PreDestroy
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join(STOP_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long untilNextRound() {
    Duration pace = IDLE_PACE;
    if (!demands.isEmpty()) {
      pace = unmet ? WAITING_PACE : Duration.ZERO;
    } else if (news) {
      pace = PACE;
    }
    return lastRound + pace.toNanos() - System.nanoTime();
  }

  private void round() {
    news = false;
    boolean asked = !demands.isEmpty();
    quietly(() -> signer.round(asked));
    lastRound = System.nanoTime();
    answer(signer.signed(), signer.state());
  }

  private void quietly(Runnable work) {
    try {
      work.run();
    } catch (Failure.Refused e) {
      LOG.info("the log is signed later: {}", e.failure().reason());
    } catch (RuntimeException e) {
      LOG.error("a round of signing failed", e);
    }
  }

  private void answer(@Nullable SignedLog signed, SignerState state) {
    List<Demand> later = new ArrayList<>();
    Demand demand = demands.poll();
    while (demand != null) {
      if (signed != null && signed.size() >= demand.size()) {
        demand.future().complete(signed);
      } else if (state instanceof SignerState.Refusing) {
        demand.future().completeExceptionally(REFUSED.refused());
      }
      if (demand.future().isDone()) {
        waiting.decrementAndGet();
      } else {
        later.add(demand);
      }
      demand = demands.poll();
    }
    demands.addAll(later);
    unmet = !later.isEmpty();
  }

  private static Throwable refusal(Throwable e) {
    return e instanceof TimeoutException ? NOT_IN_TIME.refused() : e;
  }
}
