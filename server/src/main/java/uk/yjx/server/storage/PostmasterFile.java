package uk.yjx.server.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says of the server on a data directory (storage/lmgr's {@code
 * pidfile.h}: line 1 the process, line 8 its state).
 *
 * @param pid process id
 * @param ready whether it accepts connections
 */
record PostmasterFile(long pid, boolean ready) {

  private static final String NAME = "postmaster.pid";
  private static final int STATE_LINE = 8;
  private static final OpenOption[] SYNCED = {
    StandardOpenOption.CREATE,
    StandardOpenOption.TRUNCATE_EXISTING,
    StandardOpenOption.WRITE,
    StandardOpenOption.DSYNC
  };

  /** Reads the file; empty if there is none or it is being written. */
  static Optional<PostmasterFile> of(Path directory) {
    List<String> lines = lines(directory);
    if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,18}")) {
      return Optional.empty();
    }
    boolean ready = lines.size() >= STATE_LINE && lines.get(STATE_LINE - 1).strip().equals("ready");
    return Optional.of(new PostmasterFile(Long.parseLong(lines.getFirst().strip()), ready));
  }

  /**
   * Takes a dead server's process number out of its file. In a container the numbers come again:
   * the file could speak for a thread of ours, so that PostgreSQL refuses to start, or for the new
   * server, which then seems ready before it is. PostgreSQL passes over the number of its parent,
   * which this process is, and still checks the file's shared memory for sessions left alive.
   */
  static void disown(Path directory) throws IOException {
    List<String> lines = new ArrayList<>(lines(directory));
    boolean living = of(directory).flatMap(file -> file.process(directory)).isPresent();
    if (lines.isEmpty() || living) {
      return;
    }
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Path draft = directory.resolve(NAME + ".draft");
    // PostgreSQL refuses to start on an empty file, which a power cut could leave.
    Files.write(draft, lines.subList(0, Math.min(lines.size(), STATE_LINE - 1)), SYNCED);
    Files.move(draft, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<String> lines(Path directory) {
    try {
      return Files.readAllLines(directory.resolve(NAME));
    } catch (IOException absent) {
      return List.of();
    }
  }

  /**
   * The living process, if it really is a PostgreSQL on this directory: after a restart of the
   * machine the number may belong to something else.
   */
  Optional<ProcessHandle> process(Path directory) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(handle ->
            handle
                .info()
                .arguments()
                .map(arguments -> Arrays.asList(arguments).contains(directory.toString()))
                .orElse(false));
  }
}
