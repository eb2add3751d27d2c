package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.DocumentManifest;
import uk.yjx.casepapers.v1.DocumentState;
import uk.yjx.server.casepapers.StoredPackage.StoredDocument;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.Blobs;
import uk.yjx.server.storage.StorageException;
import uk.yjx.server.storage.Vault;

/** Opens documents for their sender and compares what was stored with what was announced. */
@Singleton
final class DocumentUploads {
  private final PackageReader reader;
  private final UploadLedger ledger;
  private final Blobs blobs;
  private final Vault vault;
  private final Ids ids;
  private final InstantSource clock;

  DocumentUploads(
      PackageReader reader,
      UploadLedger ledger,
      Blobs blobs,
      Vault vault,
      Ids ids,
      InstantSource clock) {
    this.reader = reader;
    this.ledger = ledger;
    this.blobs = blobs;
    this.vault = vault;
    this.ids = ids;
    this.clock = clock;
  }

  /** What came of opening a document. */
  sealed interface Opened {
    /** The caller is its writer. */
    record Writing(DocumentWriter writer, DocumentManifest announced) implements Opened {}

    /** It is whole and verified already. */
    record Whole(StoredDocument document) implements Opened {}
  }

  /** Opens a document for its sender. Refuses what is not the caller's, or not open any more. */
  Opened open(Caller caller, UUID id) {
    StoredPackage stored =
        reader
            .ofDocument(id, caller.agency())
            .orElseThrow(PapersFailures.DOCUMENT_NOT_FOUND::refused);
    stored.requireOpen(clock.instant());
    CreatePackageRequest announced =
        reader.announced(stored).orElseThrow(PapersFailures.PACKAGE_NOT_OPEN::refused);
    StoredDocument document =
        reader.documents(stored.id()).stream()
            .filter(d -> d.id().equals(id))
            .findFirst()
            .orElseThrow(PapersFailures.DOCUMENT_NOT_FOUND::refused);
    if (document.state() == DocumentState.DOCUMENT_STATE_VERIFIED) {
      return new Opened.Whole(document);
    }
    try {
      UploadLedger.Opening opening =
          ledger.open(id, ids.next()).orElseThrow(PapersFailures.UPLOAD_OPENED_TOO_OFTEN::refused);
      DocumentParts parts =
          ledger.parts(id, opening.size()).orElseThrow(PapersFailures.UPLOAD_SUPERSEDED::refused);
      return new Opened.Writing(
          new DocumentWriter(ledger, blobs, vault, opening, parts),
          announced.getDocuments(document.ordinal()));
    } catch (SQLException e) {
      throw PapersFailures.READ_FAILED.refused();
    }
  }

  /**
   * Reads back all that was stored and compares its digest; a document that differs is destroyed.
   *
   * @param given asked before every part whether the work has become useless
   * @return whether it was done; false when it was given up
   */
  boolean verify(DocumentWriter writer, DocumentManifest announced, BooleanSupplier given)
      throws IOException {
    UploadLedger.Opening by = writer.opening();
    try {
      MessageDigest digest = sha256();
      try (StoredContent content = new StoredContent(blobs, vault, writer.parts())) {
        for (int i = 0; i < content.count(); i++) {
          if (given.getAsBoolean()) {
            return false;
          }
          digest.update(content.part(i));
        }
      } catch (StoredContent.Damaged e) {
        throw (ledger.destroy(by, clock.instant())
                ? PapersFailures.DOCUMENT_DAMAGED
                : PapersFailures.UPLOAD_SUPERSEDED)
            .refused();
      }
      if (!MessageDigest.isEqual(digest.digest(), announced.getSha256().toByteArray())) {
        throw (ledger.destroy(by, clock.instant())
                ? PapersFailures.DIGEST_MISMATCH
                : PapersFailures.UPLOAD_SUPERSEDED)
            .refused();
      }
      if (!ledger.verified(by)) {
        throw PapersFailures.UPLOAD_SUPERSEDED.refused();
      }
      return true;
    } catch (SQLException e) {
      throw PapersFailures.READ_FAILED.refused();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new StorageException("This Java lacks SHA-256: " + e, e);
    }
  }
}
