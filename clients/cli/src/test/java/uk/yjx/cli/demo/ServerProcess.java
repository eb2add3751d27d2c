package uk.yjx.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** An exchange in a process of its own, which a test may kill. */
final class ServerProcess implements AutoCloseable {
  private final Path folder;
  private final Path settings;
  private Process process;

  private ServerProcess(Path folder, Path settings) throws IOException {
    this.folder = folder;
    this.settings = settings;
    this.process = spawn();
  }

  /** Starts a server with these settings; it takes calls some seconds later. */
  static ServerProcess start(Path folder, Map<String, Object> settings) throws IOException {
    Properties properties = new Properties();
    settings.forEach((name, value) -> properties.setProperty(name, value.toString()));
    Path file = folder.resolve("serve.properties");
    try (var out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    return new ServerProcess(folder, file);
  }

  /** Kills the server with signal 9 in whatever it is doing, and starts it again. */
  void killAndRestart() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    process = spawn();
  }

  /** Kills the database's postmaster with signal 9; the server has to bring it back. */
  void killPostgres() throws IOException {
    Path pidFile = folder.resolve("data").resolve("postgres").resolve("postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What the server last wrote, for the report of a failed test. */
  String log() {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("server.log"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  private Process spawn() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dio.netty.allocator.type=pooled",
                "-cp",
                System.getProperty("java.class.path"),
                "uk.yjx.cli.Yjx",
                "serve",
                "--config",
                settings.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile()))
        .start();
  }
}
