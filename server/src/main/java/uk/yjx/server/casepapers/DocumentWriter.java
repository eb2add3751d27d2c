package uk.yjx.server.casepapers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.DocumentPart;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Blobs;
import uk.yjx.server.storage.Vault;

/**
 * Adds parts to one document for the one who opened it last. Parts are sealed, written and synced
 * by one thread at a time, and the offset is moved to them by one thread at a time: the next parts
 * can be written meanwhile. Whoever was superseded moves nothing.
 */
final class DocumentWriter implements AutoCloseable {
  private final UploadLedger ledger;
  private final Blobs blobs;
  private final Vault vault;
  private final UploadLedger.Opening opening;
  private final DocumentParts parts;

  // Used again for every part, so that an upload of any size makes no garbage of its size.
  private final byte[] plain;
  private final byte[] sealed;

  private Blobs.@Nullable Writer blob;
  private long synced;
  private volatile long committed;

  DocumentWriter(
      UploadLedger ledger,
      Blobs blobs,
      Vault vault,
      UploadLedger.Opening opening,
      DocumentParts parts) {
    this.ledger = ledger;
    this.blobs = blobs;
    this.vault = vault;
    this.opening = opening;
    this.parts = parts;
    this.plain = new byte[DocumentParts.bytesAt(opening.committed(), opening.size())];
    this.sealed = new byte[plain.length + DocumentParts.SEAL_BYTES];
    this.synced = opening.committed();
    this.committed = opening.committed();
  }

  UploadLedger.Opening opening() {
    return opening;
  }

  DocumentParts parts() {
    return parts;
  }

  /** End of what was written and synced; read by the thread that writes. */
  long synced() {
    return synced;
  }

  /** Bytes that are durable. */
  long committed() {
    return committed;
  }

  /** Whether every byte is durable. */
  boolean isWhole() {
    return committed == opening.size();
  }

  /**
   * Writes and syncs parts together; those before one that is wrong too.
   *
   * @return why a part is refused, or null
   */
  @Nullable Failure write(List<DocumentPart> arrived) throws IOException {
    long to = synced;
    Failure wrong = null;
    for (DocumentPart part : arrived) {
      wrong = check(part, to);
      if (wrong != null) {
        break;
      }
      int index = Math.toIntExact(to / PapersLimits.PART_BYTES);
      int length = part.getData().size();
      part.getData().copyTo(plain, 0);
      writer().add(sealed, parts.seal(vault, index, plain, length, sealed));
      to += length;
    }
    if (to > synced) {
      writer().sync();
      synced = to;
    }
    return wrong;
  }

  /**
   * Moves the offset to what was synced.
   *
   * @param to a value of {@link #synced}
   * @return whether it moved; throws when the caller is not the writer any more
   */
  boolean commit(long to) {
    if (to <= committed) {
      return false;
    }
    try {
      if (!ledger.commit(opening, committed, to)) {
        throw PapersFailures.UPLOAD_SUPERSEDED.refused();
      }
    } catch (SQLException e) {
      throw PapersFailures.READ_FAILED.refused();
    }
    committed = to;
    return true;
  }

  @Override
  public void close() throws IOException {
    Blobs.Writer open = blob;
    blob = null;
    if (open != null) {
      open.close();
    }
  }

  private @Nullable Failure check(DocumentPart part, long at) {
    int size = part.getData().size();
    if (part.getOffset() != at) {
      return PapersFailures.offsetNotCommitted(at);
    }
    if (at + size > opening.size()) {
      return PapersFailures.partBeyondEnd(opening.size());
    }
    if (size != DocumentParts.bytesAt(at, opening.size())) {
      return PapersFailures.PART_SIZE_WRONG;
    }
    CRC32C crc = new CRC32C();
    for (ByteBuffer bytes : part.getData().asReadOnlyByteBufferList()) {
      crc.update(bytes);
    }
    return (int) crc.getValue() == part.getCrc32C() ? null : PapersFailures.PART_CHECKSUM_WRONG;
  }

  private Blobs.Writer writer() throws IOException {
    Blobs.Writer open = blob;
    if (open == null) {
      open = blobs.writer(opening.blob(), DocumentParts.SEALED_PART_BYTES);
      blob = open;
    }
    return open;
  }
}
