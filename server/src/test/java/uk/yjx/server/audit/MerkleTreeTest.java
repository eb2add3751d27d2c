package uk.yjx.server.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import uk.yjx.client.verify.MerkleVerifier;
import uk.yjx.client.verify.VerificationException;

class MerkleTreeTest {
  private static final int SIZE_MAX = 2_000;

  @Test
  void provesEveryLeafOfEverySmallTree() throws Exception {
    ReferenceTree tree = ReferenceTree.random(new Random(1), 33);
    for (int size = 1; size <= 33; size++) {
      for (int index = 0; index < size; index++) {
        List<byte[]> proof = MerkleTree.inclusion(index, size, tree.nodes());
        MerkleVerifier.verifyInclusion(
            index, size, tree.leafHashes().get(index), proof, tree.root(size));
      }
      for (int older = 1; older <= size; older++) {
        List<byte[]> proof = MerkleTree.consistency(older, size, tree.nodes());
        MerkleVerifier.verifyConsistency(older, size, tree.root(older), tree.root(size), proof);
      }
    }
  }

  @Test
  void provesLeavesOfRandomTreesAndNothingElse() throws Exception {
    long seed = 2_000L;
    Random random = new Random(seed);
    ReferenceTree tree = ReferenceTree.random(random, SIZE_MAX);
    for (int round = 0; round < 60; round++) {
      int size = 1 + random.nextInt(SIZE_MAX);
      int index = random.nextInt(size);
      byte[] leaf = tree.leafHashes().get(index);
      byte[] root = tree.root(size);
      assertArrayEquals(root, MerkleTree.root(size, tree.nodes()), () -> "seed " + seed);
      List<byte[]> proof = MerkleTree.inclusion(index, size, tree.nodes());
      MerkleVerifier.verifyInclusion(index, size, leaf, proof, root);
      for (List<byte[]> changed : changes(random, proof)) {
        assertThrows(
            VerificationException.class,
            () -> MerkleVerifier.verifyInclusion(index, size, leaf, changed, root),
            () -> "seed " + seed);
      }
      int other = random.nextInt(size);
      if (other != index) {
        assertThrows(
            VerificationException.class,
            () -> MerkleVerifier.verifyInclusion(other, size, leaf, proof, root),
            () -> "seed " + seed);
      }
    }
  }

  @Test
  void provesGrowthOfRandomTreesAndNothingElse() throws Exception {
    long seed = 9162L;
    Random random = new Random(seed);
    ReferenceTree tree = ReferenceTree.random(random, SIZE_MAX);
    for (int round = 0; round < 60; round++) {
      int newer = 2 + random.nextInt(SIZE_MAX - 1);
      int older = 1 + random.nextInt(newer - 1);
      byte[] oldRoot = tree.root(older);
      byte[] newRoot = tree.root(newer);
      List<byte[]> proof = MerkleTree.consistency(older, newer, tree.nodes());
      MerkleVerifier.verifyConsistency(older, newer, oldRoot, newRoot, proof);
      for (List<byte[]> changed : changes(random, proof)) {
        assertThrows(
            VerificationException.class,
            () -> MerkleVerifier.verifyConsistency(older, newer, oldRoot, newRoot, changed),
            () -> "seed " + seed);
      }
      assertThrows(
          VerificationException.class,
          () -> MerkleVerifier.verifyConsistency(older, newer, newRoot, newRoot, proof),
          () -> "seed " + seed);
    }
  }

  @Test
  void refusesToProveWhatIsNotInTheTree() {
    HashReader none = (level, index) -> new byte[32];
    assertThrows(IllegalArgumentException.class, () -> MerkleTree.inclusion(5, 5, none));
    assertThrows(IllegalArgumentException.class, () -> MerkleTree.inclusion(-1, 5, none));
    assertThrows(IllegalArgumentException.class, () -> MerkleTree.consistency(0, 5, none));
    assertThrows(IllegalArgumentException.class, () -> MerkleTree.consistency(6, 5, none));
    assertThrows(IllegalArgumentException.class, () -> MerkleTree.root(-1, none));
    assertEquals(List.of(), MerkleTree.consistency(5, 5, none));
  }

  @Test
  void needsNoMoreThanAHandfulOfNodesForTheLargestTree() {
    List<String> asked = new ArrayList<>();
    HashReader counting =
        (level, index) -> {
          asked.add(level + "/" + index);
          return new byte[32];
        };
    assertEquals(63, MerkleTree.inclusion(1, Long.MAX_VALUE, counting).size());
    assertEquals(124, asked.size());
  }

  /** A bit flipped, one hash too many at either end, one too few at either end, two swapped. */
  private static List<List<byte[]>> changes(Random random, List<byte[]> proof) {
    List<List<byte[]>> changes = new ArrayList<>();
    byte[] extra = new byte[32];
    random.nextBytes(extra);
    changes.add(changed(proof, list -> list.addFirst(extra)));
    changes.add(changed(proof, list -> list.addLast(extra)));
    if (!proof.isEmpty()) {
      changes.add(changed(proof, List::removeFirst));
      changes.add(changed(proof, List::removeLast));
      int at = random.nextInt(proof.size());
      byte[] flipped = proof.get(at).clone();
      flipped[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
      changes.add(changed(proof, list -> list.set(at, flipped)));
    }
    if (proof.size() > 1) {
      changes.add(changed(proof, list -> list.addLast(list.removeFirst())));
    }
    return changes;
  }

  private static List<byte[]> changed(List<byte[]> proof, Consumer<List<byte[]>> change) {
    List<byte[]> copy = new ArrayList<>(proof);
    change.accept(copy);
    return copy;
  }
}
