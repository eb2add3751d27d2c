package uk.yjx.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A file system in memory whose size can be taken away while it is in use. Needs the right to
 * mount.
 *
 * @param mountPoint where it is
 */
record SmallDisk(Path mountPoint) implements AutoCloseable {
  private static final long GIB = 1L << 30;
  private static final long SIZE_BYTES = 6 * GIB;
  private static final long SPARE_BYTES = 128 * 1024;
  private static final int MOUNT_SECONDS_MAX = 10;

  /** Memory that must be free: what is written to it is kept there. */
  private static final long MEMORY_KIB_MIN = 10 * GIB >> 10;

  /** Mounts one; empty where that is not allowed, or there is not the memory for it. */
  static Optional<SmallDisk> mount(Path folder) throws IOException, InterruptedException {
    Path memory = Path.of("/proc/meminfo");
    if (!Files.isReadable(memory) || available(memory) < MEMORY_KIB_MIN) {
      return Optional.empty();
    }
    Files.createDirectories(folder);
    boolean mounted =
        succeeds(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "size=" + SIZE_BYTES + ",mode=700",
            "tmpfs",
            folder.toString());
    return mounted ? Optional.of(new SmallDisk(folder)) : Optional.empty();
  }

  /** Leaves next to nothing free. */
  void fill() throws IOException, InterruptedException {
    var store = Files.getFileStore(mountPoint);
    resize(store.getTotalSpace() - store.getUnallocatedSpace() + SPARE_BYTES);
  }

  /** Gives the room back. */
  void free() throws IOException, InterruptedException {
    resize(SIZE_BYTES);
  }

  @Override
  public void close() throws IOException {
    try {
      if (!succeeds("umount", "-l", mountPoint.toString())) {
        throw new IOException(mountPoint + " cannot be unmounted");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void resize(long bytes) throws IOException, InterruptedException {
    if (!succeeds("mount", "-o", "remount,size=" + bytes, mountPoint.toString())) {
      throw new IOException(mountPoint + " cannot be resized");
    }
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(MOUNT_SECONDS_MAX, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  private static long available(Path memory) throws IOException {
    return Files.readAllLines(memory).stream()
        .filter(line -> line.startsWith("MemAvailable:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }
}
