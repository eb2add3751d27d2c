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
 * Adds parts to one document for the one who opened it last; for one thread at a time. Parts are
 * sealed, written and synced before the offset moves; whoever was superseded moves nothing.
 */
final class DocumentWriter implements AutoCloseable {
  private final UploadLedger ledger;
  private final Blobs blobs;
  private final Vault vault;
  private final UploadLedger.Opening opening;
  private final DocumentParts parts;
  private Blobs.@Nullable Writer blob;
  private long committed;

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
    this.committed = opening.committed();
  }

  UploadLedger.Opening opening() {
    return opening;
  }

  DocumentParts parts() {
    return parts;
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
   * Makes parts durable together; those before one that is wrong too.
   *
   * @return why a part is refused, or null; throws when the caller is not the writer any more
   */
  @Nullable Failure add(List<DocumentPart> arrived) throws IOException {
    long to = committed;
    Failure wrong = null;
    for (DocumentPart part : arrived) {
      wrong = check(part, to);
      if (wrong != null) {
        break;
      }
      int index = Math.toIntExact(to / PapersLimits.PART_BYTES);
      writer()
          .add(
              DocumentParts.seal(
                  vault,
                  parts.key(),
                  opening.document(),
                  index,
                  opening.size(),
                  part.getData().toByteArray()));
      to += part.getData().size();
    }
    if (to > committed) {
      writer().sync();
      try {
        if (!ledger.commit(opening, committed, to)) {
          throw PapersFailures.UPLOAD_SUPERSEDED.refused();
        }
      } catch (SQLException e) {
        throw PapersFailures.READ_FAILED.refused();
      }
      committed = to;
    }
    return wrong;
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
