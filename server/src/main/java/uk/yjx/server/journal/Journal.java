package uk.yjx.server.journal;

import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import uk.yjx.server.kernel.Failure;

/**
 * Takes every write of the exchange. A request is durable when its future completes, and only then.
 * One thread writes what waits as one transaction; the row lock on the journal's head makes one
 * order of all processes' commits.
 */
@Context
public final class Journal implements AutoCloseable {
  /**
   * Entries that may wait; past it callers are asked to try again. Urgent ones have an eighth more.
   */
  public static final int QUEUE_ENTRIES_MAX = 20_000;

  /** Bytes that may wait. */
  public static final long QUEUE_BYTES_MAX = 64L * 1024 * 1024;

  /** A database that has not answered for so long counts as lost. */
  static final Duration SILENCE_MAX = Duration.ofSeconds(5);

  private static final Duration QUEUE_RETRY_AFTER = Duration.ofMillis(250);

  private static final Failure FULL =
      Failure.passing(
          Failure.Code.RESOURCE_EXHAUSTED,
          "JOURNAL_QUEUE_FULL",
          QUEUE_ENTRIES_MAX
              + " requests or "
              + QUEUE_BYTES_MAX
              + " bytes wait to be written; try again",
          QUEUE_RETRY_AFTER);

  private final CommitQueue queue;
  private final Writer writer;
  private final Tail tail;
  private final Facts facts;
  private final List<Admission> admissions;

  @Inject
  Journal(Writer writer, Tail tail, Facts facts, List<Admission> admissions, EpochStart epoch) {
    this(
        new CommitQueue(QUEUE_ENTRIES_MAX, QUEUE_BYTES_MAX),
        epoch.before(writer),
        tail,
        facts,
        admissions);
  }

  /** A journal whose queue has other bounds. */
  Journal(CommitQueue queue, Writer writer, Tail tail, Facts facts, List<Admission> admissions) {
    this.admissions = List.copyOf(admissions);
    this.queue = queue;
    this.writer = writer;
    this.tail = tail;
    this.facts = facts;
    writer.start(queue);
    tail.start();
  }

  /**
   * Decides and writes. Completes after the commit, on a thread that must not be blocked; fails
   * with {@link Failure.Refused}: JOURNAL_QUEUE_FULL, SERVER_STOPPING and WRITE_FAILED pass, the
   * others do not. What {@link Proposal#decide} throws fails the future too.
   */
  public CompletableFuture<Committed> append(Proposal proposal) {
    for (Admission admission : admissions) {
      Failure refusal = admission.refusal();
      if (refusal != null) {
        return CompletableFuture.failedFuture(refusal.refused());
      }
    }
    try {
      return switch (proposal.decide()) {
        case Proposal.Decision.Abandon abandon ->
            CompletableFuture.failedFuture(abandon.failure().refused());
        case Proposal.Decision.Write write -> enqueue(new Pending(proposal, write.entry()));
      };
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The stamp of a plan decided now; read it before reading any fact. */
  public long stamp() {
    return facts.position();
  }

  /** Entries that wait to be written. */
  public int depth() {
    return queue.depth();
  }

  /** Whether the database answers, so that anything can be read or written. Never waits. */
  public boolean isReachable() {
    return tail.hasReadWithin(SILENCE_MAX);
  }

  /** Writes what waits, then stops. */
  @Override
  @PreDestroy
  public void close() {
    queue.close();
    writer.close();
    tail.close();
  }

  private CompletableFuture<Committed> enqueue(Pending pending) {
    switch (queue.offer(pending)) {
      case TAKEN -> {}
      case FULL -> pending.fail(FULL);
      case CLOSED -> pending.fail(WriteFailures.STOPPING);
    }
    return pending.result;
  }
}
