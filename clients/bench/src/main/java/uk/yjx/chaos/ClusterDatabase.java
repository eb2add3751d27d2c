package uk.yjx.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL under the nodes, and the superuser's view of it. */
final class ClusterDatabase implements AutoCloseable {
  private static final Duration RETURN_MAX = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int CONNECT_SECONDS_MAX = 5;

  private final Path folder;
  private final int port;
  private final ServerProcess process;

  private ClusterDatabase(Path folder, int port, ServerProcess process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Starts it in a folder, migrates it, and lets it remember when transactions were committed. */
  static ClusterDatabase start(Path folder, Path logs, int port, Map<String, String> environment)
      throws IOException, SQLException, InterruptedException {
    ServerProcess process =
        ServerProcess.start(
            "database",
            List.of("database", folder.toString(), Integer.toString(port)),
            environment,
            logs);
    ClusterDatabase database = new ClusterDatabase(folder, port, process);
    process.awaitReady();
    try (Connection c = database.connect();
        Statement s = c.createStatement()) {
      s.execute("ALTER SYSTEM SET track_commit_timestamp = on");
    }
    ServerProcess.signal(database.postmaster(), "INT");
    database.awaitReturn("SHOW track_commit_timestamp", "on");
    return database;
  }

  int port() {
    return port;
  }

  /** The folder of keys and passwords. */
  Path secrets() {
    return folder.resolve("secrets");
  }

  /** Kills the postmaster; its sessions end with it, and it is started again. */
  void kill() throws IOException, InterruptedException {
    ServerProcess.signal(postmaster(), "KILL");
  }

  /** Waits until it answers again. */
  void awaitReturn() {
    awaitReturn("SELECT 'up'", "up");
  }

  /** A connection as superuser, not through any proxy. */
  Connection connect() throws SQLException, IOException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName("yjx");
    source.setUser("postgres");
    source.setConnectTimeout(CONNECT_SECONDS_MAX);
    source.setPassword(Files.readString(secrets().resolve("postgres-superuser.password")).strip());
    return source.getConnection();
  }

  /** The first value of the first row. */
  String ask(String sql) throws SQLException, IOException {
    try (Connection c = connect();
        Statement s = c.createStatement();
        ResultSet rows = s.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  @Override
  public void close() {
    process.close();
  }

  private long postmaster() throws IOException {
    return Long.parseLong(
        Files.readAllLines(folder.resolve("postgres/postmaster.pid")).getFirst().strip());
  }

  private void awaitReturn(String question, String answer) {
    long deadline = System.nanoTime() + RETURN_MAX.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        if (ask(question).equals(answer)) {
          return;
        }
      } catch (SQLException | IOException notYet) {
        // It is on its way.
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    throw new IllegalStateException("PostgreSQL did not come back within " + RETURN_MAX);
  }
}
