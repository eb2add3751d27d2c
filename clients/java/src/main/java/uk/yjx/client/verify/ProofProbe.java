package uk.yjx.client.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * A claim about a log as other implementations exchange it for testing: sizes as decimal text that
 * may be beyond 63 bits, hashes as base64 of any length.
 */
public sealed interface ProofProbe {

  /** Refuses the claim unless its proof carries it. */
  void verify() throws VerificationException;

  /** That a leaf hash stands at an index of a tree. */
  record Inclusion(
      String leafIndex, String treeSize, String root, String leafHash, List<String> proof)
      implements ProofProbe {
    /** Takes a copy. */
    public Inclusion {
      proof = List.copyOf(proof);
    }

    @Override
    public void verify() throws VerificationException {
      MerkleVerifier.verifyInclusion(
          MerkleVerifier.parseSize(leafIndex),
          MerkleVerifier.parseSize(treeSize),
          hash(leafHash),
          hashes(proof),
          hash(root));
    }
  }

  /** That the tree of one size is the beginning of the tree of another. */
  record Consistency(String size1, String size2, String root1, String root2, List<String> proof)
      implements ProofProbe {
    /** Takes a copy. */
    public Consistency {
      proof = List.copyOf(proof);
    }

    @Override
    public void verify() throws VerificationException {
      MerkleVerifier.verifyConsistency(
          MerkleVerifier.parseSize(size1),
          MerkleVerifier.parseSize(size2),
          hash(root1),
          hash(root2),
          hashes(proof));
    }
  }

  private static byte[] hash(String base64) throws VerificationException {
    return StrictBase64.standard(base64)
        .orElseThrow(
            () -> new VerificationException(Defect.HASH_LENGTH, "hash is not standard base64"));
  }

  private static List<byte[]> hashes(List<String> proof) throws VerificationException {
    List<byte[]> hashes = new ArrayList<>(Math.min(proof.size(), Long.SIZE + 1));
    for (String base64 : proof) {
      hashes.add(hash(base64));
    }
    return hashes;
  }
}
