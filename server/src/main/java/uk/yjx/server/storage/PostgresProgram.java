package uk.yjx.server.storage;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How PostgreSQL's programs are called here. They refuse to run as root, so root enters a user
 * namespace in which it is nobody.
 *
 * @param home the folder that holds {@code bin}
 */
record PostgresProgram(Path home) {

  private static final int RUN_MAX_MINUTES = 5;
  private static final Path NEW_SESSION = Path.of("/usr/bin/setsid");

  /** A process for {@code name}; nothing of the caller's PG* environment reaches it. */
  ProcessBuilder builder(String name, List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(home.resolve("bin").resolve(name).toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  /**
   * A process in a session of its own: an interrupt typed at the terminal must reach this server,
   * which drains first, and not PostgreSQL under it.
   */
  ProcessBuilder ownSession(String name, List<String> arguments) {
    ProcessBuilder builder = builder(name, arguments);
    if (Files.isExecutable(NEW_SESSION)) {
      builder.command().addFirst(NEW_SESSION.toString());
    }
    return builder;
  }

  /** Runs a program to its end; what it said is in the exception if it failed. */
  void run(String name, List<String> arguments) {
    try {
      Process process = builder(name, arguments).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(RUN_MAX_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new StorageException(name + " did not end within " + RUN_MAX_MINUTES + " minutes");
      }
      if (process.exitValue() != 0) {
        throw new StorageException(name + " failed: " + lastLine(output));
      }
    } catch (IOException e) {
      throw new StorageException(name + " cannot be run: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException("Interrupted while " + name + " ran", e);
    }
  }

  private static String lastLine(String output) {
    return output
        .lines()
        .filter(line -> !line.isBlank())
        .reduce((earlier, later) -> later)
        .orElse("it said nothing")
        .strip();
  }
}
