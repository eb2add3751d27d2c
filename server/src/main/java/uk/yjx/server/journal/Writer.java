package uk.yjx.server.journal;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.Vault;

/** The one thread that writes: batch after batch, each one transaction. */
@Singleton
final class Writer implements Runnable, AutoCloseable {
  /** Entries in one transaction. */
  static final int BATCH_ENTRIES_MAX = 2_000;

  /** Bytes in one transaction. */
  static final long BATCH_BYTES_MAX = 8L * 1024 * 1024;

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  static final Failure WRITE_FAILED =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "WRITE_FAILED",
          "the database did not take the request; try again with the same request id",
          RETRY_AFTER);

  private static final Failure DATA_REJECTED =
      Failure.of(
          Failure.Code.INVALID_ARGUMENT,
          "DATA_REJECTED",
          "the request holds a value that cannot be stored; nothing was changed");

  private final WriterConnection connection;
  private final Facts facts;
  private final Progress progress;
  private final LogIdentity log;
  private final Ids ids;
  private final InstantSource clock;
  private final Answers answers;
  private final ExecutorService completions =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("journal-answers").daemon(true).factory());
  private RecentTouches touches = new RecentTouches(0);
  private long touchesUpTo;
  private @Nullable CommitQueue queue;
  private @Nullable Thread thread;

  Writer(
      WriterConnection connection,
      Facts facts,
      Progress progress,
      LogIdentity log,
      Ids ids,
      InstantSource clock,
      Vault vault) {
    this.connection = connection;
    this.facts = facts;
    this.progress = progress;
    this.log = log;
    this.ids = ids;
    this.clock = clock;
    this.answers = new Answers(vault);
  }

  /** Loads the facts and begins to write. */
  void start(CommitQueue waiting) {
    try {
      Connection c = connection.open();
      c.setAutoCommit(false);
      try (Statement s = c.createStatement()) {
        // No lock is held here, and building a large caseload between two reads takes its time.
        s.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
      }
      Head head = Head.read(c);
      log.inEpoch(head.epoch());
      facts.load(c, head.position());
      c.commit();
      touches = new RecentTouches(head.position());
      touchesUpTo = head.position();
      progress.startAt(head.position());
    } catch (SQLException e) {
      throw new IllegalStateException("the journal could not be read at start", e);
    }
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
      Thread.currentThread().interrupt();
    } finally {
      completions.shutdown();
    }
  }

  @Override
  public void close() {
    Thread running = thread;
    try {
      if (running != null) {
        running.join(STOP_TIMEOUT);
      }
      if (!completions.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("answers were still being given when the journal stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connection.close();
  }

  /** Writes a batch; returns what must wait for the next one. */
  private List<Pending> write(List<Pending> pending) {
    List<Pending> fresh = decideStaleOnesAgain(pending);
    if (fresh.isEmpty()) {
      return List.of();
    }
    Batch batch = null;
    boolean committing = false;
    try {
      Connection c = connection.open();
      c.setAutoCommit(false);
      batch = place(c, fresh);
      boolean anything = batch.write(c);
      committing = anything;
      c.commit();
      committed(c, batch, anything);
      return batch.deferred();
    } catch (SQLException | RuntimeException e) {
      return afterFailure(e, fresh, batch, committing);
    }
  }

  private Batch place(Connection c, List<Pending> fresh) throws SQLException {
    Head head = Head.lock(c);
    learnOfOthers(c, head.position());
    List<RequestKey> asked = new ArrayList<>();
    for (Pending p : fresh) {
      RequestKey key = p.entry.request();
      if (key != null) {
        asked.add(key);
      }
    }
    Map<String, KnownRequests.Known> known = KnownRequests.find(c, asked);
    // As stored, so that a first answer given again is the same to the last digit.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Batch batch = new Batch(ids.next(), head, now, known, touches, answers);
    fresh.forEach(batch::add);
    return batch;
  }

  /** Other processes' commits since this writer's last: their changes make plans stale. */
  private void learnOfOthers(Connection c, long head) throws SQLException {
    if (head > touchesUpTo) {
      Touches.read(c, touchesUpTo, head, touches::touched);
      touchesUpTo = head;
      facts.foreign(c, head);
    }
  }

  private void committed(Connection c, Batch batch, boolean anything) throws SQLException {
    if (anything) {
      batch.rememberTouches();
      touchesUpTo = batch.lastPosition();
      facts.own(c, batch.lastPosition(), batch.touchesFacts());
      c.commit();
      progress.committed(batch.firstPosition(), batch.lastPosition(), batch.entries());
    }
    completions.execute(batch::complete);
  }

  private List<Pending> decideStaleOnesAgain(List<Pending> pending) {
    List<Pending> fresh = new ArrayList<>(pending.size());
    for (Pending p : pending) {
      if (!touches.stale(p.entry) || p.decideAgain()) {
        fresh.add(p);
      }
    }
    return fresh;
  }

  private List<Pending> afterFailure(
      Exception e, List<Pending> fresh, @Nullable Batch batch, boolean committing) {
    if (batch != null && committing && connection.committedAfterAll(batch.id())) {
      return adopted(batch);
    }
    connection.rollbackOrClose();
    if (isDataError(e)) {
      return splitUntilAlone(fresh);
    }
    LOG.warn("a batch of {} was not written: {}", fresh.size(), sqlState(e));
    completions.execute(() -> fresh.forEach(p -> p.fail(WRITE_FAILED)));
    return List.of();
  }

  /** The commit had gone through although its answer was lost. */
  private List<Pending> adopted(Batch batch) {
    try {
      Connection c = connection.open();
      c.setAutoCommit(false);
      committed(c, batch, true);
    } catch (SQLException e) {
      LOG.warn("facts are behind after a lost connection: {}", sqlState(e));
      completions.execute(batch::complete);
    }
    return batch.deferred();
  }

  private List<Pending> splitUntilAlone(List<Pending> fresh) {
    List<Pending> waiting = new ArrayList<>();
    List<Pending> open = fresh.stream().filter(p -> !p.result.isDone()).toList();
    if (open.size() == 1) {
      completions.execute(() -> open.getFirst().fail(DATA_REJECTED));
      return waiting;
    }
    int half = open.size() / 2;
    if (half > 0) {
      waiting.addAll(write(open.subList(0, half)));
    }
    if (!open.isEmpty()) {
      waiting.addAll(write(open.subList(half, open.size())));
    }
    return waiting;
  }

  private static boolean isDataError(Throwable e) {
    String state = sqlState(e);
    return state.startsWith("22") || state.startsWith("23");
  }

  private static String sqlState(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return e.getClass().getSimpleName();
  }
}
