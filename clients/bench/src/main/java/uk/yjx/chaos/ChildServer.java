package uk.yjx.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import uk.yjx.server.ExchangeServer;
import uk.yjx.server.storage.Storage;
import uk.yjx.server.storage.StorageSettings;

/**
 * A process of the exchange under test: {@code node FILE} serves with the settings in a file,
 * {@code database FOLDER PORT} runs PostgreSQL and starts it again when it dies. It stops when told
 * by a signal, or when its standard input closes, so that it cannot outlive who started it.
 */
final class ChildServer {
  /** What it writes when it is ready. */
  static final String READY = "READY";

  private static final int DATABASE_CONNECTIONS_MAX = 150;
  private static final int POOL = 2;

  private ChildServer() {}

  /** Runs until it is told to stop. */
  public static void main(String[] args) throws IOException {
    AutoCloseable server =
        switch (args[0]) {
          case "node" -> ExchangeServer.start(settings(Path.of(args[1])));
          case "database" -> database(Path.of(args[1]), Integer.parseInt(args[2]));
          default -> throw new IllegalArgumentException(args[0]);
        };
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
    System.out.println(READY);
    var unused = System.in.readAllBytes();
    System.exit(0);
  }

  private static Storage database(Path folder, int port) {
    return Storage.open(
        new StorageSettings(
            folder, "", "", "", "yjx_app", "", "", "", port, POOL, DATABASE_CONNECTIONS_MAX),
        new SecureRandom());
  }

  private static Map<String, Object> settings(Path file) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    Map<String, Object> settings = new HashMap<>();
    properties.forEach((name, value) -> settings.put(name.toString(), value));
    return settings;
  }

  private static void stop(AutoCloseable server) {
    try {
      server.close();
    } catch (Exception e) {
      e.printStackTrace();
    }
  }
}
