package uk.yjx.client.verify;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * RFC 6962 hashing in place, without an object for every hash; for one thread. Costs one SHA-256
 * for every leaf and every node.
 */
final class TreeHash {
  static final int BYTES = MerkleVerifier.HASH_BYTES;

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final MessageDigest sha = MerkleVerifier.sha256();
  private final byte[] node = new byte[1 + 2 * BYTES];

  TreeHash() {
    node[0] = NODE;
  }

  /** Hashes a leaf that lies in a larger array. */
  void leaf(byte[] from, int at, int length, byte[] out, int outAt) {
    sha.update(LEAF);
    sha.update(from, at, length);
    digest(out, outAt);
  }

  /** Hashes two neighbours; {@code out} may be either's own place. */
  void node(byte[] left, int leftAt, byte[] right, int rightAt, byte[] out, int outAt) {
    System.arraycopy(left, leftAt, node, 1, BYTES);
    System.arraycopy(right, rightAt, node, 1 + BYTES, BYTES);
    sha.update(node);
    digest(out, outAt);
  }

  /** The root over {@code width} neighbouring hashes, a power of two; overwrites them. */
  byte[] perfect(byte[] hashes, int width) {
    for (int w = width; w > 1; w /= 2) {
      for (int pair = 0; pair < w / 2; pair++) {
        node(hashes, 2 * pair * BYTES, hashes, (2 * pair + 1) * BYTES, hashes, pair * BYTES);
      }
    }
    return Arrays.copyOf(hashes, BYTES);
  }

  private void digest(byte[] out, int at) {
    try {
      sha.digest(out, at, BYTES);
    } catch (DigestException impossible) {
      throw new IllegalStateException("32 bytes hold a SHA-256", impossible);
    }
  }
}
