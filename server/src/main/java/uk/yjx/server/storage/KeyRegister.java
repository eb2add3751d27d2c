package uk.yjx.server.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which keys the database was written with. A lost or exchanged key file is found at start, before
 * records become unreadable or the log is signed with a key nobody knows.
 */
final class KeyRegister {

  private static final int KEY_ID_BYTES = 8;

  private static final String REGISTERED = "SELECT key_id FROM storage.key_register WHERE name = ?";

  private static final String REGISTER =
      """
      INSERT INTO storage.key_register (name, key_id)
      VALUES (?, ?)
      ON CONFLICT (name) DO NOTHING
      """;

  private final Login application;

  KeyRegister(Login application) {
    this.application = application;
  }

  /** The key in the file; made at the very first start, and never again for the same database. */
  byte[] key(String name, SecretFile file, SecureRandom random) {
    try (Connection connection = application.connect("yjx key register")) {
      if (!file.exists() && registered(connection, name).isPresent()) {
        throw new StorageException(
            "The key file %s is missing, and the database was written with it: restore it"
                .formatted(file.path()));
      }
      byte[] key = file.keyOrNew(random);
      byte[] id = idOf(name, key);
      register(connection, name, id);
      if (!registered(connection, name).filter(known -> Arrays.equals(known, id)).isPresent()) {
        throw new StorageException(
            "The key file %s does not belong to this database: restore the one it was written with"
                .formatted(file.path()));
      }
      return key;
    } catch (SQLException e) {
      throw new StorageException("The key register cannot be read: " + e.getMessage(), e);
    }
  }

  private static Optional<byte[]> registered(Connection connection, String name)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(REGISTERED)) {
      query.setString(1, name);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
      }
    }
  }

  private static void register(Connection connection, String name, byte[] id) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(REGISTER)) {
      insert.setString(1, name);
      insert.setBytes(2, id);
      insert.executeUpdate();
    }
  }

  /** Tells keys apart and nothing about them: they hold 256 random bits. */
  private static byte[] idOf(String name, byte[] key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(("yjx key id " + name).getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(digest.digest(key), KEY_ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new StorageException("This Java lacks SHA-256: " + e, e);
    }
  }
}
