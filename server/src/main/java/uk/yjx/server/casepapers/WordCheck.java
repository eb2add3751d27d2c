package uk.yjx.server.casepapers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import uk.yjx.casepapers.v1.QuarantineReason;

/**
 * Looks into an Office Open XML document without unpacking it: what it holds, how much that is, and
 * the words of its text. Nothing of it is written anywhere.
 */
final class WordCheck {
  /** Files in a document; real ones have fewer than a hundred beside their pictures. */
  static final int ENTRIES_MAX = 2_000;

  /** Bytes of all files unpacked. */
  static final long UNPACKED_BYTES_MAX = 400L << 20;

  /** Bytes unpacked for each byte of the document; text compresses to a tenth at most. */
  static final long RATIO_MAX = 100;

  /** So much may be unpacked whatever the ratio: forms are mostly markup. */
  static final long UNPACKED_BYTES_LEAST = 10L << 20;

  private static final String TEXT = "word/document.xml";

  private WordCheck() {}

  static Optional<QuarantineReason> look(StoredContent content)
      throws IOException, StoredContent.Damaged {
    try (ContentStream in = new ContentStream(content)) {
      return look(in, content.size());
    } catch (ContentStream.Failed e) {
      throw e.damage();
    }
  }

  /** Looks at a document of a size. */
  static Optional<QuarantineReason> look(InputStream in, long packed) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(in)) {
      return entries(zip, packed);
    } catch (ZipException | java.io.EOFException e) {
      boolean encrypted = String.valueOf(e.getMessage()).contains("encrypted");
      return Optional.of(
          encrypted
              ? QuarantineReason.QUARANTINE_REASON_ENCRYPTED
              : QuarantineReason.QUARANTINE_REASON_UNREADABLE);
    } catch (IllegalArgumentException badName) {
      return Optional.of(QuarantineReason.QUARANTINE_REASON_UNREADABLE);
    }
  }

  private static Optional<QuarantineReason> entries(ZipInputStream zip, long packed)
      throws IOException {
    long unpacked = 0;
    int entries = 0;
    boolean isWord = false;
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      String name = entry.getName().toLowerCase(Locale.ROOT);
      if (++entries > ENTRIES_MAX) {
        return Optional.of(QuarantineReason.QUARANTINE_REASON_ARCHIVE_BOMB);
      }
      if (name.endsWith("vbaproject.bin")
          || name.contains("activex")
          || name.contains("/embeddings/")) {
        return Optional.of(QuarantineReason.QUARANTINE_REASON_ACTIVE_CONTENT);
      }
      StringBuilder text = new StringBuilder();
      long left =
          Math.min(UNPACKED_BYTES_MAX, Math.max(UNPACKED_BYTES_LEAST, packed * RATIO_MAX))
              - unpacked;
      long bytes = read(zip, left, name.equals(TEXT) || name.equals("[content_types].xml"), text);
      if (bytes > left) {
        return Optional.of(QuarantineReason.QUARANTINE_REASON_ARCHIVE_BOMB);
      }
      unpacked += bytes;
      if (name.equals("[content_types].xml") && text.indexOf("macroEnabled") >= 0) {
        return Optional.of(QuarantineReason.QUARANTINE_REASON_ACTIVE_CONTENT);
      }
      if (name.equals(TEXT)) {
        isWord = true;
        if (WithheldText.matches(plain(text.toString()))) {
          return Optional.of(QuarantineReason.QUARANTINE_REASON_WITHHELD_KIND);
        }
      }
    }
    return isWord
        ? Optional.empty()
        : Optional.of(QuarantineReason.QUARANTINE_REASON_MEDIA_TYPE_DIFFERS);
  }

  /** Reads one file to its end, or to one byte more than is left. */
  private static long read(ZipInputStream zip, long left, boolean keep, StringBuilder text)
      throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long bytes = 0;
    for (int read = zip.read(buffer); read >= 0 && bytes <= left; read = zip.read(buffer)) {
      bytes += read;
      if (keep && text.length() < WithheldText.LENGTH_MAX) {
        text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
      }
    }
    return bytes;
  }

  /** The words of a document, one paragraph a line. */
  static String plain(String xml) {
    return xml.replaceAll("</w:p>|<w:br[^>]*>", "\n").replaceAll("<[^>]*>", "");
  }
}
