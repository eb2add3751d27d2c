package uk.yjx.server.journal;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.storage.Database;

/**
 * Learns what other processes committed: woken by NOTIFY where one comes, and by a slow poll in any
 * case, so that a lost notification costs the poll's interval and nothing else.
 */
@Singleton
final class Tail implements Runnable, AutoCloseable {
  /** A process learns of others' commits at least this often. */
  static final Duration POLL_INTERVAL = Duration.ofMillis(250);

  /** How often a process looks whether others listen. */
  static final Duration LOOK_FOR_OTHERS = Duration.ofSeconds(1);

  private static final Duration RECONNECT_DELAY = Duration.ofMillis(500);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  /** Facts far behind take a while to read; a database silent for longer is gone. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

  private static final String NAME = "yjx journal tail";

  /** By their name, since the database does not tell who listens. */
  private static final String OTHERS =
      """
      SELECT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE datname = current_database()
          AND application_name = '%s'
          AND pid <> pg_backend_pid())
      """
          .formatted(NAME);

  private final Database database;
  private final Facts facts;
  private final Progress progress;
  private final Bell bell;
  private final StoppedHolders stopped;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

  /** When the head was last read, by the monotonic clock; only meaningful while connected. */
  private volatile long readAtNanos;

  private volatile boolean connected;

  Tail(Database database, Facts facts, Progress progress, Bell bell, StoppedHolders stopped) {
    this.database = database;
    this.facts = facts;
    this.progress = progress;
    this.bell = bell;
    this.stopped = stopped;
  }

  void start() {
    bell.start();
    thread = Thread.ofPlatform().name("journal-tail").daemon(true).start(this);
  }

  @Override
  public void run() {
    while (stopping.getCount() > 0) {
      try (Connection c = database.dedicated()) {
        follow(c);
      } catch (SQLException e) {
        connected = false;
        LOG.info("the tail lost its connection ({}); connecting again", e.getSQLState());
        pause();
      } catch (RuntimeException e) {
        LOG.error("the tail could not follow ({}); trying again", e.getClass().getName());
        pause();
      }
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    Thread running = thread;
    if (running != null) {
      try {
        running.join(STOP_TIMEOUT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    bell.close();
  }

  /** Whether the database answered within this time, and has not hung up since. */
  boolean hasReadWithin(Duration time) {
    return connected && System.nanoTime() - readAtNanos < time.toNanos();
  }

  private void follow(Connection c) throws SQLException {
    c.setNetworkTimeout(Runnable::run, Math.toIntExact(SILENCE_MAX.toMillis()));
    try (Statement s = c.createStatement()) {
      s.execute("SET application_name = '" + NAME + "'");
      s.execute("LISTEN " + Bell.CHANNEL);
    }
    PGConnection pg = c.unwrap(PGConnection.class);
    long lookedForOthers = System.nanoTime() - LOOK_FOR_OTHERS.toNanos();
    while (stopping.getCount() > 0) {
      catchUp(c);
      readAtNanos = System.nanoTime();
      connected = true;
      stopped.look(c);
      if (System.nanoTime() - lookedForOthers >= LOOK_FOR_OTHERS.toNanos()) {
        bell.isHeard(othersListen(c));
        lookedForOthers = System.nanoTime();
      }
      pg.getNotifications(Math.toIntExact(POLL_INTERVAL.toMillis()));
    }
  }

  /** What this process is committing itself is left to its writer, which has it in memory. */
  private void catchUp(Connection c) throws SQLException {
    long upTo = progress.unreserved(Head.read(c).position());
    if (upTo > progress.head()) {
      facts.foreign(c, upTo);
      progress.advanced(upTo);
    }
  }

  private static boolean othersListen(Connection c) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery(OTHERS)) {
      return r.next() && r.getBoolean(1);
    }
  }

  private void pause() {
    try {
      if (stopping.await(RECONNECT_DELAY.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("the tail stops");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
