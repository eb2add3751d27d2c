package uk.yjx.server.storage;

import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Blobs as files of a folder, one file for each, in a subfolder by the last byte of the id, which
 * is random. A part lies at its index times the size of a part.
 */
@Singleton
@Requires(property = "yjx.storage.blob-store", value = "local", defaultValue = "local")
final class LocalBlobs implements Blobs {
  private static final int FOLDER_NAME_DIGITS = 2;

  private final Path folder;
  private final boolean shared;

  LocalBlobs(StorageSettings storage, BlobSettings settings) {
    this.folder = settings.folder(storage.dataDir().toAbsolutePath().normalize());
    this.shared = settings.blobDirShared();
    try {
      DataFolder.privateFolder(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("The folder for blobs cannot be used", e);
    }
  }

  @Override
  public Writer writer(UUID blob, int partBytes) throws IOException {
    Path file = file(blob);
    Path parent = file.resolveSibling(".").normalize();
    boolean made = Files.notExists(parent);
    DataFolder.privateFolder(parent);
    // A blob has one writer in its life, so a file that is there already is somebody else's.
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      syncFolder(parent);
      if (made) {
        syncFolder(folder);
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new FileWriter(channel, partBytes);
  }

  @Override
  public Reader reader(UUID blob, int partBytes) throws IOException {
    return new FileReader(FileChannel.open(file(blob), StandardOpenOption.READ), partBytes);
  }

  @Override
  public void delete(UUID blob) throws IOException {
    Files.deleteIfExists(file(blob));
  }

  @Override
  public String kind() {
    return "local";
  }

  @Override
  public boolean shared() {
    return shared;
  }

  private Path file(UUID blob) {
    String name = blob.toString();
    return folder.resolve(name.substring(name.length() - FOLDER_NAME_DIGITS)).resolve(name);
  }

  /** A new name is durable only with its folder. */
  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static final class FileWriter implements Writer {
    private final FileChannel channel;
    private final int partBytes;
    private int next;

    FileWriter(FileChannel channel, int partBytes) {
      this.channel = channel;
      this.partBytes = partBytes;
    }

    @Override
    public void add(byte[] sealed, int length) throws IOException {
      if (length > partBytes) {
        throw new IllegalArgumentException("a part is larger than the blob's parts");
      }
      ByteBuffer bytes = ByteBuffer.wrap(sealed, 0, length);
      long at = (long) next * partBytes;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
      next++;
    }

    @Override
    public void sync() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static final class FileReader implements Reader {
    private final FileChannel channel;
    private final int partBytes;

    FileReader(FileChannel channel, int partBytes) {
      this.channel = channel;
      this.partBytes = partBytes;
    }

    @Override
    public void part(int index, byte[] into, int length) throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(into, 0, length);
      long at = (long) index * partBytes;
      while (bytes.hasRemaining()) {
        int read = channel.read(bytes, at);
        if (read < 0) {
          throw new EOFException("a blob ends before its part " + index);
        }
        at += read;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
