package uk.yjx.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The embedded PostgreSQL of one server as its administrator sees it: what a measurement needs
 * around it and the server itself must not be able to do.
 *
 * @param data the server's data folder
 */
record BenchDisk(Path data) {

  /** Lines of {@code postmaster.pid}: the fourth is the port. */
  private static final int PORT_LINE = 4;

  /** 2 GiB, which is what the embedded PostgreSQL keeps at least. */
  private static final int WAL_SEGMENTS = 128;

  static BenchDisk of(Path data) {
    return new BenchDisk(data);
  }

  /** Writes out what the last measurement left, so that the next one does not pay for it. */
  void settle() throws IOException, SQLException, InterruptedException {
    superuser("CHECKPOINT");
    new ProcessBuilder("sync").start().waitFor();
  }

  /**
   * Makes the segments of the write-ahead log that a server has after its first hours: new ones are
   * filled with zeros first, used ones are written over.
   */
  void age() throws IOException, SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (int segment = 0; segment < WAL_SEGMENTS; segment++) {
        statement.execute(
            "SELECT pg_logical_emit_message(false, 'yjx-bench', ''), pg_switch_wal()");
      }
      statement.execute("CHECKPOINT");
    }
  }

  /** Runs statements as superuser. */
  void superuser(String sql) throws IOException, SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The version of PostgreSQL, for the record. */
  String version() throws IOException, SQLException {
    return ask("SHOW server_version");
  }

  /** The first value of a query's first row. */
  String ask(String sql) throws IOException, SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  private Connection connect() throws IOException, SQLException {
    List<String> postmaster = Files.readAllLines(data.resolve("postgres/postmaster.pid"));
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {Integer.parseInt(postmaster.get(PORT_LINE - 1).strip())});
    source.setDatabaseName("yjx");
    source.setUser("postgres");
    source.setPassword(
        Files.readString(data.resolve("secrets/postgres-superuser.password")).strip());
    return source.getConnection();
  }
}
