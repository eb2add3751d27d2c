package uk.yjx.client.verify;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Hashes and proofs of RFC 6962 and RFC 9162 section 2.1, checked strictly.
 *
 * <p>Index below size and the exact length of the proof are enforced: without them an index can
 * lie, and the time bracket of a record rests on its index. Cost: one hash per proof element for
 * inclusion, two for consistency.
 */
public final class MerkleVerifier {
  /** Length of every hash in the log, in bytes. */
  public static final int HASH_BYTES = 32;

  private static final byte LEAF_PREFIX = 0x00;
  private static final byte NODE_PREFIX = 0x01;

  private MerkleVerifier() {}

  /** The hash of a leaf: SHA-256 over 0x00 and the leaf's bytes. */
  public static byte[] leafHash(byte[] leaf) {
    MessageDigest sha = sha256();
    sha.update(LEAF_PREFIX);
    return sha.digest(leaf);
  }

  /** The hash of an inner node: SHA-256 over 0x01, the left and the right hash. */
  public static byte[] nodeHash(byte[] left, byte[] right) {
    MessageDigest sha = sha256();
    sha.update(NODE_PREFIX);
    sha.update(left);
    return sha.digest(right);
  }

  /** The root of the tree without leaves: SHA-256 of nothing. */
  public static byte[] emptyRoot() {
    return sha256().digest();
  }

  /**
   * Checks that the leaf hash stands at {@code index} in the tree of {@code size} leaves with this
   * root (RFC 9162 section 2.1.3.2); index and size are unsigned, and above 2^63-1 refused.
   */
  public static void verifyInclusion(
      long index, long size, byte[] leafHash, List<byte[]> proof, byte[] root)
      throws VerificationException {
    requireSize(size);
    if (index < 0 || index >= size) {
      throw new VerificationException(
          Defect.INDEX_OUT_OF_RANGE,
          "leaf index "
              + Long.toUnsignedString(index)
              + " is not below tree size "
              + Long.toUnsignedString(size));
    }
    requireHash("leaf hash", leafHash);
    requireHash("root", root);
    requireHashes(proof);
    long node = index;
    long last = size - 1;
    byte[] hash = leafHash;
    for (byte[] sibling : proof) {
      requireMore(last);
      if ((node & 1) == 1 || node == last) {
        hash = nodeHash(sibling, hash);
        int levels = node == 0 ? 0 : Long.numberOfTrailingZeros(node);
        node >>>= levels;
        last >>>= levels;
      } else {
        hash = nodeHash(hash, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    requireComplete(last);
    requireSame("root", hash, root);
  }

  /**
   * Checks that the tree of {@code newSize} leaves only adds to the one of {@code oldSize} (RFC
   * 9162 section 2.1.4.2); an old size of zero is refused, since such a proof says nothing.
   */
  public static void verifyConsistency(
      long oldSize, long newSize, byte[] oldRoot, byte[] newRoot, List<byte[]> proof)
      throws VerificationException {
    requireSize(oldSize);
    requireSize(newSize);
    if (oldSize > newSize) {
      throw new VerificationException(
          Defect.SIZE_OUT_OF_RANGE, "old size " + oldSize + " is above new size " + newSize);
    }
    if (oldSize == newSize) {
      // No hashing here: the published vectors compare the two roots as opaque bytes.
      requireLength(proof.size(), 0);
      requireSame("root", oldRoot, newRoot);
      return;
    }
    requireHash("old root", oldRoot);
    requireHash("new root", newRoot);
    requireHashes(proof);
    boolean complete = Long.bitCount(oldSize) == 1;
    if (!complete && proof.isEmpty()) {
      throw new VerificationException(Defect.PROOF_LENGTH, "proof is empty");
    }
    byte[] seed = complete ? oldRoot : proof.getFirst();
    List<byte[]> path = complete ? proof : proof.subList(1, proof.size());
    chain(oldSize, newSize, seed, path, oldRoot, newRoot);
  }

  private static void chain(
      long oldSize, long newSize, byte[] seed, List<byte[]> path, byte[] oldRoot, byte[] newRoot)
      throws VerificationException {
    int skipped = Long.numberOfTrailingZeros(oldSize);
    long node = (oldSize - 1) >>> skipped;
    long last = (newSize - 1) >>> skipped;
    byte[] older = seed;
    byte[] newer = seed;
    for (byte[] sibling : path) {
      requireMore(last);
      if ((node & 1) == 1 || node == last) {
        older = nodeHash(sibling, older);
        newer = nodeHash(sibling, newer);
        int levels = node == 0 ? 0 : Long.numberOfTrailingZeros(node);
        node >>>= levels;
        last >>>= levels;
      } else {
        newer = nodeHash(newer, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    requireComplete(last);
    requireSame("old root", older, oldRoot);
    requireSame("new root", newer, newRoot);
  }

  /** Reads a tree size or index written in decimal without leading zeros, at most 2^63-1. */
  public static long parseSize(String decimal) throws VerificationException {
    boolean digits = !decimal.isEmpty() && decimal.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || (decimal.length() > 1 && decimal.charAt(0) == '0')) {
      throw new VerificationException(Defect.SIZE_OUT_OF_RANGE, "size is not a plain decimal");
    }
    try {
      return Long.parseLong(decimal);
    } catch (NumberFormatException tooLarge) {
      throw new VerificationException(Defect.SIZE_OUT_OF_RANGE, "size is beyond 2^63-1");
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static void requireSize(long size) throws VerificationException {
    if (size <= 0) {
      throw new VerificationException(
          Defect.SIZE_OUT_OF_RANGE,
          "tree size " + Long.toUnsignedString(size) + " is not from 1 to 2^63-1");
    }
  }

  private static void requireHash(String what, byte[] hash) throws VerificationException {
    if (hash.length != HASH_BYTES) {
      throw new VerificationException(
          Defect.HASH_LENGTH, what + " has " + hash.length + " bytes, not " + HASH_BYTES);
    }
  }

  private static void requireHashes(List<byte[]> proof) throws VerificationException {
    if (proof.size() > Long.SIZE) {
      throw new VerificationException(
          Defect.PROOF_LENGTH, "proof has " + proof.size() + " hashes, above " + Long.SIZE);
    }
    for (byte[] hash : proof) {
      requireHash("proof hash", hash);
    }
  }

  private static void requireMore(long last) throws VerificationException {
    if (last == 0) {
      throw new VerificationException(Defect.PROOF_LENGTH, "proof is too long");
    }
  }

  private static void requireComplete(long last) throws VerificationException {
    if (last != 0) {
      throw new VerificationException(Defect.PROOF_LENGTH, "proof is too short");
    }
  }

  private static void requireLength(int got, int wanted) throws VerificationException {
    if (got != wanted) {
      throw new VerificationException(
          Defect.PROOF_LENGTH, "proof has " + got + " hashes, not " + wanted);
    }
  }

  private static void requireSame(String what, byte[] computed, byte[] given)
      throws VerificationException {
    if (!MessageDigest.isEqual(computed, given)) {
      throw new VerificationException(Defect.ROOT_MISMATCH, what + " is not what the proof gives");
    }
  }
}
