package uk.yjx.server.casepapers;

import java.time.Duration;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Failure.Code;

/** What this room refuses with. */
final class PapersFailures {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  static final Failure PACKAGE_NOT_FOUND =
      Failure.of(Code.NOT_FOUND, "PACKAGE_NOT_FOUND", "there is no such package of yours");

  static final Failure DOCUMENT_NOT_FOUND =
      Failure.of(Code.NOT_FOUND, "DOCUMENT_NOT_FOUND", "there is no such document for you");

  static final Failure PACKAGE_NOT_OPEN =
      Failure.of(
          Code.FAILED_PRECONDITION,
          "PACKAGE_NOT_OPEN",
          "the package was completed or given up before");

  static final Failure PACKAGE_EXPIRED =
      Failure.of(
          Code.FAILED_PRECONDITION,
          "PACKAGE_EXPIRED",
          "a package must be completed within "
              + PapersLimits.PACKAGE_OPEN_MAX.toHours()
              + " hours");

  static final Failure EARLIER_PACKAGE_OPEN =
      Failure.of(
          Code.FAILED_PRECONDITION,
          "EARLIER_PACKAGE_OPEN",
          "every earlier package of the series must be completed or given up first");

  static final Failure OPEN_PACKAGES_FULL =
      Failure.of(
          Code.RESOURCE_EXHAUSTED,
          "OPEN_PACKAGES_FULL",
          "an agency has at most "
              + PapersLimits.OPEN_PACKAGES_MAX
              + " packages open; complete or abort some");

  static final Failure UPLOAD_NOT_OPENED =
      Failure.of(
          Code.FAILED_PRECONDITION, "UPLOAD_NOT_OPENED", "the first message opens the document");

  static final Failure UPLOAD_OPENED_TWICE =
      Failure.of(Code.FAILED_PRECONDITION, "UPLOAD_OPENED_TWICE", "a call opens one document once");

  static final Failure UPLOAD_OPENED_TOO_OFTEN =
      Failure.of(
          Code.FAILED_PRECONDITION,
          "UPLOAD_OPENED_TOO_OFTEN",
          "a document is opened at most " + PapersLimits.OPENINGS_MAX + " times; abort it");

  static final Failure UPLOAD_SUPERSEDED =
      Failure.of(
          Code.ABORTED,
          "UPLOAD_SUPERSEDED",
          "another writer opened the document, or it was aborted");

  static final Failure PART_CHECKSUM_WRONG =
      Failure.field(
          "PART_CHECKSUM_WRONG", "part.crc32c", "the checksum is not that of the part's bytes");

  static final Failure PART_SIZE_WRONG =
      Failure.field(
          "PART_SIZE_WRONG",
          "part.data",
          "every part but the last holds " + PapersLimits.PART_BYTES + " bytes");

  static final Failure DIGEST_MISMATCH =
      Failure.field(
          "DIGEST_MISMATCH",
          "documents.sha256",
          "what was received has another SHA-256 than was announced; nothing of it is kept");

  static final Failure DOCUMENT_DAMAGED =
      Failure.of(
          Code.ABORTED,
          "DOCUMENT_DAMAGED",
          "what was stored cannot be read back; nothing of it is kept; send it again");

  static final Failure UPLOADS_FULL =
      Failure.passing(
          Code.RESOURCE_EXHAUSTED,
          "UPLOADS_FULL",
          "at most "
              + PapersLimits.UPLOADS_PER_CALLER_MAX
              + " uploads of a caller, and "
              + PapersLimits.UPLOADS_MAX
              + " in all, are open at once",
          RETRY_AFTER);

  static final Failure READS_FULL =
      Failure.passing(
          Code.RESOURCE_EXHAUSTED,
          "READS_FULL",
          "at most "
              + PapersLimits.READS_PER_CALLER_MAX
              + " documents of a caller, and "
              + PapersLimits.READS_MAX
              + " in all, are read at once",
          RETRY_AFTER);

  static final Failure UPLOAD_IDLE =
      Failure.passing(
          Code.UNAVAILABLE,
          "UPLOAD_IDLE",
          "nothing came for "
              + PapersLimits.UPLOAD_IDLE_MAX.toSeconds()
              + " seconds; open the document again",
          RETRY_AFTER);

  static final Failure BLOB_STORE_FAILED =
      Failure.passing(
          Code.UNAVAILABLE, "BLOB_STORE_FAILED", "the store of documents failed", RETRY_AFTER);

  static final Failure SCANNER_UNAVAILABLE =
      Failure.passing(
          Code.UNAVAILABLE,
          "SCANNER_UNAVAILABLE",
          "the malware scanner cannot be asked; open the document again",
          RETRY_AFTER);

  static final Failure NOTHING_TO_RELEASE =
      Failure.of(
          Code.FAILED_PRECONDITION,
          "NOTHING_TO_RELEASE",
          "every document of the package is held back; abort some and send others");

  static final Failure READ_FAILED =
      Failure.passing(
          Code.UNAVAILABLE,
          "READ_FAILED",
          "the database could not be read; try again",
          RETRY_AFTER);

  static final Failure RANGE_BEYOND_END =
      Failure.of(Code.OUT_OF_RANGE, "RANGE_BEYOND_END", "the document ends before this offset");

  private PapersFailures() {}

  /** A part that does not follow what is durable. */
  static Failure offsetNotCommitted(long committed) {
    return Failure.of(
        Code.OUT_OF_RANGE, "OFFSET_NOT_COMMITTED", "the next part begins at byte " + committed);
  }

  /** A part that goes beyond the announced size. */
  static Failure partBeyondEnd(long size) {
    return Failure.of(
        Code.OUT_OF_RANGE, "PART_BEYOND_END", "the document was announced with " + size + " bytes");
  }

  /** A package of which documents are missing. */
  static Failure documentsAwaited(long count) {
    return Failure.of(
        Code.FAILED_PRECONDITION,
        "DOCUMENTS_AWAITED",
        count + " of the package's documents are not verified yet");
  }

  /** The server is about to stop. */
  static Failure draining(Duration retryAfter) {
    return Failure.passing(
        Code.UNAVAILABLE,
        "DRAINING",
        "the server is about to stop; go on where it stands",
        retryAfter);
  }
}
