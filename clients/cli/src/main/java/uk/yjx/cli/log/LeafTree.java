package uk.yjx.cli.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import uk.yjx.client.verify.MerkleVerifier;

/**
 * The root of a growing tree by RFC 6962, from the leaves alone: the hashes of its complete
 * subtrees, largest first, at most one for each bit of the size. Cost: amortised two hashes a leaf.
 */
public final class LeafTree {

  private final Deque<byte[]> subtrees = new ArrayDeque<>();
  private long size;

  /** A tree without leaves. */
  public LeafTree() {}

  /** Adds the next leaf. */
  public void add(byte[] leaf) {
    byte[] hash = MerkleVerifier.leafHash(leaf);
    for (long bits = size; (bits & 1) == 1; bits >>>= 1) {
      hash = MerkleVerifier.nodeHash(subtrees.removeLast(), hash);
    }
    subtrees.addLast(hash);
    size++;
  }

  /** The number of leaves added. */
  public long size() {
    return size;
  }

  /** The root over all leaves added, 32 bytes. */
  public byte[] root() {
    Iterator<byte[]> fromTheSmallest = subtrees.descendingIterator();
    if (!fromTheSmallest.hasNext()) {
      return MerkleVerifier.emptyRoot();
    }
    byte[] root = fromTheSmallest.next();
    while (fromTheSmallest.hasNext()) {
      root = MerkleVerifier.nodeHash(fromTheSmallest.next(), root);
    }
    return root;
  }
}
