package uk.yjx.server.journal;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.Vault;

/** Writes many callers' entries as one transaction. Used by the writer's thread alone. */
@Singleton
final class GroupCommit {
  /** How far a batch has come, which says what its failure means. */
  private enum Phase {
    TAKING_THE_HEAD,
    WRITING,
    COMMITTING
  }

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final WriterConnection connection;
  private final Facts facts;
  private final Progress progress;
  private final Bell bell;
  private final LogIdentity log;
  private final Ids ids;
  private final InstantSource clock;
  private final Answers answers;
  private final ExecutorService completions =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("journal-answers").daemon(true).factory());
  private RecentTouches touches = new RecentTouches(0);
  private long touchesUpTo;

  GroupCommit(
      WriterConnection connection,
      Facts facts,
      Progress progress,
      Bell bell,
      LogIdentity log,
      Ids ids,
      InstantSource clock,
      Vault vault) {
    this.connection = connection;
    this.facts = facts;
    this.progress = progress;
    this.bell = bell;
    this.log = log;
    this.ids = ids;
    this.clock = clock;
    this.answers = new Answers(vault);
  }

  /** Loads the facts as of the head; on a session without limits, since that may take a while. */
  void load() {
    try (Connection c = connection.unhurried()) {
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
  }

  /** Writes a batch; returns what must wait for the next one. */
  List<Pending> write(List<Pending> pending) {
    List<Pending> fresh = decideStaleOnesAgain(pending);
    if (fresh.isEmpty()) {
      return List.of();
    }
    Phase phase = Phase.TAKING_THE_HEAD;
    Batch batch = null;
    try {
      Head.Locked locked = connection.lockHead(requestsOf(fresh));
      Connection c = connection.open();
      learnOfOthers(c, locked.head().position());
      phase = Phase.WRITING;
      batch = place(locked, fresh);
      Script script = batch.write(c);
      if (script.isEmpty()) {
        c.commit();
      } else {
        phase = Phase.COMMITTING;
        progress.reserve(batch.firstPosition());
        script.add("COMMIT").execute(c);
      }
    } catch (SQLException | RuntimeException e) {
      return afterFailure(e, phase, fresh, batch);
    }
    return committed(batch);
  }

  /** Fails whoever has no answer yet, after something nobody foresaw. */
  void giveUp(List<Pending> pending) {
    progress.release();
    connection.drop();
    fail(pending);
  }

  /** Tells these callers that nothing was written. */
  void fail(List<Pending> pending) {
    completions.execute(() -> pending.forEach(p -> p.fail(WriteFailures.WRITE_FAILED)));
  }

  /** Gives the answers that are due, then ends. */
  void close(Duration timeout) throws InterruptedException {
    completions.shutdown();
    if (!completions.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("answers were still being given when the journal stopped");
    }
    connection.close();
  }

  /**
   * Other processes' commits since this writer's last: their changes make plans stale. From here to
   * the commit the facts are those of the head, which is what a decision under the lock is made of.
   */
  private void learnOfOthers(Connection c, long head) throws SQLException {
    if (head > touchesUpTo) {
      Touches.read(c, touchesUpTo, head, touches::touched);
      touchesUpTo = head;
    }
    facts.foreign(c, head);
  }

  private static List<RequestKey> requestsOf(List<Pending> fresh) {
    List<RequestKey> asked = new ArrayList<>(fresh.size());
    for (Pending p : fresh) {
      RequestKey key = p.entry().request();
      if (key != null) {
        asked.add(key);
      }
    }
    return asked;
  }

  private Batch place(Head.Locked locked, List<Pending> fresh) {
    // To the microsecond, as it is stored, so that a repeated answer is the same to the last digit.
    Batch batch =
        new Batch(
            ids.next(),
            locked.head(),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            locked.known(),
            touches,
            answers);
    fresh.forEach(batch::add);
    return batch;
  }

  private List<Pending> committed(Batch batch) {
    if (!batch.isEmpty()) {
      batch.rememberTouches();
      touchesUpTo = batch.lastPosition();
      if (factsFollow(batch)) {
        progress.committed(batch.firstPosition(), batch.lastPosition(), batch.entries());
      } else {
        progress.release();
      }
      bell.ring();
    }
    completions.execute(batch::complete);
    return batch.deferred();
  }

  /** Nothing can be undone any more: where the facts do not follow now, the tail brings them on. */
  private boolean factsFollow(Batch batch) {
    try {
      Connection c = connection.open();
      facts.own(c, batch.lastPosition(), batch.touchesFacts());
      c.commit();
      return true;
    } catch (SQLException | RuntimeException e) {
      LOG.warn("facts are behind after a commit: {}", WriteFailures.describe(e));
      connection.drop();
      return false;
    }
  }

  /**
   * Plans that older commits have overtaken are decided again before the lock is taken. What an
   * entry before it in the batch will overtake is left alone: it must wait for the next batch.
   */
  private List<Pending> decideStaleOnesAgain(List<Pending> pending) {
    if (pending.stream().noneMatch(p -> touches.stale(p.entry()))) {
      return pending;
    }
    List<Pending> fresh = new ArrayList<>(pending.size());
    List<Pending> refused = new ArrayList<>();
    Set<Long> changing = new HashSet<>();
    for (Pending p : pending) {
      if (!touches.stale(p.entry()) || p.entry().dependsOnAny(changing) || p.decideAgain()) {
        fresh.add(p);
        for (long key : p.entry().touches()) {
          changing.add(key);
        }
      } else {
        refused.add(p);
      }
    }
    if (!refused.isEmpty()) {
      completions.execute(() -> refused.forEach(Pending::refuse));
    }
    return fresh;
  }

  private List<Pending> afterFailure(
      Exception e, Phase phase, List<Pending> fresh, @Nullable Batch batch) {
    if (batch != null
        && phase == Phase.COMMITTING
        && !WriteFailures.isRefusedData(e)
        && connection.committedAfterAll(batch.id())) {
      return committed(batch);
    }
    progress.release();
    connection.rollbackOrDrop();
    if (batch != null) {
      completions.execute(batch::completeSettled);
    }
    List<Pending> open = fresh.stream().filter(p -> !p.isSettled()).toList();
    // Together with the head the request ids are asked for, which may be data as bad as any other.
    if (phase == Phase.TAKING_THE_HEAD
        ? WriteFailures.isRefusedData(e)
        : WriteFailures.isOfOneEntry(e)) {
      return splitUntilAlone(e, open);
    }
    LOG.warn("a batch of {} was not written: {}", open.size(), WriteFailures.describe(e));
    fail(open);
    return List.of();
  }

  private List<Pending> splitUntilAlone(Exception e, List<Pending> open) {
    if (open.size() == 1) {
      LOG.warn("an entry cannot be written: {}", WriteFailures.describe(e));
      completions.execute(() -> open.getFirst().fail(WriteFailures.alone(e)));
      return List.of();
    }
    List<Pending> waiting = new ArrayList<>();
    int half = open.size() / 2;
    waiting.addAll(write(open.subList(0, half)));
    waiting.addAll(write(open.subList(half, open.size())));
    return waiting;
  }
}
