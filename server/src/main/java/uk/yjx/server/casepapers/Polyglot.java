package uk.yjx.server.casepapers;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import uk.yjx.casepapers.v1.QuarantineReason;

/**
 * Finds files that are two things at once: readers go by the beginning, archivers by the end, and
 * browsers by tags near the beginning.
 */
final class Polyglot {
  /** Readers look for a PDF's header in so many bytes (ISO 32000 implementation note 13). */
  private static final int HEAD_BYTES = 1024;

  /** An archive's directory ends in so many bytes (APPNOTE 4.3.16), its comment included. */
  private static final int ARCHIVE_END_BYTES = 22;

  private static final int COMMENT_BYTES_MAX = 0xFFFF;
  private static final byte[] ARCHIVE_END = {'P', 'K', 5, 6};
  private static final List<String> TAGS = List.of("<html", "<script", "<!doctype html", "<?php");

  private Polyglot() {}

  /**
   * Whether a document is something else too.
   *
   * @param first its first part
   * @param last its last part
   */
  static Optional<QuarantineReason> find(MediaType type, byte[] first, byte[] last) {
    boolean twofold =
        endsAsArchive(last)
            || (type != MediaType.PDF && pdfHeader(first))
            || (type == MediaType.PDF && !startsAsPdf(first))
            || (!isText(type) && hasTags(first));
    return twofold ? Optional.of(QuarantineReason.QUARANTINE_REASON_POLYGLOT) : Optional.empty();
  }

  private static boolean isText(MediaType type) {
    return type == MediaType.TEXT || type == MediaType.MAIL;
  }

  private static boolean startsAsPdf(byte[] first) {
    return head(first).startsWith("%pdf-");
  }

  private static boolean pdfHeader(byte[] first) {
    return head(first).contains("%pdf-");
  }

  private static boolean hasTags(byte[] first) {
    String head = head(first);
    return TAGS.stream().anyMatch(head::contains);
  }

  private static String head(byte[] first) {
    return new String(first, 0, Math.min(first.length, HEAD_BYTES), StandardCharsets.ISO_8859_1)
        .toLowerCase(Locale.ROOT);
  }

  /** Whether an archive's end record fits exactly to the end; anything else is chance. */
  static boolean endsAsArchive(byte[] last) {
    int lowest = Math.max(0, last.length - ARCHIVE_END_BYTES - COMMENT_BYTES_MAX);
    for (int at = last.length - ARCHIVE_END_BYTES; at >= lowest; at--) {
      if (last[at] == ARCHIVE_END[0]
          && last[at + 1] == ARCHIVE_END[1]
          && last[at + 2] == ARCHIVE_END[2]
          && last[at + 3] == ARCHIVE_END[3]) {
        int comment = (last[at + 20] & 0xFF) | (last[at + 21] & 0xFF) << 8;
        if (at + ARCHIVE_END_BYTES + comment == last.length) {
          return true;
        }
      }
    }
    return false;
  }
}
