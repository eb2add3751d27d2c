package uk.yjx.server.casepapers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import uk.yjx.casepapers.v1.QuarantineReason;

/** Looks at plain text and at mail, whose attachments are text too. */
final class PlainCheck {
  private PlainCheck() {}

  static Optional<QuarantineReason> look(StoredContent content)
      throws IOException, StoredContent.Damaged {
    try (ContentStream in = new ContentStream(content)) {
      String text =
          new String(in.readNBytes(WithheldText.LENGTH_MAX), StandardCharsets.UTF_8)
              .replace("\r\n", "\n");
      return WithheldText.matches(text)
          ? Optional.of(QuarantineReason.QUARANTINE_REASON_WITHHELD_KIND)
          : Optional.empty();
    } catch (ContentStream.Failed e) {
      throw e.damage();
    }
  }
}
