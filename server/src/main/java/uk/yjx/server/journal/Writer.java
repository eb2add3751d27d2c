package uk.yjx.server.journal;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes: batch after batch, each one transaction. */
@Singleton
final class Writer implements Runnable, AutoCloseable {
  /** Entries in one transaction. */
  static final int BATCH_ENTRIES_MAX = 2_000;

  /** Bytes in one transaction. */
  static final long BATCH_BYTES_MAX = 8L * 1024 * 1024;

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  private final GroupCommit commits;
  private final WriterConnection connection;
  private @Nullable CommitQueue queue;
  private @Nullable Thread thread;

  Writer(GroupCommit commits, WriterConnection connection) {
    this.commits = commits;
    this.connection = connection;
  }

  /** Loads the facts and begins to write. */
  void start(CommitQueue waiting) {
    commits.load();
    queue = waiting;
    thread = Thread.ofPlatform().name("journal-writer").daemon(true).start(this);
  }

  @Override
  public void run() {
    CommitQueue source = queue;
    if (source == null) {
      throw new IllegalStateException("the writer has no queue");
    }
    try {
      List<Pending> batch = source.take(BATCH_ENTRIES_MAX, BATCH_BYTES_MAX);
      while (!batch.isEmpty()) {
        source.putBack(write(batch));
        batch = source.take(BATCH_ENTRIES_MAX, BATCH_BYTES_MAX);
      }
    } catch (InterruptedException e) {
      LOG.error("the writer was interrupted; the journal takes nothing more");
      source.close();
      Thread.currentThread().interrupt();
    } finally {
      commits.fail(source.drain());
    }
  }

  @Override
  public void close() {
    Thread running = thread;
    try {
      if (running != null && !running.join(STOP_TIMEOUT)) {
        LOG.error("the database did not take in {} what waits; it is refused", STOP_TIMEOUT);
        if (queue != null) {
          commits.fail(queue.drain());
        }
        connection.abort();
        running.join(STOP_TIMEOUT);
      }
      commits.close(STOP_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whatever happens to a batch, its callers get an answer and the next batch is written. */
  private List<Pending> write(List<Pending> batch) {
    try {
      return commits.write(batch);
    } catch (Throwable e) {
      LOG.error("the writer failed in a way nobody foresaw: {}", WriteFailures.describe(e));
      commits.giveUp(batch);
      return List.of();
    }
  }
}
