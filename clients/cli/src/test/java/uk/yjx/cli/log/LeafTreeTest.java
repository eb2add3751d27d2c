package uk.yjx.cli.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import uk.yjx.client.verify.MerkleVerifier;

class LeafTreeTest {

  private static final int SIZES = 70;

  @Test
  void hasTheRootOfRfc6962AtEverySize() {
    LeafTree tree = new LeafTree();
    List<byte[]> leaves = new ArrayList<>();
    for (int size = 0; size <= SIZES; size++) {
      assertArrayEquals(root(leaves), tree.root(), "size " + size);
      assertEquals(size, tree.size());
      byte[] leaf = ("leaf " + size).getBytes(StandardCharsets.UTF_8);
      leaves.add(leaf);
      tree.add(leaf);
    }
  }

  // The definition of RFC 6962 section 2.1, word for word.
  private static byte[] root(List<byte[]> leaves) {
    int n = leaves.size();
    if (n == 0) {
      return MerkleVerifier.emptyRoot();
    }
    if (n == 1) {
      return MerkleVerifier.leafHash(leaves.getFirst());
    }
    int k = Integer.highestOneBit(n - 1);
    return MerkleVerifier.nodeHash(root(leaves.subList(0, k)), root(leaves.subList(k, n)));
  }
}
