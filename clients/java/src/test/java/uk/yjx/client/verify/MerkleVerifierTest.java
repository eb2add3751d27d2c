package uk.yjx.client.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static uk.yjx.client.verify.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleVerifierTest {
  private static final Vectors TREE = Vectors.read("rfc6962_reference_tree.json");

  @Test
  void hashesAsTheReferenceHasher() {
    assertArrayEquals(TREE.at("empty_root").hex(), MerkleVerifier.emptyRoot());
    for (Vectors vector : TREE.at("hasher").each()) {
      byte[] hash =
          vector.at("op").text().equals("leaf")
              ? MerkleVerifier.leafHash(vector.at("in_hex").hex())
              : MerkleVerifier.nodeHash(vector.at("left_hex").hex(), vector.at("right_hex").hex());
      assertArrayEquals(vector.at("out").hex(), hash);
    }
  }

  @Test
  void acceptsTheReferenceInclusionProofs() throws Exception {
    for (Vectors vector : TREE.at("inclusion").each()) {
      Inclusion.of(vector).verify();
    }
  }

  @Test
  void acceptsTheReferenceConsistencyProofs() throws Exception {
    for (Vectors vector : TREE.at("consistency").each()) {
      MerkleVerifier.verifyConsistency(
          vector.at("size1").number(),
          vector.at("size2").number(),
          vector.at("root1").hex(),
          vector.at("root2").hex(),
          vector.at("proof").hexes());
    }
  }

  @Test
  void acceptsAnInclusionProofOfARealCertificateLog() throws Exception {
    Vectors vector = TREE.at("real_world_ct_inclusion");
    byte[] leafHash = MerkleVerifier.leafHash(vector.at("leaf_bytes_hex").hex());
    new Inclusion(
            vector.at("leaf_index").number(),
            vector.at("tree_size").number(),
            leafHash,
            vector.at("proof").hexes(),
            vector.at("root").hex())
        .verify();
  }

  @Test
  void refusesEveryOtherIndexOfEveryReferenceProof() {
    for (Vectors vector : TREE.at("inclusion").each()) {
      Inclusion good = Inclusion.of(vector);
      for (long index = 0; index < good.size; index++) {
        long other = index;
        if (other != good.index) {
          assertRefused(() -> good.withIndex(other).verify());
        }
      }
      for (long beyond : new long[] {good.size, good.size + 1, Long.MAX_VALUE, -1}) {
        assertRefused(Defect.INDEX_OUT_OF_RANGE, () -> good.withIndex(beyond).verify());
      }
    }
  }

  @Test
  void refusesProofsThatAreTooLongOrTooShort() {
    for (Vectors vector : TREE.at("inclusion").each()) {
      Inclusion good = Inclusion.of(vector);
      List<byte[]> longer = new ArrayList<>(good.proof);
      longer.add(good.root);
      assertRefused(Defect.PROOF_LENGTH, () -> good.withProof(longer).verify());
      if (!good.proof.isEmpty()) {
        List<byte[]> shorter = good.proof.subList(0, good.proof.size() - 1);
        assertRefused(Defect.PROOF_LENGTH, () -> good.withProof(shorter).verify());
      }
    }
  }

  @Test
  void refusesHashesThatAreNot32Bytes() {
    Inclusion good = Inclusion.of(TREE.at("inclusion").each().get(1));
    List<byte[]> truncated = new ArrayList<>(good.proof);
    truncated.set(0, new byte[31]);
    assertRefused(Defect.HASH_LENGTH, () -> good.withProof(truncated).verify());
    assertRefused(
        Defect.HASH_LENGTH,
        () -> MerkleVerifier.verifyInclusion(0, 1, new byte[33], List.of(), good.root));
    assertRefused(
        Defect.HASH_LENGTH,
        () -> MerkleVerifier.verifyInclusion(0, 1, good.leafHash, List.of(), new byte[0]));
  }

  @Test
  void refusesSizesOutOfRange() {
    byte[] root = new byte[32];
    for (long size : new long[] {0, -1, Long.MIN_VALUE}) {
      assertRefused(
          Defect.SIZE_OUT_OF_RANGE,
          () -> MerkleVerifier.verifyInclusion(0, size, root, List.of(), root));
      assertRefused(
          Defect.SIZE_OUT_OF_RANGE,
          () -> MerkleVerifier.verifyConsistency(1, size, root, root, List.of()));
      assertRefused(
          Defect.SIZE_OUT_OF_RANGE,
          () -> MerkleVerifier.verifyConsistency(size, 1, root, root, List.of()));
    }
    assertRefused(
        Defect.SIZE_OUT_OF_RANGE,
        () -> MerkleVerifier.verifyConsistency(2, 1, root, root, List.of()));
  }

  @Test
  void refusesEqualSizesWithOtherRootsOrAProof() throws Exception {
    byte[] root = MerkleVerifier.emptyRoot();
    byte[] other = new byte[32];
    MerkleVerifier.verifyConsistency(5, 5, root, root.clone(), List.of());
    assertRefused(
        Defect.ROOT_MISMATCH, () -> MerkleVerifier.verifyConsistency(5, 5, root, other, List.of()));
    assertRefused(
        Defect.PROOF_LENGTH,
        () -> MerkleVerifier.verifyConsistency(5, 5, root, root, List.of(root)));
    assertRefused(
        Defect.PROOF_LENGTH, () -> MerkleVerifier.verifyConsistency(3, 5, root, root, List.of()));
  }

  @Test
  void readsSizesAsPlainDecimalsWithin63Bits() throws Exception {
    assertEquals(0, MerkleVerifier.parseSize("0"));
    assertEquals(Long.MAX_VALUE, MerkleVerifier.parseSize("9223372036854775807"));
    for (String bad :
        List.of("9223372036854775808", "18446744073709551615", "", "-1", "+1", "01", "1 ", "٣")) {
      assertRefused(Defect.SIZE_OUT_OF_RANGE, () -> MerkleVerifier.parseSize(bad));
    }
  }

  private record Inclusion(
      long index, long size, byte[] leafHash, List<byte[]> proof, byte[] root) {
    static Inclusion of(Vectors vector) {
      return new Inclusion(
          vector.at("leaf_index").number(),
          vector.at("tree_size").number(),
          vector.at("leaf_hash").hex(),
          vector.at("proof").hexes(),
          vector.at("root").hex());
    }

    Inclusion withIndex(long other) {
      return new Inclusion(other, size, leafHash, proof, root);
    }

    Inclusion withProof(List<byte[]> other) {
      return new Inclusion(index, size, leafHash, other, root);
    }

    void verify() throws VerificationException {
      MerkleVerifier.verifyInclusion(index, size, leafHash, proof, root);
    }
  }
}
