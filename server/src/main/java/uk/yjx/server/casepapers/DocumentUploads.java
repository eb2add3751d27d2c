package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.DocumentManifest;
import uk.yjx.casepapers.v1.DocumentProgress;
import uk.yjx.casepapers.v1.DocumentState;
import uk.yjx.casepapers.v1.QuarantineReason;
import uk.yjx.server.casepapers.StoredPackage.StoredDocument;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.Blobs;
import uk.yjx.server.storage.StorageException;
import uk.yjx.server.storage.Vault;

/** Opens documents for their sender and compares what was stored with what was announced. */
@Singleton
final class DocumentUploads {
  private final PackageReader reader;
  private final UploadLedger ledger;
  private final ContentChecks checks;
  private final Blobs blobs;
  private final Vault vault;
  private final Ids ids;
  private final InstantSource clock;

  DocumentUploads(
      PackageReader reader,
      UploadLedger ledger,
      ContentChecks checks,
      Blobs blobs,
      Vault vault,
      Ids ids,
      InstantSource clock) {
    this.reader = reader;
    this.ledger = ledger;
    this.checks = checks;
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
        document(stored, id).orElseThrow(PapersFailures.DOCUMENT_NOT_FOUND::refused);
    if (isWhole(document)) {
      return new Opened.Whole(document);
    }
    try {
      Optional<UploadLedger.Opening> found = ledger.open(id, ids.next());
      if (found.isEmpty()) {
        // Another writer may have brought it to its end in this moment.
        return new Opened.Whole(
            document(stored, id)
                .filter(DocumentUploads::isWhole)
                .orElseThrow(PapersFailures.UPLOAD_OPENED_TOO_OFTEN::refused));
      }
      UploadLedger.Opening opening = found.get();
      DocumentParts parts =
          ledger.parts(id, opening.size()).orElseThrow(PapersFailures.UPLOAD_SUPERSEDED::refused);
      return new Opened.Writing(
          new DocumentWriter(ledger, blobs, vault, opening, parts),
          announced.getDocuments(document.ordinal()));
    } catch (SQLException e) {
      throw PapersFailures.READ_FAILED.refused();
    }
  }

  private Optional<StoredDocument> document(StoredPackage stored, UUID id) {
    return reader.documents(stored.id()).stream().filter(d -> d.id().equals(id)).findFirst();
  }

  private static boolean isWhole(StoredDocument document) {
    return document.state() == DocumentState.DOCUMENT_STATE_VERIFIED
        || document.state() == DocumentState.DOCUMENT_STATE_QUARANTINED;
  }

  /**
   * Reads back all that was stored, compares its digest and checks what it is; a document that
   * differs from what was announced is destroyed.
   *
   * @param given asked before every part whether the work has become useless
   * @return how the document stands; empty when the work was given up
   */
  Optional<DocumentProgress> verify(Opened.Writing writing, BooleanSupplier given)
      throws IOException {
    UploadLedger.Opening by = writing.writer().opening();
    DocumentManifest announced = writing.announced();
    try (StoredContent content = new StoredContent(blobs, vault, writing.writer().parts())) {
      MessageDigest digest = sha256();
      byte[] part = content.room();
      for (int i = 0; i < content.count(); i++) {
        if (given.getAsBoolean()) {
          return Optional.empty();
        }
        int length = content.part(i, part);
        digest.update(part, 0, length);
      }
      if (!MessageDigest.isEqual(digest.digest(), announced.getSha256().toByteArray())) {
        throw destroyed(by, PapersFailures.DIGEST_MISMATCH);
      }
      QuarantineReason reason =
          checks.problem(announced, content).orElse(QuarantineReason.QUARANTINE_REASON_UNSPECIFIED);
      if (!ledger.verified(by, reason)) {
        throw PapersFailures.UPLOAD_SUPERSEDED.refused();
      }
      return Optional.of(progress(by, reason));
    } catch (StoredContent.Damaged e) {
      throw destroyed(by, PapersFailures.DOCUMENT_DAMAGED);
    } catch (SQLException e) {
      throw PapersFailures.READ_FAILED.refused();
    }
  }

  private static DocumentProgress progress(UploadLedger.Opening by, QuarantineReason reason) {
    boolean held = reason != QuarantineReason.QUARANTINE_REASON_UNSPECIFIED;
    return DocumentProgress.newBuilder()
        .setDocumentId(by.document().toString())
        .setState(
            held ? DocumentState.DOCUMENT_STATE_QUARANTINED : DocumentState.DOCUMENT_STATE_VERIFIED)
        .setCommittedBytes(by.size())
        .setSizeBytes(by.size())
        .setQuarantineReason(reason)
        .build();
  }

  /** Destroys a document, unless somebody else is its writer now. */
  private Failure.Refused destroyed(UploadLedger.Opening by, Failure why) {
    try {
      return (ledger.destroy(by, clock.instant()) ? why : PapersFailures.UPLOAD_SUPERSEDED)
          .refused();
    } catch (SQLException e) {
      return PapersFailures.READ_FAILED.refused();
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
