package uk.yjx.server.casepapers;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.storage.Blobs;
import uk.yjx.server.storage.StorageException;
import uk.yjx.server.storage.Vault;

/** Reads the content of one document back, part by part; for one thread at a time. */
final class StoredContent implements AutoCloseable {
  private final Blobs blobs;
  private final Vault vault;
  private final DocumentParts parts;
  private byte[] sealed = new byte[0];
  private @Nullable UUID open;
  private Blobs.@Nullable Reader reader;

  StoredContent(Blobs blobs, Vault vault, DocumentParts parts) {
    this.blobs = blobs;
    this.vault = vault;
    this.parts = parts;
  }

  /** What is stored is not what was stored: a blob is gone, too short, or does not open. */
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(Throwable cause) {
      super("a stored part cannot be read back", cause);
    }
  }

  /** Its size in bytes. */
  long size() {
    return parts.size();
  }

  /** How many parts there are. */
  int count() {
    return DocumentParts.count(parts.size());
  }

  /**
   * The content of a part, in an array of its own.
   *
   * @param index from 0
   */
  byte[] part(int index) throws IOException, Damaged {
    byte[] content = new byte[parts.place(index).bytes()];
    part(index, content);
    return content;
  }

  /** An array into which every part can be read. */
  byte[] room() {
    return new byte[DocumentParts.bytesAt(0, parts.size())];
  }

  /**
   * Reads a part into an array; how many bytes it has.
   *
   * @param index from 0
   */
  int part(int index, byte[] into) throws IOException, Damaged {
    DocumentParts.Place place = parts.place(index);
    int length = place.bytes() + DocumentParts.SEAL_BYTES;
    if (sealed.length < length) {
      sealed = new byte[length];
    }
    try {
      reader(place.blob()).part(place.indexInBlob(), sealed, length);
      return parts.open(vault, index, sealed, length, into);
    } catch (EOFException | NoSuchFileException | StorageException e) {
      throw new Damaged(e);
    }
  }

  @Override
  public void close() throws IOException {
    Blobs.Reader last = reader;
    reader = null;
    open = null;
    if (last != null) {
      last.close();
    }
  }

  private Blobs.Reader reader(UUID blob) throws IOException {
    Blobs.Reader current = reader;
    if (current != null && blob.equals(open)) {
      return current;
    }
    close();
    Blobs.Reader next = blobs.reader(blob, DocumentParts.SEALED_PART_BYTES);
    reader = next;
    open = blob;
    return next;
  }
}
