package uk.yjx.client.alerts;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A cursor in a file. It is replaced by renaming, so a reader sees the old or the new one. It is
 * not forced to the device: a cursor lost with the power only means that alerts come again.
 */
final class FileCursorStore implements CursorStore {

  /** The longest cursor of the contract, in bytes; anything longer is not a cursor. */
  private static final int CURSOR_BYTES_MAX = 128;

  private final Path file;

  FileCursorStore(Path file) {
    this.file = file.toAbsolutePath();
  }

  @Override
  public ByteString load() {
    try {
      if (!Files.exists(file) || Files.size(file) > CURSOR_BYTES_MAX) {
        return ByteString.EMPTY;
      }
      return ByteString.copyFrom(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException("the cursor file cannot be read", e);
    }
  }

  @Override
  public void save(ByteString cursor) {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.write(next, cursor.toByteArray());
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the cursor file cannot be written", e);
    }
  }
}
