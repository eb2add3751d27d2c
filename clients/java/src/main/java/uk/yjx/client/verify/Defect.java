package uk.yjx.client.verify;

/** What is wrong with a piece of evidence; one value per kind a caller can act on. */
public enum Defect {
  /** A tree size is zero where it may not be, beyond 2^63-1, or the older of two is larger. */
  SIZE_OUT_OF_RANGE,
  /** A leaf index is not below the tree size. */
  INDEX_OUT_OF_RANGE,
  /** A hash is not 32 bytes long. */
  HASH_LENGTH,
  /** A proof has more or fewer hashes than index and size demand. */
  PROOF_LENGTH,
  /** The proof leads to another root than the one signed. */
  ROOT_MISMATCH,
  /** Bytes are not the restricted JSON of the log. */
  JSON_MALFORMED,
  /** JSON is well formed but not in the form of RFC 8785, so it could be read in two ways. */
  JSON_NOT_CANONICAL,
  /** A leaf lacks a member, or carries one in a form the log never writes. */
  LEAF_MALFORMED,
  /** A disclosed member's digest is not among those the leaf commits to. */
  DISCLOSURE_NOT_COMMITTED,
  /** A disclosure is not the array of salt, name and value in canonical form. */
  DISCLOSURE_MALFORMED,
  /** A signed note does not follow C2SP signed-note. */
  NOTE_MALFORMED,
  /** A verifier key does not follow C2SP signed-note, or its identifier is not its own. */
  KEY_MALFORMED,
  /** A verifier key names an algorithm that this verifier does not know. */
  KEY_ALGORITHM_UNKNOWN,
  /** A public key is not canonical or is of low order, so anyone could sign for it. */
  KEY_WEAK,
  /** A known key's signature is not 64 bytes, not canonical, or not over this text. */
  SIGNATURE_INVALID,
  /** No known key signed the note. */
  SIGNATURE_MISSING,
  /** A checkpoint's text does not follow C2SP tlog-checkpoint. */
  CHECKPOINT_MALFORMED,
  /** Evidence belongs to another log. */
  ORIGIN_MISMATCH,
  /** A proof file does not follow C2SP tlog-proof. */
  PROOF_MALFORMED,
  /** A policy file does not follow C2SP tlog-policy. */
  POLICY_MALFORMED,
  /** Fewer witnesses than the policy asks for have cosigned. */
  QUORUM_NOT_MET,
  /** A file of evidence is not in its form. */
  EVIDENCE_MALFORMED,
  /** A receipt is not about the leaf it is shown with. */
  RECEIPT_MISMATCH
}
