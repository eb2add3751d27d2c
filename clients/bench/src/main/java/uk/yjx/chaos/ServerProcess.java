package uk.yjx.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One process under test, which can be killed, stopped for a while and started again. */
final class ServerProcess implements AutoCloseable {
  private static final long STOP_SECONDS_MAX = 60;
  private static final int COMPLAINTS_MAX = 8;

  private static final List<String> FLAGS =
      List.of(
          "-Xmx512m",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseCompactObjectHeaders",
          "-Dio.netty.allocator.type=pooled");

  private final String name;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private final Path log;
  private Process process;

  private ServerProcess(
      String name, List<String> arguments, Map<String, String> environment, Path log)
      throws IOException {
    this.name = name;
    this.arguments = List.copyOf(arguments);
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.process = spawn();
  }

  /** Starts it; it is ready only after {@link #awaitReady}. */
  static ServerProcess start(
      String name, List<String> arguments, Map<String, String> environment, Path folder)
      throws IOException {
    return new ServerProcess(name, arguments, environment, folder.resolve(name + ".log"));
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it says that it is ready. */
  void awaitReady() throws IOException {
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals(ChildServer.READY)) {
        // Its further words must not fill the pipe; reading one holds a carrier thread.
        Thread.ofPlatform()
            .daemon()
            .name(name + "-output")
            .start(() -> lines.lines().forEach(rest -> {}));
        return;
      }
    }
    throw new IllegalStateException(name + " did not start: " + complaints());
  }

  /** Kills it without warning. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to stop in good order and waits until it has. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IllegalStateException(
          name + " did not stop within " + STOP_SECONDS_MAX + " s and was killed");
    }
  }

  /** Starts it again after it has ended. */
  void restart() throws IOException {
    process = spawn();
  }

  /** Takes the processor from it, as a pause of the machine would. */
  void pause() throws IOException, InterruptedException {
    signal(process.pid(), "STOP");
  }

  /** Gives the processor back. */
  void goOn() throws IOException, InterruptedException {
    signal(process.pid(), "CONT");
  }

  /** Sends a signal to a process of this run. */
  static void signal(long pid, String signal) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException("no signal " + signal + " could be sent to process " + pid);
    }
  }

  /** Asks it to end, and ends it by force when it does not. */
  @Override
  public void close() {
    try {
      goOnIfAlive();
      process.destroy();
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void goOnIfAlive() throws IOException, InterruptedException {
    if (process.isAlive()) {
      goOn();
    }
  }

  private String complaints() throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return String.join(
          "\n",
          lines
              .filter(line -> line.contains("Exception") || line.contains("ERROR"))
              .limit(COMPLAINTS_MAX)
              .toList());
    }
  }

  private Process spawn() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ChildServer.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }
}
