package uk.yjx.server.journal;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.storage.Database;

/**
 * Tells other processes that this one committed, by a NOTIFY after the commit and on a connection
 * of its own: pending inside a transaction it would take a lock of the whole instance. It is silent
 * while no other process listens, and a NOTIFY that is lost costs the others one poll.
 */
@Singleton
final class Bell implements Runnable, AutoCloseable {
  /** What is committed in this time after a NOTIFY shares the next one. */
  static final Duration DEBOUNCE = Duration.ofMillis(5);

  static final String CHANNEL = "yjx_journal";

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(Bell.class);

  private final Database database;
  private final Semaphore rung = new Semaphore(0);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile boolean heard;
  private @Nullable Thread thread;

  Bell(Database database) {
    this.database = database;
  }

  void start() {
    thread = Thread.ofPlatform().name("journal-bell").daemon(true).start(this);
  }

  /** Whether another process listens. */
  void isHeard(boolean byOthers) {
    heard = byOthers;
  }

  /** This process committed. Never waits. */
  void ring() {
    if (heard && rung.availablePermits() == 0) {
      rung.release();
    }
  }

  @Override
  public void run() {
    while (stopping.getCount() > 0) {
      try {
        rung.acquire();
        ringWhileConnected();
      } catch (SQLException e) {
        LOG.info("others are not told of a commit ({}); they will see it", e.getSQLState());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    rung.release();
    Thread running = thread;
    if (running != null) {
      try {
        running.join(STOP_TIMEOUT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void ringWhileConnected() throws SQLException, InterruptedException {
    try (Connection c = database.dedicated();
        Statement s = c.createStatement()) {
      c.setNetworkTimeout(Runnable::run, Math.toIntExact(STOP_TIMEOUT.toMillis()));
      // Nothing is written, so nothing has to wait for the disk.
      s.execute("SET synchronous_commit = off");
      while (stopping.getCount() > 0) {
        rung.drainPermits();
        s.execute("NOTIFY " + CHANNEL);
        if (!stopping.await(DEBOUNCE.toMillis(), TimeUnit.MILLISECONDS)) {
          rung.acquire();
        }
      }
    }
  }
}
