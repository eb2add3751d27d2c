package uk.yjx.server.casepapers;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.Document;
import uk.yjx.casepapers.v1.DocumentManifest;
import uk.yjx.casepapers.v1.DocumentRestriction;
import uk.yjx.casepapers.v1.Package;
import uk.yjx.server.casepapers.StoredPackage.StoredDocument;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;

/**
 * A completed package as readers may come to see it.
 *
 * @param position position of its completion, by which packages are ordered
 * @param superseded a later package of its series replaces it
 * @param children the children it is about
 */
record Shelved(
    UUID id,
    long position,
    AgencyId from,
    UUID series,
    int version,
    boolean superseded,
    Instant completedAt,
    CreatePackageRequest announced,
    Set<ChildId> children,
    List<StoredDocument> documents) {

  Shelved {
    children = Set.copyOf(children);
    documents = List.copyOf(documents);
  }

  /** The package with all its documents. */
  Package shown() {
    Timestamp at = Receipts.timestamp(completedAt);
    Package.Builder out =
        Package.newBuilder()
            .setPackageId(id.toString())
            .setSeriesId(series.toString())
            .setVersion(version)
            .setRelation(announced.getRelation())
            .setSuperseded(superseded)
            .setUrn(announced.getUrn())
            .setSourceAgency(from.value())
            .setCompletedAt(at);
    documents.forEach(document -> out.addDocuments(shown(document)));
    return out.build();
  }

  /** One of its documents. */
  Document shown(StoredDocument document) {
    DocumentManifest manifest = announced.getDocuments(document.ordinal());
    Document.Builder out =
        Document.newBuilder()
            .setDocumentId(document.id().toString())
            .setKind(manifest.getKind())
            .setTitle(manifest.getTitle())
            .setMediaType(manifest.getMediaType())
            .setSizeBytes(document.size())
            .setSha256(manifest.getSha256())
            .setMarking(manifest.getMarking())
            .setState(document.state());
    // Anonymity in youth proceedings is automatic (CYPA 1933 s.49): nobody can leave it out.
    if (!manifest
        .getRestrictionsList()
        .contains(DocumentRestriction.DOCUMENT_RESTRICTION_REPORTING_S49)) {
      out.addRestrictions(DocumentRestriction.DOCUMENT_RESTRICTION_REPORTING_S49);
    }
    return out.addAllRestrictions(manifest.getRestrictionsList()).build();
  }
}
