package uk.yjx.server.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import uk.yjx.server.audit.SigningKey;

/**
 * Remembers the last signed checkpoint outside the database: a database that was restored from a
 * backup, or rewritten, does not extend it. The first witness of the log, and a local one.
 */
final class CheckpointFile {
  /** Longer files are no checkpoint of ours, in bytes. */
  private static final long BYTES_MAX = 4096;

  private final Path file;

  CheckpointFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  Path path() {
    return file;
  }

  /**
   * What was signed last under this key; none when nothing was, or only under an older origin.
   *
   * @throws BrokenLog if the file holds anything else
   */
  Optional<Checkpoint> last(SigningKey key) {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      if (Files.size(file) > BYTES_MAX) {
        throw new BrokenLog("the file " + file + " is not a checkpoint");
      }
      Checkpoint last = Checkpoint.read(Files.readString(file));
      return last.origin().equals(key.name())
          ? Optional.of(last.requireSignedBy(key))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Remembers a checkpoint; it is on the disk when this returns. */
  void remember(Checkpoint checkpoint) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      try (FileChannel out =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(checkpoint.note().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(false);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
