package uk.yjx.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server in a JVM of its own. It says the port it listens on, and ends by itself when its
 * standard input closes, so that it cannot outlive this process.
 */
final class ChildProcess implements AutoCloseable {

  /** What a child prints before its port number. */
  static final String READY = "READY ";

  /** What a child prints before a line it was told, once it does what the line says. */
  static final String DONE = "DONE ";

  private static final Duration DONE_MAX = Duration.ofSeconds(10);

  private static final int COMPLAINTS_MAX = 12;

  private static final long KIB_PER_MIB = 1024;

  private static final Duration STOP_MAX = Duration.ofSeconds(60);

  /** The same for product and rig; heap enough that neither is short of it. */
  private static final List<String> FLAGS =
      List.of(
          "-Xms3g",
          "-Xmx3g",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseCompactObjectHeaders",
          "-XX:G1HeapRegionSize=4m",
          "-Dio.netty.allocator.type=pooled");

  private final Process process;
  private final int port;
  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

  private ChildProcess(Process process, int port, BufferedReader lines) {
    this.process = process;
    this.port = port;
    // What the server says later must not fill the pipe and stop it. Reading a pipe holds a
    // carrier, of which a small machine has as many as servers here: a virtual thread would starve
    // others.
    Thread.ofPlatform()
        .daemon()
        .name("server-output")
        .start(() -> lines.lines().filter(line -> line.startsWith(DONE)).forEach(done::add));
  }

  /** Starts the main class with the class path and flags of this project; waits for its port. */
  static ChildProcess start(Class<?> main, List<String> arguments, List<String> moreFlags, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(moreFlags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.to(log.toFile())).start();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    String line = lines.readLine();
    while (line != null && !line.startsWith(READY)) {
      line = lines.readLine();
    }
    if (line == null) {
      process.destroy();
      throw new IllegalStateException(main.getSimpleName() + " did not start: " + complaints(log));
    }
    return new ChildProcess(
        process, Integer.parseInt(line.substring(READY.length()).strip()), lines);
  }

  int port() {
    return port;
  }

  /** Tells the child a line and waits until it has done what the line says. */
  void tell(String line) throws IOException, InterruptedException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    String answer = done.poll(DONE_MAX.toSeconds(), TimeUnit.SECONDS);
    if (!(DONE + line).equals(answer)) {
      throw new IllegalStateException("the server was told «" + line + "» and said " + answer);
    }
  }

  /** Processor time used so far, of the JVM alone; zero where the system does not tell. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** The most memory it had at once, in MiB; zero where the system does not tell. */
  long peakResidentMib() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .sum()
          / KIB_PER_MIB;
    }
  }

  /** Asks it to end and waits; ends it by force when it does not. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** What a Java program says last of all is where it failed; why stands in fewer lines. */
  private static String complaints(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return String.join(
          "\n",
          lines
              .filter(line -> line.contains("Exception") || line.contains("ERROR"))
              .limit(COMPLAINTS_MAX)
              .toList());
    }
  }
}
