package uk.yjx.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A server of its own process that commits one row, says so, and waits to be killed. */
final class KilledServer {

  static final long POSITION = 4_711;

  private KilledServer() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    Storage storage =
        Storage.open(StorageSettings.embedded(Path.of(arguments[0])), new SecureRandom());
    try (Connection connection = storage.database().pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(StorageTest.insert(POSITION));
    }
    System.out.println("committed");
    System.in.read();
  }
}
