package uk.yjx.server.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final int STATE_LINE = 8;

  /** Reads the file; empty if there is none or it is being written. */
  static Optional<PostmasterFile> of(Path directory) {
    List<String> lines;
    try {
      lines = Files.readAllLines(directory.resolve("postmaster.pid"));
    } catch (IOException absent) {
      return Optional.empty();
    }
    if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,18}")) {
      return Optional.empty();
    }
    boolean ready = lines.size() >= STATE_LINE && lines.get(STATE_LINE - 1).strip().equals("ready");
    return Optional.of(new PostmasterFile(Long.parseLong(lines.getFirst().strip()), ready));
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
