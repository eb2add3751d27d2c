package uk.yjx.server.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/** A growing byte array that writes canonical JSON (RFC 8785) by hand, since every act pays. */
final class LeafBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BASE64_URL =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
          .getBytes(StandardCharsets.US_ASCII);
  private static final int MICROS_DIGITS = 6;

  /** The most bytes one UTF-16 unit can need: an escaped control character. */
  private static final int BYTES_PER_CHAR_MAX = 6;

  private byte[] bytes;
  private int length;

  LeafBuffer(int capacity) {
    this.bytes = new byte[capacity];
  }

  int length() {
    return length;
  }

  byte[] bytes() {
    return bytes;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  void clear() {
    length = 0;
  }

  LeafBuffer raw(byte[] from, int offset, int count) {
    reserve(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
    return this;
  }

  LeafBuffer octet(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
    return this;
  }

  /** Text known to be ASCII that needs no escape: codes and our own punctuation. */
  LeafBuffer ascii(String text) {
    int count = text.length();
    reserve(count);
    for (int i = 0; i < count; i++) {
      bytes[length + i] = (byte) text.charAt(i);
    }
    length += count;
    return this;
  }

  LeafBuffer quotedCode(String code) {
    return octet('"').ascii(code).octet('"');
  }

  LeafBuffer number(long value) {
    return ascii(Long.toString(value));
  }

  /** A string in quotes, escaped as RFC 8785 section 3.2.2.2; surrogates are known to be paired. */
  LeafBuffer string(String text) {
    reserve(text.length() * BYTES_PER_CHAR_MAX + 2);
    bytes[length++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
        bytes[length++] = (byte) c;
      } else if (c < 0x80) {
        escape(c);
      } else if (Character.isHighSurrogate(c)) {
        codePoint(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        codePoint(c);
      }
    }
    bytes[length++] = '"';
    return this;
  }

  LeafBuffer strings(List<String> texts) {
    octet('[');
    for (int i = 0; i < texts.size(); i++) {
      if (i > 0) {
        octet(',');
      }
      string(texts.get(i));
    }
    return octet(']');
  }

  /** A length in groups of seven bits, lowest first. */
  LeafBuffer varint(int value) {
    int left = value;
    while (left > 0x7f) {
      octet(left & 0x7f | 0x80);
      left >>>= 7;
    }
    return octet(left);
  }

  /** Base64url without padding (RFC 4648 section 5). */
  LeafBuffer base64Url(byte[] from, int offset, int count) {
    reserve(count * 4 / 3 + 3);
    int i = offset;
    for (int end = offset + count / 3 * 3; i < end; i += 3) {
      int group = (from[i] & 0xff) << 16 | (from[i + 1] & 0xff) << 8 | from[i + 2] & 0xff;
      digits(group, 4);
    }
    int left = offset + count - i;
    if (left == 1) {
      digits((from[i] & 0xff) << 16, 2);
    } else if (left == 2) {
      digits((from[i] & 0xff) << 16 | (from[i + 1] & 0xff) << 8, 3);
    }
    return this;
  }

  /** RFC 3339 in UTC with microseconds; the year has four digits. */
  LeafBuffer time(Instant time) {
    LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
    padded(utc.getYear(), 4).octet('-');
    padded(utc.getMonthValue(), 2).octet('-');
    padded(utc.getDayOfMonth(), 2).octet('T');
    padded(utc.getHour(), 2).octet(':');
    padded(utc.getMinute(), 2).octet(':');
    padded(utc.getSecond(), 2).octet('.');
    return padded(time.getNano() / 1_000, MICROS_DIGITS).octet('Z');
  }

  private LeafBuffer padded(int value, int digits) {
    reserve(digits);
    int left = value;
    for (int at = length + digits - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + left % 10);
      left /= 10;
    }
    length += digits;
    return this;
  }

  private void digits(int group, int count) {
    for (int i = 0; i < count; i++) {
      bytes[length++] = BASE64_URL[group >>> (18 - 6 * i) & 0x3f];
    }
  }

  private void escape(char c) {
    bytes[length++] = '\\';
    switch (c) {
      case '"', '\\' -> bytes[length++] = (byte) c;
      case '\b' -> bytes[length++] = 'b';
      case '\t' -> bytes[length++] = 't';
      case '\n' -> bytes[length++] = 'n';
      case '\f' -> bytes[length++] = 'f';
      case '\r' -> bytes[length++] = 'r';
      default -> {
        bytes[length++] = 'u';
        bytes[length++] = '0';
        bytes[length++] = '0';
        bytes[length++] = HEX[c >> 4];
        bytes[length++] = HEX[c & 15];
      }
    }
  }

  private void codePoint(int c) {
    if (c < 0x800) {
      bytes[length++] = (byte) (0xc0 | c >> 6);
    } else if (c < 0x1_0000) {
      bytes[length++] = (byte) (0xe0 | c >> 12);
      bytes[length++] = (byte) (0x80 | c >> 6 & 0x3f);
    } else {
      bytes[length++] = (byte) (0xf0 | c >> 18);
      bytes[length++] = (byte) (0x80 | c >> 12 & 0x3f);
      bytes[length++] = (byte) (0x80 | c >> 6 & 0x3f);
    }
    bytes[length++] = (byte) (0x80 | c & 0x3f);
  }

  private void reserve(int more) {
    int needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
  }
}
