package uk.yjx.server.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded PostgreSQL while the server runs: when it dies it is started again on the same port
 * and folder, so that connections made anew find it.
 */
final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

  static final String DATABASE = "yjx";

  /** Starts in a row before it is given up; with the pauses about two minutes. */
  private static final int RESTARTS_MAX = 30;

  private static final Duration PAUSE_FIRST = Duration.ofMillis(100);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

  /** A server that lived so long was well: the count of restarts begins anew. */
  private static final Duration WELL_AFTER = Duration.ofMinutes(1);

  private final PostgresCluster cluster;
  private final List<String> settings;
  private final int port;
  private final Passwords passwords;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread watcher;
  private volatile Process process;
  private volatile Runnable whenRestarted = () -> {};

  /** The secrets of the three roles that may log in. */
  private record Passwords(String superuser, String migrator, String application) {}

  private EmbeddedPostgres(
      PostgresCluster cluster, StorageSettings settings, int port, Passwords passwords) {
    this.cluster = cluster;
    this.settings = PostgresTuning.arguments(port, settings.maxConnections());
    this.port = port;
    this.passwords = passwords;
    this.process = cluster.start(this.settings);
    this.watcher = Thread.ofPlatform().name("postgres watcher").daemon().unstarted(this::watch);
  }

  /** Starts PostgreSQL in the folder, made at the first time, with roles and database in place. */
  static EmbeddedPostgres start(
      StorageSettings settings, DataFolder folder, Path secrets, SecureRandom random)
      throws IOException {
    SecretFile superuser = new SecretFile(secrets.resolve("postgres-superuser.password"));
    Passwords passwords =
        new Passwords(
            superuser.passwordOrNew(random),
            new SecretFile(secrets.resolve("postgres-migrator.password")).passwordOrNew(random),
            new SecretFile(secrets.resolve("postgres-app.password")).passwordOrNew(random));
    PostgresCluster cluster =
        new PostgresCluster(
            folder.resolve("postgres"), new PostgresProgram(PostgresBinaries.unpacked(folder)));
    cluster.stopLeftOver();
    cluster.initialise(superuser);
    int port = settings.port() == 0 ? freePort() : settings.port();
    EmbeddedPostgres server = new EmbeddedPostgres(cluster, settings, port, passwords);
    try {
      EmbeddedRoles.ensure(
          server.superuser(PostgresCluster.SUPERUSER), passwords.migrator, passwords.application);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    server.watcher.start();
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The superuser, for the bootstrap of roles alone. */
  Login superuser(String database) {
    return new Login(url(database), PostgresCluster.SUPERUSER, passwords.superuser);
  }

  Login migrator() {
    return new Login(url(DATABASE), "yjx_migrator", passwords.migrator);
  }

  Login application() {
    return application(DATABASE);
  }

  Login application(String database) {
    return new Login(url(database), "yjx_app", passwords.application);
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** The process id of the postmaster that runs now. */
  long pid() {
    return process.pid();
  }

  /** Sets what is told after each restart. */
  void whenRestarted(Runnable told) {
    whenRestarted = told;
  }

  private void watch() {
    try {
      int restarts = 0;
      while (closing.getCount() > 0) {
        long since = System.nanoTime();
        int status = process.waitFor();
        if (closing.getCount() == 0) {
          return;
        }
        boolean wasWell = System.nanoTime() - since > WELL_AFTER.toNanos();
        restarts = restart(wasWell ? 0 : restarts, status);
        if (restarts > RESTARTS_MAX) {
          LOG.error("PostgreSQL was started {} times and is given up", RESTARTS_MAX);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tries until it runs; returns the count of tries, above the maximum if it is given up. */
  private int restart(int triedBefore, int status) throws InterruptedException {
    LOG.error("PostgreSQL ended with status {}; starting it again", status);
    Duration pause = PAUSE_FIRST;
    for (int tried = triedBefore + 1; tried <= RESTARTS_MAX; tried++) {
      try {
        process = cluster.start(settings);
        LOG.warn("PostgreSQL runs again as process {}", process.pid());
        whenRestarted.run();
        return tried;
      } catch (StorageException e) {
        LOG.warn("PostgreSQL is not back yet: {}", e.getMessage());
      }
      // Sessions of the dead server may hold its memory a moment longer.
      if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return tried;
      }
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(PAUSE_MAX) < 0 ? doubled : PAUSE_MAX;
    }
    return RESTARTS_MAX + 1;
  }

  /** Stops PostgreSQL with a checkpoint; waits for a restart in progress first. */
  @Override
  public void close() {
    closing.countDown();
    Process running = process;
    if (running.isAlive()) {
      cluster.stop(running.toHandle());
    }
    try {
      if (watcher.isAlive()) {
        watcher.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (process.isAlive()) {
      cluster.stop(process.toHandle());
    }
  }
}
