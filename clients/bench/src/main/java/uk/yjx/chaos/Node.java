package uk.yjx.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * One server process of the exchange.
 *
 * @param port where it listens
 * @param process the process
 * @param toDatabase its way to PostgreSQL
 * @param control what its shim is told
 */
record Node(int port, ServerProcess process, TcpProxy toDatabase, Shim.Control control)
    implements AutoCloseable {

  static Node start(
      int number,
      int port,
      Path folder,
      TcpProxy toDatabase,
      Map<String, String> settings,
      Shim.Control control,
      Map<String, String> environment)
      throws IOException {
    Properties properties = new Properties();
    properties.putAll(settings);
    properties.setProperty("yjx.storage.data-dir", folder.resolve("node-" + number).toString());
    properties.setProperty("yjx.transport.port", Integer.toString(port));
    properties.setProperty(
        "yjx.storage.jdbc-url", "jdbc:postgresql://127.0.0.1:" + toDatabase.port() + "/yjx");
    Path file = folder.resolve("node-" + number + ".properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    return new Node(
        port,
        ServerProcess.start(
            "node-" + number, List.of("node", file.toString()), environment, folder),
        toDatabase,
        control);
  }

  /** The process goes first: it has its last checkpoint to sign. */
  @Override
  public void close() throws IOException {
    process.close();
    toDatabase.close();
  }
}
