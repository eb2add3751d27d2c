package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;

/** The limits of papers for the capabilities. */
@Singleton
final class PapersLimits implements LimitSource {
  /** Bytes of every part but a document's last: what one cut of a connection may cost, halved. */
  static final int PART_BYTES = 512 * 1024;

  /** Parts of one upload in memory: one being made durable, one that has arrived. */
  static final int PARTS_IN_FLIGHT = 2;

  /** Documents in a package; the contract says the same. */
  static final int DOCUMENTS_MAX = 200;

  /** Bytes of all documents of a package. */
  static final long PACKAGE_BYTES_MAX = 8L << 30;

  /** Packages an agency may have open at once. */
  static final int OPEN_PACKAGES_MAX = 1_000;

  /** How long a package may be open. */
  static final Duration PACKAGE_OPEN_MAX = Duration.ofHours(72);

  /** Openings of one document until it must be aborted and begun again. */
  static final int OPENINGS_MAX = 1_000;

  /** Uploads at once for one caller. */
  static final int UPLOADS_PER_CALLER_MAX = 8;

  /** Uploads at once in one process. */
  static final int UPLOADS_MAX = 64;

  /** An upload from which nothing comes for so long is ended; what is durable stands. */
  static final Duration UPLOAD_IDLE_MAX = Duration.ofSeconds(60);

  /** Documents one caller reads at once. */
  static final int READS_PER_CALLER_MAX = 8;

  /** Documents read at once in one process. */
  static final int READS_MAX = 64;

  /** Bytes of one message of a document that is read. */
  static final int READ_FRAME_BYTES = 256 * 1024;

  /** Bytes of a reading that wait for the transport before no more are read: four messages. */
  static final int READ_AHEAD_BYTES = 4 * READ_FRAME_BYTES;

  private final PapersSettings settings;

  PapersLimits(PapersSettings settings) {
    this.settings = settings;
    int stated =
        (int)
            CreatePackageRequest.getDescriptor()
                .findFieldByName("documents")
                .getOptions()
                .getExtension(build.buf.validate.ValidateProto.field)
                .getRepeated()
                .getMaxItems();
    if (stated != DOCUMENTS_MAX) {
      throw new IllegalStateException("contract and server differ in documents of a package");
    }
  }

  @Override
  public List<PublishedLimit> limits() {
    return List.of(
        PublishedLimit.bytes("papers.part", PART_BYTES),
        PublishedLimit.items("papers.parts_in_flight", PARTS_IN_FLIGHT),
        PublishedLimit.items("papers.documents", DOCUMENTS_MAX),
        PublishedLimit.bytes("papers.document_paper", MediaType.SizeClass.PAPER.bytesMax()),
        PublishedLimit.bytes("papers.document_image", MediaType.SizeClass.IMAGE.bytesMax()),
        PublishedLimit.bytes("papers.document_recording", MediaType.SizeClass.RECORDING.bytesMax()),
        PublishedLimit.bytes("papers.package", PACKAGE_BYTES_MAX),
        PublishedLimit.items("papers.open_packages", OPEN_PACKAGES_MAX),
        PublishedLimit.seconds("papers.package_open", PACKAGE_OPEN_MAX),
        PublishedLimit.items("papers.openings", OPENINGS_MAX),
        PublishedLimit.items("papers.uploads_per_caller", UPLOADS_PER_CALLER_MAX),
        PublishedLimit.items("papers.uploads", UPLOADS_MAX),
        PublishedLimit.seconds("papers.upload_idle", UPLOAD_IDLE_MAX),
        PublishedLimit.items("papers.reads_per_caller", READS_PER_CALLER_MAX),
        PublishedLimit.items("papers.reads", READS_MAX),
        PublishedLimit.bytes("papers.read_frame", READ_FRAME_BYTES),
        PublishedLimit.seconds("papers.access_after_closure", settings.accessAfterClosure()));
  }
}
