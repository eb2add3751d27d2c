package uk.yjx.server.audit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The right edge of the tree: its size and the root of each perfect subtree that the size's bits
 * stand for, which is all that appending and the root need.
 *
 * <p>Appending costs fewer than two hashes a leaf on average and at most 63; the root at most 62.
 * Source: the binary counter of RFC 9162 section 2.1.1 read from right to left.
 */
public final class Frontier {
  private static final Frontier EMPTY = new Frontier(0, new byte[0]);
  private static final int LEVELS = 63;
  private static final int HASH = TreeHasher.HASH_BYTES;

  private final long size;

  /** The live hashes, lowest level first. */
  private final byte[] live;

  private Frontier(long size, byte[] live) {
    this.size = size;
    this.live = live;
  }

  /** The tree without leaves. */
  public static Frontier empty() {
    return EMPTY;
  }

  /** The number of leaves, from 0 to 2^63-1. */
  public long size() {
    return size;
  }

  /** The frontier after one more leaf, given as its hash of 32 bytes. */
  public Frontier append(byte[] leafHash) {
    return appendAll(List.of(leafHash));
  }

  /** The frontier after these leaves in this order, each given as its hash of 32 bytes. */
  public Frontier appendAll(List<byte[]> leafHashes) {
    if (leafHashes.isEmpty()) {
      return this;
    }
    long grown = Math.addExact(size, leafHashes.size());
    byte[] cells = spread();
    TreeHasher hasher = new TreeHasher();
    byte[] hash = new byte[HASH];
    long at = size;
    for (byte[] leafHash : leafHashes) {
      System.arraycopy(TreeHasher.requireHash(leafHash), 0, hash, 0, HASH);
      int level = Long.numberOfTrailingZeros(~at);
      for (int below = 0; below < level; below++) {
        hasher.node(cells, below * HASH, hash, 0, hash, 0);
      }
      System.arraycopy(hash, 0, cells, level * HASH, HASH);
      at++;
    }
    return new Frontier(grown, gather(grown, cells));
  }

  /** The root hash, 32 bytes; SHA-256 of nothing when there are no leaves. */
  public byte[] root() {
    if (size == 0) {
      return TreeHasher.sha256().digest();
    }
    TreeHasher hasher = new TreeHasher();
    byte[] root = Arrays.copyOf(live, HASH);
    for (int at = HASH; at < live.length; at += HASH) {
      hasher.node(live, at, root, 0, root, 0);
    }
    return root;
  }

  /** Eight bytes of size, big-endian, then the live hashes, lowest level first. */
  public byte[] encode() {
    return ByteBuffer.allocate(Long.BYTES + live.length).putLong(size).put(live).array();
  }

  /** Reads what {@link #encode} wrote and refuses anything of another length. */
  public static Frontier decode(byte[] encoded) {
    if (encoded.length < Long.BYTES) {
      throw new IllegalArgumentException("frontier has " + encoded.length + " bytes");
    }
    long size = ByteBuffer.wrap(encoded).getLong();
    int expected = Long.BYTES + Long.bitCount(size) * HASH;
    if (size < 0 || encoded.length != expected) {
      throw new IllegalArgumentException(
          "frontier of size " + size + " has " + encoded.length + " bytes, not " + expected);
    }
    return new Frontier(size, Arrays.copyOfRange(encoded, Long.BYTES, encoded.length));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Frontier that && size == that.size && Arrays.equals(live, that.live);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(size) + Arrays.hashCode(live);
  }

  @Override
  public String toString() {
    return "Frontier[size=" + size + "]";
  }

  private byte[] spread() {
    byte[] cells = new byte[LEVELS * HASH];
    int from = 0;
    for (long left = size; left != 0; left &= left - 1) {
      System.arraycopy(live, from, cells, Long.numberOfTrailingZeros(left) * HASH, HASH);
      from += HASH;
    }
    return cells;
  }

  private static byte[] gather(long size, byte[] cells) {
    byte[] live = new byte[Long.bitCount(size) * HASH];
    int to = 0;
    for (long left = size; left != 0; left &= left - 1) {
      System.arraycopy(cells, Long.numberOfTrailingZeros(left) * HASH, live, to, HASH);
      to += HASH;
    }
    return live;
  }
}
