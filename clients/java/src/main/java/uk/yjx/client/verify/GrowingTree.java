package uk.yjx.client.verify;

import java.util.Arrays;

/**
 * The root of a tree that only grows, by RFC 6962, from leaves or whole perfect subtrees: one hash
 * for each bit of the size. Memory does not grow; amortised fewer than two hashes a leaf. For one
 * thread.
 */
public final class GrowingTree {
  private static final int LEVELS = 63;

  private final TreeHash hasher = new TreeHash();
  private final byte[] cells = new byte[LEVELS * TreeHash.BYTES];
  private final byte[] carried = new byte[TreeHash.BYTES];
  private long size;

  /** A tree without leaves. */
  public GrowingTree() {}

  /** Adds the next leaf. */
  public void add(byte[] leaf) {
    hasher.leaf(leaf, 0, leaf.length, carried, 0);
    carry(0);
  }

  /**
   * Adds a perfect subtree by its root.
   *
   * @param level it has {@code 1 << level} leaves; the size must be a multiple of that
   */
  public void addPerfect(int level, byte[] root) {
    if (Long.numberOfTrailingZeros(size) < level) {
      throw new IllegalStateException("a subtree of level " + level + " after " + size + " leaves");
    }
    System.arraycopy(root, 0, carried, 0, TreeHash.BYTES);
    carry(level);
  }

  /** The number of leaves. */
  public long size() {
    return size;
  }

  /** The root over all leaves, 32 bytes. */
  public byte[] root() {
    if (size == 0) {
      return MerkleVerifier.emptyRoot();
    }
    int level = Long.numberOfTrailingZeros(size);
    byte[] root = cell(level);
    for (long left = size >>> (level + 1) << (level + 1); left != 0; left &= left - 1) {
      int above = Long.numberOfTrailingZeros(left);
      hasher.node(cells, above * TreeHash.BYTES, root, 0, root, 0);
    }
    return root;
  }

  private void carry(int from) {
    int level = from;
    while ((size >>> level & 1) == 1) {
      hasher.node(cells, level * TreeHash.BYTES, carried, 0, carried, 0);
      level++;
    }
    System.arraycopy(carried, 0, cells, level * TreeHash.BYTES, TreeHash.BYTES);
    size = Math.addExact(size, 1L << from);
  }

  private byte[] cell(int level) {
    return Arrays.copyOfRange(cells, level * TreeHash.BYTES, (level + 1) * TreeHash.BYTES);
  }
}
