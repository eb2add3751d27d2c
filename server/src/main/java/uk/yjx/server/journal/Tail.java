package uk.yjx.server.journal;

import jakarta.inject.Singleton;
import java.sql.Connection;
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

  static final String CHANNEL = "yjx_journal";

  private static final Duration RECONNECT_DELAY = Duration.ofMillis(500);
  private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

  private final Database database;
  private final Facts facts;
  private final Progress progress;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

  Tail(Database database, Facts facts, Progress progress) {
    this.database = database;
    this.facts = facts;
    this.progress = progress;
  }

  void start() {
    thread = Thread.ofPlatform().name("journal-tail").daemon(true).start(this);
  }

  @Override
  public void run() {
    while (stopping.getCount() > 0) {
      try (Connection c = database.dedicated()) {
        follow(c);
      } catch (SQLException e) {
        LOG.info("the tail lost its connection ({}); connecting again", e.getSQLState());
        pause(RECONNECT_DELAY);
      }
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    Thread running = thread;
    if (running != null) {
      try {
        running.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void follow(Connection c) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute("LISTEN " + CHANNEL);
    }
    PGConnection pg = c.unwrap(PGConnection.class);
    while (stopping.getCount() > 0) {
      long head = Head.read(c).position();
      if (head > progress.head()) {
        // The writer may be telling its own batch at this moment; both say the same.
        facts.foreign(c, head);
        progress.advanced(head);
      }
      pg.getNotifications((int) POLL_INTERVAL.toMillis());
    }
  }

  private void pause(Duration time) {
    try {
      if (stopping.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("the tail stops");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
