package uk.yjx.server.journal;

import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import uk.yjx.server.kernel.Failure;

/**
 * Takes every write of the exchange. A request is durable when its future completes, and only then.
 * One thread writes what waits as one transaction; the row lock on the journal's head makes one
 * order of all processes' commits.
 */
@Context
public final class Journal implements AutoCloseable {
  /** Entries that may wait; past it callers are asked to try again. */
  public static final int QUEUE_ENTRIES_MAX = 20_000;

  /** Bytes that may wait. */
  public static final long QUEUE_BYTES_MAX = 64L * 1024 * 1024;

  private static final Duration QUEUE_RETRY_AFTER = Duration.ofMillis(250);

  private static final Failure FULL =
      Failure.passing(
          Failure.Code.RESOURCE_EXHAUSTED,
          "JOURNAL_QUEUE_FULL",
          "more than "
              + QUEUE_ENTRIES_MAX
              + " requests or "
              + QUEUE_BYTES_MAX
              + " bytes wait to be written; try again",
          QUEUE_RETRY_AFTER);

  private final CommitQueue queue;
  private final Writer writer;
  private final Tail tail;
  private final Facts facts;

  Journal(Writer writer, Tail tail, Facts facts) {
    this.queue = new CommitQueue(QUEUE_ENTRIES_MAX, QUEUE_BYTES_MAX);
    this.writer = writer;
    this.tail = tail;
    this.facts = facts;
    writer.start(queue);
    tail.start();
  }

  /**
   * Decides and writes. Completes after the commit, on a thread that must not be blocked; fails with
   * {@link Failure.Refused}: JOURNAL_QUEUE_FULL and WRITE_FAILED pass, the others do not.
   */
  public CompletableFuture<Committed> append(Proposal proposal) {
    return switch (proposal.decide()) {
      case Proposal.Decision.Abandon abandon ->
          CompletableFuture.failedFuture(abandon.failure().refused());
      case Proposal.Decision.Write write -> enqueue(new Pending(proposal, write.entry()));
    };
  }

  /** The stamp of a plan decided now; read it before reading any fact. */
  public long stamp() {
    return facts.position();
  }

  /** Entries that wait to be written. */
  public int depth() {
    return queue.depth();
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
    if (!queue.offer(pending)) {
      pending.fail(FULL);
    }
    return pending.result;
  }
}
