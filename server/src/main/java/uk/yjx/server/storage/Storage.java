package uk.yjx.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Everything this room opens, in order, and closes in the reverse order. */
public final class Storage implements AutoCloseable {

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final @Nullable EmbeddedPostgres postgres;
  private final Database database;
  private final Vault vault;
  private final Keys keys;
  private final FileKeyset keyset;

  private Storage(StorageSettings settings, SecureRandom random) throws IOException {
    try {
      DataFolder folder = keep(DataFolder.claim(settings.dataDir()));
      // A folder of secrets that was given may be mounted read-only; its mode is its owner's
      // choice.
      Path secrets =
          settings.secretsDir().isEmpty()
              ? DataFolder.privateFolder(folder.resolve("secrets"))
              : Path.of(settings.secretsDir());
      Login application;
      @Nullable Login migrator;
      if (settings.isEmbedded()) {
        EmbeddedPostgres server = keep(EmbeddedPostgres.start(settings, folder, secrets, random));
        postgres = server;
        migrator = server.migrator();
        Migrations.run(migrator);
        application = server.application();
      } else {
        postgres = null;
        application = external(settings.jdbcUrl(), settings.user(), settings.passwordFile());
        migrator = externalMigrator(settings);
        if (migrator == null) {
          Migrations.requireCurrent(application);
        } else {
          Migrations.run(migrator);
        }
      }
      StartupChecks.require(application);
      Path master =
          settings.masterKeyFile().isEmpty()
              ? secrets.resolve("master.key")
              : Path.of(settings.masterKeyFile());
      KeyRegister register = new KeyRegister(application);
      vault = new Vault(register.key("master", new SecretFile(master), random), random);
      keys = Keys.open(register, secrets, random);
      keyset = new FileKeyset(secrets, register, random);
      database = keep(new Database(application, migrator, settings.poolSize()));
      if (postgres != null) {
        postgres.whenRestarted(database::forgetConnections);
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens storage as set; afterwards the data is there, migrated and safe to acknowledge from.
   * Fails with {@link StorageException}, which says why.
   */
  public static Storage open(StorageSettings settings, SecureRandom random) {
    try {
      return new Storage(settings, random);
    } catch (IOException e) {
      throw new StorageException("Storage cannot be opened: " + e, e);
    }
  }

  private static @Nullable Login externalMigrator(StorageSettings settings) {
    return settings.migratorUser().isEmpty()
        ? null
        : external(settings.jdbcUrl(), settings.migratorUser(), settings.migratorPasswordFile());
  }

  private static Login external(String jdbcUrl, String user, String passwordFile) {
    String password =
        passwordFile.isEmpty() ? "" : new SecretFile(Path.of(passwordFile)).password();
    return new Login(jdbcUrl, user, password);
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.push(resource);
    return resource;
  }

  /** The database, for whoever needs no more than that. */
  public Database database() {
    return database;
  }

  Vault vault() {
    return vault;
  }

  Keys keys() {
    return keys;
  }

  FileKeyset keyset() {
    return keyset;
  }

  /** The embedded PostgreSQL, or none when an external one is used. */
  @Nullable EmbeddedPostgres postgres() {
    return postgres;
  }

  /** Closes the pool, stops the embedded PostgreSQL, gives the folder back. */
  @Override
  public void close() {
    RuntimeException failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new StorageException("Storage cannot be closed: " + e, e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
