package uk.yjx.server.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data directory of the embedded PostgreSQL and the processes on it.
 *
 * @param directory the data directory
 * @param program how PostgreSQL's programs are called
 */
record PostgresCluster(Path directory, PostgresProgram program) {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);

  static final String SUPERUSER = "postgres";

  /** Recovery reads what was written since the last checkpoint, at most 4 GB. */
  private static final Duration START_MAX = Duration.ofMinutes(5);

  private static final Duration READY_POLL = Duration.ofMillis(10);
  private static final Duration STOP_MAX = Duration.ofMinutes(1);

  private static final String CLIENTS =
      """
      # Written at every start. Only this machine, only with a secret.
      host all all 127.0.0.1/32 scram-sha-256
      """;

  /** Makes the data directory if there is none; never a half-made one. */
  void initialise(SecretFile superuserPassword) throws IOException {
    if (!Files.exists(directory.resolve("PG_VERSION"))) {
      Path draft = directory.resolveSibling(directory.getFileName() + ".draft");
      Folders.delete(draft);
      program.run(
          "initdb",
          List.of(
              "--pgdata=" + draft,
              "--username=" + SUPERUSER,
              "--pwfile=" + superuserPassword.path(),
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--data-checksums",
              "--no-instructions"));
      Files.move(draft, directory, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.writeString(directory.resolve("pg_hba.conf"), CLIENTS);
  }

  /** Stops the PostgreSQL that outlived a killed server; the caller holds the folder's lock. */
  void stopLeftOver() {
    Optional<ProcessHandle> left =
        PostmasterFile.of(directory).flatMap(file -> file.process(directory));
    if (left.isPresent()) {
      LOG.warn("Stopping the PostgreSQL (process {}) a killed server left", left.get().pid());
      stop(left.get());
    }
  }

  /** Starts PostgreSQL and waits until it accepts connections. */
  Process start(List<String> settings) {
    List<String> arguments = new ArrayList<>(List.of("-D", directory.toString()));
    arguments.addAll(settings);
    Path output = directory.resolveSibling("postgres-start.log");
    try {
      PostmasterFile.disown(directory);
      Process process =
          program
              .ownSession("postgres", arguments)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      awaitReady(process, output);
      return process;
    } catch (IOException e) {
      throw new StorageException("PostgreSQL cannot be run: " + e, e);
    }
  }

  private void awaitReady(Process process, Path output) throws IOException {
    long start = System.nanoTime();
    try {
      while (!isReady(process)) {
        if (process.waitFor(READY_POLL.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new StorageException("PostgreSQL did not start: " + lastWords(output));
        }
        if (System.nanoTime() - start > START_MAX.toNanos()) {
          process.destroy();
          throw new StorageException("PostgreSQL did not start within " + START_MAX);
        }
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new StorageException("Interrupted while PostgreSQL started", e);
    }
  }

  private boolean isReady(Process process) {
    return PostmasterFile.of(directory)
        .filter(file -> file.pid() == process.pid() && file.ready())
        .isPresent();
  }

  /** Ends all sessions, writes a checkpoint and waits for the process; forces it if that fails. */
  void stop(ProcessHandle process) {
    for (String mode : List.of("fast", "immediate")) {
      try {
        program.run(
            "pg_ctl",
            List.of(
                "stop",
                "-D",
                directory.toString(),
                "-m",
                mode,
                "-w",
                "-t",
                Long.toString(STOP_MAX.toSeconds())));
        return;
      } catch (StorageException e) {
        if (!process.isAlive()) {
          return;
        }
        LOG.warn("PostgreSQL did not stop ({}): {}", mode, e.getMessage());
      }
    }
    process.destroyForcibly();
  }

  private String lastWords(Path output) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(output));
    Path log = directory.resolve("log");
    if (Files.isDirectory(log)) {
      try (var files = Files.list(log)) {
        Optional<Path> newest =
            files.max(java.util.Comparator.comparing(file -> file.toFile().lastModified()));
        if (newest.isPresent()) {
          lines.addAll(Files.readAllLines(newest.get()));
        }
      }
    }
    return lines.stream()
        .filter(line -> line.contains("FATAL:"))
        .reduce((earlier, later) -> later)
        .orElse("see " + output)
        .strip();
  }
}
