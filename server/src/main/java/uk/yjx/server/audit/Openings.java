package uk.yjx.server.audit;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The compact form of a leaf's openings: a version byte and a count, then for each the salt, the
 * length and bytes of its name, the length and bytes of its value. Those of all leaves of an entry
 * stand together, each with its length before it.
 */
public final class Openings {
  private static final int VERSION = 1;

  /** Groups of seven bits in the largest length. */
  private static final int VARINT_SHIFT_MAX = 28;

  private static final int VARINT_BYTES_MAX = 5;

  private Openings() {}

  /** Reads the compact form and refuses anything else. */
  public static List<Opening> decode(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    try {
      if (in.get() != VERSION) {
        throw new IllegalArgumentException("openings of an unknown version");
      }
      int count = in.get() & 0xff;
      List<Opening> openings = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        byte[] salt = take(in, Salts.BYTES);
        String name = new String(take(in, in.get() & 0xff), StandardCharsets.US_ASCII);
        String value = new String(take(in, varint(in)), StandardCharsets.UTF_8);
        openings.add(new Opening(name, salt, value));
      }
      if (in.hasRemaining()) {
        throw new IllegalArgumentException("openings have bytes after their end");
      }
      return List.copyOf(openings);
    } catch (BufferUnderflowException truncated) {
      throw new IllegalArgumentException("openings end early", truncated);
    }
  }

  /** The openings of several leaves as one, in order. */
  public static byte[] together(List<Leaf> leaves) {
    int length = 0;
    for (Leaf leaf : leaves) {
      length += VARINT_BYTES_MAX + leaf.openings().length;
    }
    LeafBuffer out = new LeafBuffer(length);
    for (Leaf leaf : leaves) {
      out.varint(leaf.openings().length).raw(leaf.openings(), 0, leaf.openings().length);
    }
    return out.toArray();
  }

  /** Reads those of one leaf again, by its place among the leaves, from 0. */
  public static List<Opening> decode(byte[] together, int leaf) {
    ByteBuffer in = ByteBuffer.wrap(together);
    try {
      for (int i = 0; i < leaf; i++) {
        take(in, varint(in));
      }
      byte[] own = take(in, varint(in));
      return own.length == 0 ? List.of() : decode(own);
    } catch (BufferUnderflowException truncated) {
      throw new IllegalArgumentException("openings end before those of a leaf", truncated);
    }
  }

  static void begin(LeafBuffer out, int count) {
    out.octet(VERSION).octet(count);
  }

  static void add(LeafBuffer out, String name, byte[] salts, int at, LeafBuffer value) {
    out.raw(salts, at, Salts.BYTES).octet(name.length()).ascii(name);
    out.varint(value.length()).raw(value.bytes(), 0, value.length());
  }

  /** The canonical array of salt, name and value. */
  static void disclosure(
      LeafBuffer out, String name, byte[] salts, int at, byte[] value, int valueLength) {
    out.ascii("[\"").base64Url(salts, at, Salts.BYTES).ascii("\",");
    out.quotedCode(name).octet(',').raw(value, 0, valueLength).octet(']');
  }

  private static byte[] take(ByteBuffer in, int count) {
    if (count < 0 || count > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  private static int varint(ByteBuffer in) {
    int value = 0;
    for (int shift = 0; shift <= VARINT_SHIFT_MAX; shift += 7) {
      int group = in.get();
      value |= (group & 0x7f) << shift;
      if (group >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("openings have a length beyond 32 bits");
  }
}
