package uk.yjx.server.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The roles and the database of the embedded PostgreSQL, from the file an operator would run. */
final class EmbeddedRoles {

  private static final String ROLES = "/db/roles.sql";

  private static final String EXISTS = "SELECT 1 FROM pg_catalog.pg_database WHERE datname = ?";

  private EmbeddedRoles() {}

  /** Makes what is missing; passwords are those of the secret files, whatever they were before. */
  static void ensure(Login superuser, String migratorPassword, String applicationPassword) {
    try (Connection connection = superuser.connect("yjx bootstrap");
        Statement statement = connection.createStatement()) {
      statement.execute(rolesFile());
      statement.execute(passwordOf("yjx_migrator", migratorPassword));
      statement.execute(passwordOf("yjx_app", applicationPassword));
      if (!databaseExists(connection)) {
        statement.execute(
            "CREATE DATABASE %s OWNER yjx_owner ENCODING 'UTF8'"
                .formatted(EmbeddedPostgres.DATABASE));
        statement.execute(
            "REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(EmbeddedPostgres.DATABASE));
      }
      statement.execute(
          "GRANT CONNECT ON DATABASE %s TO yjx_app, yjx_migrator"
              .formatted(EmbeddedPostgres.DATABASE));
    } catch (SQLException | IOException e) {
      throw new StorageException("The database roles cannot be made: " + e.getMessage(), e);
    }
  }

  private static String passwordOf(String role, String password) {
    if (!password.matches("[0-9a-f]+")) {
      throw new StorageException("The password file of " + role + " must be hexadecimal");
    }
    return "ALTER ROLE " + role + " PASSWORD '" + password + "'";
  }

  private static boolean databaseExists(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(EXISTS)) {
      query.setString(1, EmbeddedPostgres.DATABASE);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static String rolesFile() throws IOException {
    try (InputStream file = EmbeddedRoles.class.getResourceAsStream(ROLES)) {
      if (file == null) {
        throw new IOException(ROLES + " is not on the class path");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
