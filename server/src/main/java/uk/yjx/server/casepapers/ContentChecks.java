package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import uk.yjx.casepapers.v1.DocumentManifest;
import uk.yjx.casepapers.v1.QuarantineReason;

/**
 * What a document must be before anybody may read it. The first check that finds something says why
 * it is held back; each looks at the content alone and never at what the sender claims of it but
 * the media type.
 */
@Singleton
final class ContentChecks {
  private final SniffedType sniffed = new SniffedType();
  private final MalwareScan malware;

  ContentChecks(MalwareScan malware) {
    this.malware = malware;
  }

  /** Why a document is held back; empty when it may be read. */
  Optional<QuarantineReason> problem(DocumentManifest announced, StoredContent content)
      throws IOException, StoredContent.Damaged {
    MediaType type =
        MediaType.of(announced.getMediaType())
            .orElseThrow(() -> new IllegalStateException("a media type was let through"));
    byte[] first = content.part(0);
    byte[] last = content.count() == 1 ? first : content.part(content.count() - 1);
    for (Check check : checksOf(type)) {
      Optional<QuarantineReason> found = check.look(type, first, last, content);
      if (found.isPresent()) {
        return found;
      }
    }
    return malware.scan(content);
  }

  private interface Check {
    Optional<QuarantineReason> look(
        MediaType type, byte[] first, byte[] last, StoredContent content)
        throws IOException, StoredContent.Damaged;
  }

  private List<Check> checksOf(MediaType type) {
    Check isWhatItSays = (t, first, last, content) -> sniffed.differs(t, first);
    Check isOneThing = (t, first, last, content) -> Polyglot.find(t, first, last);
    return switch (type) {
      case PDF ->
          List.of(isWhatItSays, isOneThing, (t, first, last, content) -> PdfCheck.look(content));
      case WORD -> List.of(isWhatItSays, (t, first, last, content) -> WordCheck.look(content));
      case TEXT, MAIL ->
          List.of(isWhatItSays, isOneThing, (t, first, last, content) -> PlainCheck.look(content));
      case JPEG, PNG, MP3, MP4_SOUND, MP4 -> List.of(isWhatItSays, isOneThing);
    };
  }
}
