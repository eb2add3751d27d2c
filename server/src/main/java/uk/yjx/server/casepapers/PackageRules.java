package uk.yjx.server.casepapers;

import java.util.Optional;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.DocumentManifest;
import uk.yjx.common.v1.Marking;
import uk.yjx.server.kernel.Identifier;
import uk.yjx.server.kernel.IdentifierKind;
import uk.yjx.server.kernel.Violations;

/** What a package must hold to beyond the form that the contract gives. */
final class PackageRules {

  private PackageRules() {}

  /** Adds everything that is wrong, but for the description of the defendant. */
  static void check(CreatePackageRequest request, int currentYear, Violations wrong) {
    if (urn(request.getUrn(), currentYear).isEmpty()) {
      wrong.add(
          "URN_INVALID",
          "urn",
          "a case URN is four letters or digits and three to seven digits, and no placeholder");
    }
    marking(request.getHandling().getMarking(), "handling.marking", wrong);
    long total = 0;
    for (int i = 0; i < request.getDocumentsCount(); i++) {
      DocumentManifest document = request.getDocuments(i);
      check(document, "documents[" + i + "]", wrong);
      total += Math.min(document.getSizeBytes(), PapersLimits.PACKAGE_BYTES_MAX);
    }
    if (total > PapersLimits.PACKAGE_BYTES_MAX) {
      wrong.add(
          "PACKAGE_TOO_LARGE",
          "documents",
          "a package holds at most " + PapersLimits.PACKAGE_BYTES_MAX + " bytes");
    }
  }

  /** The canonical URN; empty for what is none, or stands for a missing one. */
  static Optional<String> urn(String raw, int currentYear) {
    Identifier read = Identifier.parse(IdentifierKind.CASE_URN, "", raw, currentYear);
    return read.validity() == Identifier.Validity.VALID
        ? Optional.of(read.canonical())
        : Optional.empty();
  }

  private static void check(DocumentManifest document, String path, Violations wrong) {
    KindRule rule = KindRule.of(document.getKind());
    Optional<MediaType> type = MediaType.of(document.getMediaType());
    if (rule == KindRule.WITHHELD) {
      wrong.add(
          "DOCUMENT_KIND_WITHHELD",
          path + ".kind",
          "documents of this kind must not leave the prosecution side");
    } else if (type.isEmpty() || !rule.allows(type.get())) {
      wrong.add(
          "MEDIA_TYPE_NOT_ALLOWED",
          path + ".media_type",
          "a document of this kind has one of the media types the exchange takes");
    }
    if (type.isPresent() && document.getSizeBytes() > type.get().sizeClass().bytesMax()) {
      wrong.add(
          "DOCUMENT_TOO_LARGE",
          path + ".size_bytes",
          "a document of this media type has at most "
              + type.get().sizeClass().bytesMax()
              + " bytes");
    }
    if (!TitleRule.allows(document.getTitle())) {
      wrong.add(
          "TITLE_NOT_ALLOWED",
          path + ".title",
          "a title is plain text: no path, no control or invisible characters, no dot at its ends");
    }
    marking(document.getMarking(), path + ".marking", wrong);
  }

  private static void marking(Marking marking, String path, Violations wrong) {
    if (marking == Marking.MARKING_SECRET || marking == Marking.MARKING_TOP_SECRET) {
      wrong.add(
          "MARKING_TOO_HIGH", path, "nothing above OFFICIAL-SENSITIVE may be sent to the exchange");
    }
  }
}
