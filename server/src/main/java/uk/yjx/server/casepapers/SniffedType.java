package uk.yjx.server.casepapers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;
import uk.yjx.casepapers.v1.QuarantineReason;

/** Compares the media type that a sender claims with the one that the first bytes show. */
final class SniffedType {
  /** An office document under a password is an OLE2 container (MS-OFFCRYPTO 2.3.4). */
  private static final byte[] OLE2 = {
    (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1
  };

  private final MimeTypes types = MimeTypes.getDefaultMimeTypes();

  /** Why the content is not of the type; empty when it is. */
  Optional<QuarantineReason> differs(MediaType claimed, byte[] first) throws IOException {
    if (claimed == MediaType.WORD && startsWith(first, OLE2)) {
      return Optional.of(QuarantineReason.QUARANTINE_REASON_ENCRYPTED);
    }
    String seen = types.detect(new ByteArrayInputStream(first), new Metadata()).toString();
    return expected(claimed).contains(seen)
        ? Optional.empty()
        : Optional.of(QuarantineReason.QUARANTINE_REASON_MEDIA_TYPE_DIFFERS);
  }

  /** What the first bytes of a type look like; containers are looked into by their own check. */
  private static Set<String> expected(MediaType claimed) {
    return switch (claimed) {
      case PDF -> Set.of("application/pdf");
      case WORD -> Set.of("application/zip", "application/x-tika-ooxml");
      case TEXT -> Set.of("text/plain");
      case MAIL -> Set.of("message/rfc822", "text/plain");
      case JPEG -> Set.of("image/jpeg");
      case PNG -> Set.of("image/png");
      case MP3 -> Set.of("audio/mpeg");
      case MP4_SOUND, MP4 ->
          Set.of("video/mp4", "audio/mp4", "application/mp4", "video/x-m4v", "video/quicktime");
    };
  }

  private static boolean startsWith(byte[] bytes, byte[] head) {
    return bytes.length >= head.length
        && java.util.Arrays.equals(bytes, 0, head.length, head, 0, head.length);
  }
}
