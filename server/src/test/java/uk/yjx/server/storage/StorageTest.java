package uk.yjx.server.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** One data folder through everything that can happen to it. */
@Timeout(180)
class StorageTest {

  private static final int KILLS = 3;
  private static final int TRIES_MAX = 50;

  @TempDir private static Path folder;

  @Test
  void runsAgainAfterPostgresWasKilledUnderItWithEverythingCommitted() throws Exception {
    try (Storage storage = open(folder)) {
      EmbeddedPostgres server = embedded(storage);
      for (int kill = 0; kill < KILLS; kill++) {
        commit(storage, 100 + kill);
        CountDownLatch back = new CountDownLatch(1);
        server.whenRestarted(() -> {
          storage.database().forgetConnections();
          back.countDown();
        });
        long killed = server.pid();
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        assertTrue(back.await(1, TimeUnit.MINUTES), "PostgreSQL did not come back");
        assertNotEquals(killed, server.pid());
        for (int row = 0; row <= kill; row++) {
          assertEquals("1", countAfterTrouble(storage, 100 + row));
        }
      }
      try (Connection writer = storage.database().dedicated()) {
        assertEquals("on", DatabaseTest.one(writer, "SHOW fsync"));
      }
    }
  }

  @Test
  void startsAfterItsServerWasKilledAndStopsThePostgresThatWasLeft() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            KilledServer.class.getName(),
            folder.toString());
    Process server = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var output = server.inputReader(StandardCharsets.UTF_8)) {
      assertTrue(output.lines().anyMatch("committed"::equals), "the other server did not start");
    }
    server.destroyForcibly().waitFor();
    ProcessHandle left =
        PostmasterFile.of(folder.resolve("postgres"))
            .flatMap(file -> file.process(folder.resolve("postgres")))
            .orElseThrow();
    try (Storage storage = open(folder)) {
      // Only one postmaster can own a folder, so another owner says that the one left is gone; its
      // process may still stand in the table until whoever inherited it looks.
      long owner =
          PostmasterFile.of(folder.resolve("postgres"))
              .flatMap(file -> file.process(folder.resolve("postgres")))
              .orElseThrow()
              .pid();
      assertNotEquals(left.pid(), owner);
      assertEquals("1", count(storage, KilledServer.POSITION));
    }
  }

  @Test
  void refusesAConnectionWithoutTheSecret() {
    try (Storage storage = open(folder)) {
      Login right = embedded(storage).application();
      for (String user : List.of("yjx_app", "yjx_migrator", "postgres", "yjx_owner")) {
        for (String password : List.of("", "postgres", right.password() + "0")) {
          Login login = new Login(right.jdbcUrl(), user, password);
          assertThrows(SQLException.class, () -> login.connect("test").close(), user);
        }
      }
      assertTrue(Files.notExists(Path.of("/tmp/.s.PGSQL." + portOf(right))));
    }
  }

  @Test
  void refusesASecondServerOnTheSameFolder() throws SQLException {
    try (Storage storage = open(folder)) {
      String refused = refusal(() -> open(folder));
      assertTrue(refused.startsWith("Another server is using the data folder"));
      assertEquals("0", count(storage, 9_999));
    }
  }

  @Test
  void refusesToStartWithALostOrExchangedKeyAndMakesNoNewOne(@TempDir Path aside)
      throws IOException {
    open(folder).close();
    for (String name : List.of("master.key", "log.key", "receipt.key")) {
      Path key = folder.resolve("secrets").resolve(name);
      Path kept = Files.copy(key, aside.resolve(name));
      Files.delete(key);
      String lost = refusal(() -> open(folder));
      assertTrue(lost.contains("is missing"), lost);
      assertTrue(Files.notExists(key));
      Files.write(key, new byte[32]);
      String exchanged = refusal(() -> open(folder));
      assertTrue(exchanged.contains("does not belong"), exchanged);
      Files.copy(kept, key, StandardCopyOption.REPLACE_EXISTING);
    }
    open(folder).close();
  }

  @Test
  void keepsSecretsAndDataFromOtherUsers() throws IOException {
    open(folder).close();
    try (Stream<Path> secrets = Files.list(folder.resolve("secrets"))) {
      List<Path> files = secrets.toList();
      assertEquals(6, files.size(), files.toString());
      for (Path file : files) {
        assertEquals("rw-------", permissions(file));
      }
    }
    for (Path path : List.of(folder, folder.resolve("secrets"), folder.resolve("postgres"))) {
      assertEquals("rwx------", permissions(path));
    }
  }

  @Test
  void leavesNoPostgresBehindWhenClosed() {
    Storage storage = open(folder);
    ProcessHandle server = ProcessHandle.of(embedded(storage).pid()).orElseThrow();
    storage.close();
    assertFalse(server.isAlive());
  }

  /** The line an operator would read. */
  static String refusal(Executable refused) {
    return String.valueOf(assertThrows(StorageException.class, refused).getMessage());
  }

  private static Storage open(Path dataDir) {
    return Storage.open(StorageSettings.embedded(dataDir), new SecureRandom());
  }

  private static EmbeddedPostgres embedded(Storage storage) {
    EmbeddedPostgres server = storage.postgres();
    if (server == null) {
      throw new IllegalStateException("no embedded PostgreSQL");
    }
    return server;
  }

  static String insert(long position) {
    return "INSERT INTO storage.record_key (position, wrapped)"
        + " VALUES (%d, decode(repeat('00', 65), 'hex'))".formatted(position);
  }

  private static void commit(Storage storage, long position) throws SQLException {
    try (Connection connection = storage.database().pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(insert(position));
    }
  }

  private static String count(Storage storage, long position) throws SQLException {
    try (Connection connection = storage.database().pool().getConnection()) {
      return DatabaseTest.one(
          connection, "SELECT count(*) FROM storage.record_key WHERE position = " + position);
    }
  }

  /** A client that lost its connection asks again, as every caller of the pool must. */
  private static String countAfterTrouble(Storage storage, long position) throws SQLException {
    SQLException last = new SQLException("never tried");
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      try {
        return count(storage, position);
      } catch (SQLException e) {
        last = e;
      }
    }
    throw last;
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static String portOf(Login login) {
    return login.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1");
  }
}
