package uk.yjx.server.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder of one server, held by a file lock so that a second server cannot use it. */
final class DataFolder implements AutoCloseable {

  private static final String OWNER_ONLY = "rwx------";

  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Creates the folder if needed and takes its lock, or says who is in the way. */
  static DataFolder claim(Path dataDir) {
    try {
      Path path = privateFolder(dataDir.toAbsolutePath().normalize());
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        channel.close();
        throw new StorageException("Another server is using the data folder " + path);
      }
      return new DataFolder(path, channel);
    } catch (IOException e) {
      throw new StorageException("The data folder " + dataDir + " cannot be used: " + e, e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException sameProcess) {
      return false;
    }
  }

  /** A folder only its owner can enter, whether it was there or not. */
  static Path privateFolder(Path path) throws IOException {
    Files.createDirectories(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(OWNER_ONLY));
    return path;
  }

  Path path() {
    return path;
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** Gives the folder back. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new StorageException("The lock of " + path + " cannot be released: " + e, e);
    }
  }
}
