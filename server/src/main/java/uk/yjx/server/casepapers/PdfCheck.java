package uk.yjx.server.casepapers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import uk.yjx.casepapers.v1.QuarantineReason;

/**
 * Looks into a PDF without rendering it: names that stand for passwords and programs, how much its
 * streams unpack to, and the words that simple fonts show. A few MiB of it are in memory at a time,
 * however large it is.
 */
final class PdfCheck {
  /** Bytes of all streams unpacked; past it the document counts as a bomb. */
  static final long UNPACKED_BYTES_MAX = 512L << 20;

  private static final int BUFFER_BYTES = 4 << 20;

  /** Looked at again with what follows, so that nothing is missed where the buffer ends. */
  private static final int OVERLAP_BYTES = 64 << 10;

  private static final byte[] STREAM = "stream".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "endstream".getBytes(StandardCharsets.US_ASCII);

  // A name may be written with #xx for any character (ISO 32000 7.3.5).
  private static final Pattern ESCAPED = Pattern.compile("#([0-9A-Fa-f]{2})");
  private static final Pattern ENCRYPTED = Pattern.compile("/Encrypt[\\s/<(\\[]");
  private static final Pattern ACTIVE =
      Pattern.compile("/(JavaScript|Launch|EmbeddedFiles?|RichMedia|ImportData)[\\s/<(\\[>]");
  private static final Pattern SHOWN =
      Pattern.compile("\\(([^\\\\()]*+(?:\\\\.[^\\\\()]*+)*+)\\)|(T\\*|Td|TD|ET|')");

  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final StringBuilder words = new StringBuilder();
  private int filled;
  private boolean skipping;
  private boolean encrypted;
  private boolean active;
  private long unpacked;

  private PdfCheck() {}

  static Optional<QuarantineReason> look(StoredContent content)
      throws IOException, StoredContent.Damaged {
    try (ContentStream in = new ContentStream(content)) {
      return new PdfCheck().lookThrough(in);
    } catch (ContentStream.Failed e) {
      throw e.damage();
    }
  }

  static Optional<QuarantineReason> look(byte[] all) throws IOException {
    return new PdfCheck().lookThrough(new ByteArrayInputStream(all));
  }

  private Optional<QuarantineReason> lookThrough(InputStream in) throws IOException {
    boolean end = false;
    while (!end && unpacked < UNPACKED_BYTES_MAX) {
      filled += in.readNBytes(buffer, filled, buffer.length - filled);
      end = filled < buffer.length;
      int used = consume(end);
      System.arraycopy(buffer, used, buffer, 0, filled - used);
      filled -= used;
    }
    if (unpacked >= UNPACKED_BYTES_MAX) {
      return Optional.of(QuarantineReason.QUARANTINE_REASON_ARCHIVE_BOMB);
    }
    if (encrypted) {
      return Optional.of(QuarantineReason.QUARANTINE_REASON_ENCRYPTED);
    }
    if (active) {
      return Optional.of(QuarantineReason.QUARANTINE_REASON_ACTIVE_CONTENT);
    }
    return WithheldText.matches(words.toString())
        ? Optional.of(QuarantineReason.QUARANTINE_REASON_WITHHELD_KIND)
        : Optional.empty();
  }

  /** Looks at what is in the buffer; how many bytes of it are done with. */
  private int consume(boolean end) {
    int at = 0;
    while (unpacked < UNPACKED_BYTES_MAX) {
      if (skipping) {
        int over = indexOf(END, at);
        if (over < 0) {
          return end ? filled : Math.max(at, filled - END.length);
        }
        skipping = false;
        at = over + END.length;
      }
      int stream = indexOf(STREAM, at);
      if (stream < 0) {
        names(text(at, filled));
        return end ? filled : Math.max(at, filled - OVERLAP_BYTES);
      }
      int over = indexOf(END, stream + STREAM.length);
      if (over < 0 && at > 0 && !end) {
        return at; // it may fit once what was before it is gone
      }
      String before = text(at, stream);
      names(before);
      content(before, start(stream), over < 0 ? filled : over);
      if (over < 0) {
        skipping = true;
        return end ? filled : filled - END.length;
      }
      at = over + END.length;
    }
    return at;
  }

  private void names(String objects) {
    String plain = ESCAPED.matcher(objects).replaceAll(PdfCheck::unescaped);
    encrypted |= ENCRYPTED.matcher(plain).find();
    active |= ACTIVE.matcher(plain).find();
  }

  private void content(String before, int from, int to) {
    int dictionary = before.lastIndexOf("<<");
    String of = dictionary < 0 ? "" : before.substring(dictionary);
    String plain = of.contains("/Fl") ? inflated(from, to) : text(from, to);
    if (before.contains("/ObjStm")) {
      names(plain);
    } else if (!of.contains("/Image") && words.length() < WithheldText.LENGTH_MAX) {
      words.append(shown(plain)).append('\n');
    }
  }

  /** The strings a page shows, a line wherever the text moves. */
  private static String shown(String content) {
    StringBuilder out = new StringBuilder();
    Matcher m = SHOWN.matcher(content);
    while (m.find() && out.length() < WithheldText.LENGTH_MAX) {
      String text = m.group(1);
      out.append(text == null ? "\n" : text.replaceAll("\\\\([()\\\\])", "$1"));
    }
    return out.toString();
  }

  /** The beginning of what a stream unpacks to; all of it counts. */
  private String inflated(int from, int to) {
    Inflater inflater = new Inflater();
    inflater.setInput(buffer, from, Math.max(0, to - from));
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] some = new byte[64 << 10];
    try {
      while (!inflater.finished() && unpacked < UNPACKED_BYTES_MAX) {
        int read = inflater.inflate(some);
        if (read == 0) {
          break;
        }
        unpacked += read;
        if (kept.size() < WithheldText.LENGTH_MAX) {
          kept.write(some, 0, read);
        }
      }
    } catch (DataFormatException damaged) {
      // What was unpacked before is looked at; a reader would show no more either.
      return kept.toString(StandardCharsets.ISO_8859_1);
    } finally {
      inflater.end();
    }
    return kept.toString(StandardCharsets.ISO_8859_1);
  }

  private String text(int from, int to) {
    return new String(buffer, from, Math.max(0, to - from), StandardCharsets.ISO_8859_1);
  }

  private static String unescaped(MatchResult escape) {
    return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16)));
  }

  /** Where a stream's bytes begin: after the keyword and one end of line. */
  private int start(int stream) {
    int at = stream + STREAM.length;
    if (at < filled && buffer[at] == '\r') {
      at++;
    }
    return at < filled && buffer[at] == '\n' ? at + 1 : at;
  }

  private int indexOf(byte[] what, int from) {
    for (int i = from; i <= filled - what.length; i++) {
      int matched = 0;
      while (matched < what.length && buffer[i + matched] == what[matched]) {
        matched++;
      }
      if (matched == what.length) {
        return i;
      }
    }
    return -1;
  }
}
