package uk.yjx.server.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * Roots and proofs of RFC 9162 section 2.1, built from stored nodes; a proof reads at most two
 * nodes a level and hashes only those that lie on the tree's right edge.
 */
public final class MerkleTree {
  private final HashReader nodes;
  private final TreeHasher hasher = new TreeHasher();

  private MerkleTree(HashReader nodes) {
    this.nodes = nodes;
  }

  /** The root of the first {@code size} leaves, from 0. */
  public static byte[] root(long size, HashReader nodes) {
    requireSize(size);
    return size == 0 ? Frontier.empty().root() : new MerkleTree(nodes).subtree(0, size);
  }

  /** The proof that the leaf at {@code index} is in the tree of {@code size}; index below size. */
  public static List<byte[]> inclusion(long index, long size, HashReader nodes) {
    requireSize(size);
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("leaf " + index + " is not in a tree of size " + size);
    }
    List<byte[]> proof = new ArrayList<>();
    new MerkleTree(nodes).path(index, 0, size, proof);
    return proof;
  }

  /** The proof that the tree of {@code newSize} extends that of {@code oldSize}, from 1. */
  public static List<byte[]> consistency(long oldSize, long newSize, HashReader nodes) {
    requireSize(newSize);
    if (oldSize <= 0 || oldSize > newSize) {
      throw new IllegalArgumentException(
          "no consistency proof leads from size " + oldSize + " to " + newSize);
    }
    List<byte[]> proof = new ArrayList<>();
    new MerkleTree(nodes).subproof(oldSize, 0, newSize, true, proof);
    return proof;
  }

  /** PATH of section 2.1.3.1 over the leaves from {@code from} to {@code to}, at most 63 deep. */
  private void path(long index, long from, long to, List<byte[]> proof) {
    if (to - from == 1) {
      return;
    }
    long split = from + largestPowerBelow(to - from);
    if (index < split) {
      path(index, from, split, proof);
      proof.add(subtree(split, to));
    } else {
      path(index, split, to, proof);
      proof.add(subtree(from, split));
    }
  }

  /** SUBPROOF of section 2.1.4.1; {@code known} while the old root stands for this subtree. */
  private void subproof(long oldEnd, long from, long to, boolean known, List<byte[]> proof) {
    if (oldEnd == to) {
      if (!known) {
        proof.add(subtree(from, to));
      }
      return;
    }
    long split = from + largestPowerBelow(to - from);
    if (oldEnd <= split) {
      subproof(oldEnd, from, split, known, proof);
      proof.add(subtree(split, to));
    } else {
      subproof(oldEnd, split, to, false, proof);
      proof.add(subtree(from, split));
    }
  }

  /** MTH of section 2.1.1 over the leaves from {@code from} to {@code to}. */
  private byte[] subtree(long from, long to) {
    long width = to - from;
    if (Long.bitCount(width) == 1) {
      int level = Long.numberOfTrailingZeros(width);
      return TreeHasher.requireHash(nodes.hash(level, from >>> level));
    }
    long split = from + largestPowerBelow(width);
    return hasher.node(subtree(from, split), subtree(split, to));
  }

  private static long largestPowerBelow(long width) {
    return Long.highestOneBit(width - 1);
  }

  private static void requireSize(long size) {
    if (size < 0) {
      throw new IllegalArgumentException("tree size is negative: " + size);
    }
  }
}
