package uk.yjx.client.verify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The form every leaf of one log must have: canonical, of this log, its commitments in order. The
 * bytes are looked over without making anything of them, which knows only the plain case: printable
 * ASCII without escapes, keys in order, no space. Whatever it is not sure of, {@link
 * LeafDocument#parse} decides. For any thread.
 */
public final class LeafForm {
  private static final int UNSURE = -1;

  /** Every whole number of so many digits is within 2^53. */
  private static final int DIGITS_MAX = 15;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = ONES << 7;
  private static final byte[] COMMITMENTS = bytes("\"sd\":[");

  private final String origin;
  private final byte[] log;

  /** The form of the leaves of the log of this origin. */
  public LeafForm(String origin) {
    this.origin = origin;
    this.log = bytes("\"log\":\"" + origin + "\"");
  }

  /** Refuses {@code length} bytes at {@code from} that are not a leaf of this log in its form. */
  public void require(byte[] in, int from, int length) throws VerificationException {
    if (!isPlain(in, from, length)) {
      LeafDocument.parse(Arrays.copyOfRange(in, from, from + length), origin);
    }
  }

  /** Whether this is certainly a leaf of this log in its form; no means only: not sure. */
  boolean isPlain(byte[] in, int from, int length) {
    boolean opens = length > 0 && length <= LeafDocument.MAX_BYTES && in[from] == '{';
    return opens && leaf(in, from, from + length) == from + length;
  }

  private int leaf(byte[] in, int from, int end) {
    boolean ofThisLog = false;
    boolean commits = false;
    int previous = 0;
    int at = from;
    do {
      int key = at + 1;
      int value = afterKey(in, previous, key, end);
      if (value == UNSURE) {
        return UNSURE;
      }
      boolean commitments = has(in, key, end, COMMITMENTS);
      commits |= commitments;
      at = commitments ? commitments(in, value, end) : value(in, value, end, 2);
      if (at == UNSURE || at == end) {
        return UNSURE;
      }
      ofThisLog |= at - key == log.length && has(in, key, end, log);
      previous = key;
    } while (in[at] == ',');
    return in[at] == '}' && ofThisLog && commits ? at + 1 : UNSURE;
  }

  private static int commitments(byte[] in, int open, int end) {
    int previous = 0;
    int at = open + 1;
    if (at < end && in[at] == ']') {
      return at + 1;
    }
    while (true) {
      int close = at < end && in[at] == '"' ? string(in, at, end) : UNSURE;
      if (close == UNSURE || close == end || close - at != Disclosure.DIGEST_CHARACTERS + 2) {
        return UNSURE;
      }
      if (previous != 0 && Arrays.compareUnsigned(in, previous, at - 1, in, at, close) >= 0) {
        return UNSURE;
      }
      if (in[close] == ']') {
        return close + 1;
      }
      if (in[close] != ',') {
        return UNSURE;
      }
      previous = at;
      at = close + 1;
    }
  }

  private static int value(byte[] in, int at, int end, int depth) {
    if (at >= end) {
      return UNSURE;
    }
    return switch (in[at]) {
      case '"' -> string(in, at, end);
      case '{' -> depth > CanonicalJson.MAX_DEPTH ? UNSURE : members(in, at, end, depth);
      case '[' -> depth > CanonicalJson.MAX_DEPTH ? UNSURE : items(in, at, end, depth);
      case 't' -> word(in, at, end, "true");
      case 'f' -> word(in, at, end, "false");
      case 'n' -> word(in, at, end, "null");
      default -> whole(in, at, end);
    };
  }

  private static int members(byte[] in, int open, int end, int depth) {
    if (open + 1 < end && in[open + 1] == '}') {
      return open + 2;
    }
    int previous = 0;
    int at = open;
    do {
      int key = at + 1;
      int value = afterKey(in, previous, key, end);
      at = value == UNSURE ? UNSURE : value(in, value, end, depth + 1);
      if (at == UNSURE || at == end) {
        return UNSURE;
      }
      previous = key;
    } while (in[at] == ',');
    return in[at] == '}' ? at + 1 : UNSURE;
  }

  /** Where the value of a key begins that comes after the one at {@code previous}, if any. */
  private static int afterKey(byte[] in, int previous, int key, int end) {
    int colon = key < end && in[key] == '"' ? string(in, key, end) : UNSURE;
    if (colon == UNSURE || colon == end || in[colon] != ':') {
      return UNSURE;
    }
    return previous == 0 || ascends(in, previous + 1, key + 1, colon - 1) ? colon + 1 : UNSURE;
  }

  private static boolean ascends(byte[] in, int previous, int key, int keyEnd) {
    int at = 0;
    while (in[previous + at] != '"' && key + at < keyEnd && in[previous + at] == in[key + at]) {
      at++;
    }
    return key + at < keyEnd && (in[previous + at] == '"' || in[previous + at] < in[key + at]);
  }

  private static int items(byte[] in, int open, int end, int depth) {
    int at = open;
    if (at + 1 < end && in[at + 1] == ']') {
      return at + 2;
    }
    do {
      at = value(in, at + 1, end, depth + 1);
      if (at == UNSURE || at == end) {
        return UNSURE;
      }
    } while (in[at] == ',');
    return in[at] == ']' ? at + 1 : UNSURE;
  }

  /** Just after the closing quote of a string of plain characters. */
  private static int string(byte[] in, int open, int end) {
    int at = open + 1;
    // Eight characters at a time while none of them ends the string or needs a closer look.
    while (at + Long.BYTES <= end && plain((long) WORDS.get(in, at))) {
      at += Long.BYTES;
    }
    while (at < end && in[at] >= ' ' && in[at] != '"' && in[at] != '\\') {
      at++;
    }
    return at < end && in[at] == '"' ? at + 1 : UNSURE;
  }

  /** Whether no byte is below space, a quote, a backslash or beyond ASCII; may say no too often. */
  private static boolean plain(long word) {
    long below = word - ONES * ' ';
    long quote = (word ^ ONES * '"') - ONES;
    long backslash = (word ^ ONES * '\\') - ONES;
    return ((below | quote | backslash | word) & HIGHS) == 0;
  }

  private static int whole(byte[] in, int from, int end) {
    int first = in[from] == '-' ? from + 1 : from;
    int at = first;
    while (at < end && in[at] >= '0' && in[at] <= '9') {
      at++;
    }
    boolean zero = at - first == 1 && in[first] == '0' && first == from;
    boolean plain = at > first && at - first <= DIGITS_MAX && in[first] != '0';
    return zero || plain ? at : UNSURE;
  }

  private static int word(byte[] in, int at, int end, String word) {
    if (end - at < word.length()) {
      return UNSURE;
    }
    for (int i = 0; i < word.length(); i++) {
      if (in[at + i] != word.charAt(i)) {
        return UNSURE;
      }
    }
    return at + word.length();
  }

  private static boolean has(byte[] in, int at, int end, byte[] what) {
    return at + what.length <= end && Arrays.equals(in, at, at + what.length, what, 0, what.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
