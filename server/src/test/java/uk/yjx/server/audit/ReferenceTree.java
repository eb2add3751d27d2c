package uk.yjx.server.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import uk.yjx.client.verify.MerkleVerifier;

/**
 * The definitions of RFC 9162 section 2.1.1 word for word over leaves in memory: slow and plain.
 */
record ReferenceTree(List<byte[]> leafHashes) implements StoredHashes {

  static ReferenceTree random(Random random, int size) {
    List<byte[]> hashes = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      byte[] hash = new byte[32];
      random.nextBytes(hash);
      hashes.add(hash);
    }
    return new ReferenceTree(hashes);
  }

  byte[] root(int size) {
    return size == 0 ? MerkleVerifier.emptyRoot() : treeHash(0, size);
  }

  byte[] treeHash(int from, int to) {
    if (to - from == 1) {
      return leafHashes.get(from);
    }
    int split = 1;
    while (2 * split < to - from) {
      split *= 2;
    }
    return MerkleVerifier.nodeHash(treeHash(from, from + split), treeHash(from + split, to));
  }

  HashReader nodes() {
    return (level, index) -> treeHash((int) (index << level), (int) ((index + 1) << level));
  }

  @Override
  public byte[] tile(int level, long index) {
    byte[] hashes = new byte[Tile.BYTES];
    for (int i = 0; i < Tile.WIDTH; i++) {
      long at = index * Tile.WIDTH + i;
      int height = Tile.HEIGHT * level;
      byte[] hash = treeHash((int) (at << height), (int) ((at + 1) << height));
      System.arraycopy(hash, 0, hashes, i * 32, 32);
    }
    return hashes;
  }

  @Override
  public byte[] leafHashes(long from, long to) {
    byte[] hashes = new byte[(int) (to - from) * 32];
    for (int i = 0; i < to - from; i++) {
      System.arraycopy(leafHashes.get((int) from + i), 0, hashes, i * 32, 32);
    }
    return hashes;
  }
}
