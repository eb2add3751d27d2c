package uk.yjx.server.storage;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where the data is: {@code yjx.storage.*}.
 *
 * @param dataDir folder of this server alone: lock, embedded PostgreSQL, secrets
 * @param secretsDir folder of the keys; empty: {@code secrets} in the data folder
 * @param masterKeyFile file of the 32-byte master key; empty: {@code master.key} in the secrets
 * @param jdbcUrl external PostgreSQL, 15 or newer, without a password; empty: the embedded one
 * @param user application role on an external PostgreSQL; {@code yjx_app} or a member of it
 * @param passwordFile file of its password; empty: none is sent
 * @param migratorUser role that migrates an external PostgreSQL; empty: it must be migrated already
 * @param migratorPasswordFile file of its password; empty: none is sent
 * @param port TCP port of the embedded PostgreSQL on 127.0.0.1; 0: any free one
 * @param poolSize pooled connections, 1 to 64
 * @param maxConnections connections the embedded PostgreSQL allows, 20 to 500
 */
@ConfigurationProperties("yjx.storage")
public record StorageSettings(
    @Bindable(defaultValue = "data") Path dataDir,
    @Bindable(defaultValue = "") String secretsDir,
    @Bindable(defaultValue = "") String masterKeyFile,
    @Bindable(defaultValue = "") String jdbcUrl,
    @Bindable(defaultValue = "yjx_app") String user,
    @Bindable(defaultValue = "") String passwordFile,
    @Bindable(defaultValue = "") String migratorUser,
    @Bindable(defaultValue = "") String migratorPasswordFile,
    @Bindable(defaultValue = "0") int port,
    @Bindable(defaultValue = "8") int poolSize,
    @Bindable(defaultValue = "60") int maxConnections) {

  /** Checks ranges, and that no password stands in the URL, where logs would show it. */
  public StorageSettings {
    if (!jdbcUrl.isEmpty() && !jdbcUrl.startsWith("jdbc:postgresql:")) {
      throw new StorageException("yjx.storage.jdbc-url must begin with jdbc:postgresql:");
    }
    String lower = jdbcUrl.toLowerCase(Locale.ROOT);
    if (lower.contains("password=") || lower.matches(".*//[^/@?]*:[^/@?]*@.*")) {
      throw new StorageException(
          "yjx.storage.jdbc-url must not carry a password; use yjx.storage.password-file");
    }
    requireRange("port", port, 0, 65_535);
    requireRange("pool-size", poolSize, 1, 64);
    requireRange("max-connections", maxConnections, 20, 500);
  }

  /** The embedded PostgreSQL in a folder, everything else as by default. */
  public static StorageSettings embedded(Path dataDir) {
    return new StorageSettings(dataDir, "", "", "", "yjx_app", "", "", "", 0, 8, 60);
  }

  boolean isEmbedded() {
    return jdbcUrl.isEmpty();
  }

  private static void requireRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new StorageException(
          "yjx.storage.%s is %d; it must be from %d to %d".formatted(name, value, least, most));
    }
  }
}
