package uk.yjx.server.audit;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * SHA-256 with the two prefixes of RFC 6962 section 2.1. Keeps one digest for reuse, so an instance
 * belongs to one thread.
 */
final class TreeHasher {
  /** Length of every hash in the tree, in bytes. */
  static final int HASH_BYTES = 32;

  private static final byte LEAF_PREFIX = 0x00;
  private static final byte NODE_PREFIX = 0x01;

  private final MessageDigest sha = sha256();
  private final byte[] node = new byte[1 + 2 * HASH_BYTES];

  TreeHasher() {
    node[0] = NODE_PREFIX;
  }

  byte[] leaf(byte[] leaf) {
    sha.update(LEAF_PREFIX);
    return sha.digest(leaf);
  }

  byte[] plain(byte[] bytes, int length) {
    sha.update(bytes, 0, length);
    return sha.digest();
  }

  byte[] node(byte[] left, byte[] right) {
    byte[] out = new byte[HASH_BYTES];
    node(left, 0, right, 0, out, 0);
    return out;
  }

  /** Hashes two children into {@code out}, which may be either child's own place. */
  void node(byte[] left, int leftAt, byte[] right, int rightAt, byte[] out, int outAt) {
    System.arraycopy(left, leftAt, node, 1, HASH_BYTES);
    System.arraycopy(right, rightAt, node, 1 + HASH_BYTES, HASH_BYTES);
    sha.update(node);
    try {
      sha.digest(out, outAt, HASH_BYTES);
    } catch (DigestException impossible) {
      throw new IllegalStateException("32 bytes hold a SHA-256", impossible);
    }
  }

  /** The root over {@code count} neighbouring hashes, a power of two of them. */
  byte[] perfectRoot(byte[] hashes, int from, int count) {
    byte[] level = new byte[count * HASH_BYTES];
    System.arraycopy(hashes, from * HASH_BYTES, level, 0, level.length);
    for (int width = count; width > 1; width /= 2) {
      for (int pair = 0; pair < width / 2; pair++) {
        int left = 2 * pair * HASH_BYTES;
        node(level, left, level, left + HASH_BYTES, level, pair * HASH_BYTES);
      }
    }
    return Arrays.copyOf(level, HASH_BYTES);
  }

  static byte[] requireHash(byte[] hash) {
    if (hash.length != HASH_BYTES) {
      throw new IllegalArgumentException("hash has " + hash.length + " bytes, not " + HASH_BYTES);
    }
    return hash;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
