package uk.yjx.server.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A migrated database of a test class's own, on the one PostgreSQL of this JVM. Copying a template
 * takes milliseconds; fsync stays on, so what is tested is what runs.
 */
public final class TestDatabase implements AutoCloseable {

  private static final int POOL_SIZE = 4;
  private static final int MAX_CONNECTIONS = 300;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;
  private final Database database;

  private TestDatabase(String name, Database database) {
    this.name = name;
    this.database = database;
  }

  /** A brand-new database with every migration run; close it in {@code @AfterAll}. */
  public static TestDatabase fresh() {
    String name = "test_" + COUNT.incrementAndGet();
    EmbeddedPostgres server = Running.SERVER;
    execute("CREATE DATABASE " + name + " TEMPLATE " + EmbeddedPostgres.DATABASE);
    Login application = server.application(name);
    Login migrator =
        new Login(application.jdbcUrl(), server.migrator().user(), server.migrator().password());
    return new TestDatabase(name, new Database(application, migrator, POOL_SIZE));
  }

  /** How the application role reaches this database. */
  Login application() {
    return Running.SERVER.application(name);
  }

  /** Settings that name this database as an external one, with the role's password in a file. */
  StorageSettings asExternal(Path dataDir) {
    Path secrets = Running.FOLDER.resolve("secrets");
    return new StorageSettings(
        dataDir,
        "",
        secrets.resolve("master.key").toString(),
        application().jdbcUrl(),
        "yjx_app",
        secrets.resolve("postgres-app.password").toString(),
        "yjx_migrator",
        secrets.resolve("postgres-migrator.password").toString(),
        0,
        2,
        60);
  }

  /** Settings by which a server of another process uses this database, its folder excepted. */
  public Map<String, Object> asSettings() {
    Path secrets = Running.FOLDER.resolve("secrets");
    return Map.of(
        "yjx.storage.jdbc-url", application().jdbcUrl(),
        "yjx.storage.password-file", secrets.resolve("postgres-app.password").toString(),
        "yjx.storage.secrets-dir", secrets.toString());
  }

  /** Connections as the application role. */
  public Database database() {
    return database;
  }

  /** The port of the PostgreSQL behind this database, on this machine. */
  public int port() {
    return URI.create(application().jdbcUrl().substring("jdbc:".length())).getPort();
  }

  /** Connections as the application role by way of another port of this machine; the caller's. */
  public Database through(int port) {
    Login direct = application();
    String url = direct.jdbcUrl().replace(":" + port() + "/", ":" + port + "/");
    return new Database(new Login(url, direct.user(), direct.password()), null, POOL_SIZE);
  }

  /** The vault of this JVM's tests, with a random master key. */
  public Vault vault() {
    return Running.STORAGE.vault();
  }

  /** Keys in files for this database's documents, as a server that has just started knows them. */
  public FileKeyset keyset() {
    return new FileKeyset(
        Running.FOLDER.resolve("secrets-" + name),
        new KeyRegister(application()),
        new SecureRandom());
  }

  /** Keys of documents, as a server that has just started knows them. */
  public DocumentKeys documentKeys() {
    return new DocumentKeys(keyset(), vault(), new SecureRandom());
  }

  /** The signing keys of this JVM's tests. */
  public Keys keys() {
    return Running.STORAGE.keys();
  }

  /** A connection that may do anything, to tamper with what the server may not; the caller's. */
  public Connection superuser() throws SQLException {
    return Running.SERVER.superuser(name).connect("test superuser");
  }

  /** Closes the pool; the database goes with the folder when the JVM ends. */
  @Override
  public void close() {
    database.close();
  }

  private static void execute(String sql) {
    try (Connection connection =
            Running.SERVER.superuser(PostgresCluster.SUPERUSER).connect("test databases");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql + " failed: " + e.getMessage(), e);
    }
  }

  /** Started when the first test asks, stopped with the JVM. */
  private static final class Running {
    static final Path FOLDER = folder();
    static final Storage STORAGE = start();
    static final EmbeddedPostgres SERVER = server();

    private static Path folder() {
      try {
        return Files.createTempDirectory("yjx-test-");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Storage start() {
      StorageSettings settings =
          new StorageSettings(FOLDER, "", "", "", "yjx_app", "", "", "", 0, 1, MAX_CONNECTIONS);
      Storage storage = Storage.open(settings, new SecureRandom());
      // The template of the copies: nobody may be connected to it.
      storage.database().close();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(storage)));
      return storage;
    }

    private static EmbeddedPostgres server() {
      EmbeddedPostgres server = STORAGE.postgres();
      if (server == null) {
        throw new IllegalStateException("The tests' storage has no embedded PostgreSQL");
      }
      return server;
    }

    private static void stop(Storage storage) {
      storage.close();
      try {
        Folders.delete(FOLDER);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
