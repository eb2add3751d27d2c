package uk.yjx.server.casepapers;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.DocumentProgress;
import uk.yjx.casepapers.v1.DocumentState;
import uk.yjx.casepapers.v1.PackageState;
import uk.yjx.casepapers.v1.QuarantineReason;
import uk.yjx.server.kernel.AgencyId;

/**
 * A package as its row says.
 *
 * @param position position of the entry that announced it
 * @param wrappedKey the key of that entry; null once it is destroyed
 * @param sealed what was announced; null once nothing is kept
 */
record StoredPackage(
    UUID id,
    long position,
    AgencyId agency,
    UUID series,
    int version,
    PackageState state,
    Instant expiresAt,
    byte @Nullable [] wrappedKey,
    byte @Nullable [] sealed) {

  /** Whether documents may be sent at an instant. */
  boolean isOpen() {
    return state == PackageState.PACKAGE_STATE_OPEN;
  }

  /** Refuses what is no longer open. */
  void requireOpen(Instant now) {
    if (!isOpen()) {
      throw PapersFailures.PACKAGE_NOT_OPEN.refused();
    }
    if (!now.isBefore(expiresAt)) {
      throw PapersFailures.PACKAGE_EXPIRED.refused();
    }
  }

  /** One of its documents. */
  record StoredDocument(
      UUID id,
      int ordinal,
      long size,
      DocumentState state,
      long committed,
      QuarantineReason reason) {

    DocumentProgress progress() {
      return DocumentProgress.newBuilder()
          .setDocumentId(id.toString())
          .setState(state)
          .setCommittedBytes(committed)
          .setSizeBytes(size)
          .setQuarantineReason(reason)
          .build();
    }
  }
}
