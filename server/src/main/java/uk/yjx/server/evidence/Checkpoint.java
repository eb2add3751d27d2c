package uk.yjx.server.evidence;

import java.util.Arrays;
import java.util.Base64;
import uk.yjx.server.audit.CheckpointNote;
import uk.yjx.server.audit.SigningKey;

/**
 * A checkpoint that this exchange signed.
 *
 * @param origin the log with its epoch
 * @param size tree size
 * @param root root hash, 32 bytes, not to be changed
 * @param note the signed note as published
 */
record Checkpoint(String origin, long size, byte[] root, String note) {
  private static final int LINES_OF_TEXT = 3;
  private static final int ROOT_BYTES = 32;

  /** Signs a size and its root under the log's key, which is named as the origin. */
  static Checkpoint sign(SigningKey key, long size, byte[] root) {
    return new Checkpoint(key.name(), size, root, CheckpointNote.sign(key, size, root));
  }

  /**
   * Reads a note of any origin without trusting it.
   *
   * @throws BrokenLog if it is not a checkpoint
   */
  static Checkpoint read(String note) {
    try {
      String[] lines = note.split("\n", LINES_OF_TEXT + 1);
      byte[] root = Base64.getDecoder().decode(lines[2]);
      if (lines.length <= LINES_OF_TEXT || root.length != ROOT_BYTES) {
        throw new BrokenLog("a stored checkpoint is not an origin, a size and a root");
      }
      return new Checkpoint(lines[0], Long.parseLong(lines[1]), root, note);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new BrokenLog("a stored checkpoint cannot be read");
    }
  }

  /**
   * Requires that the key signed this note, whoever else did. Ed25519 is deterministic, so signing
   * again is verifying.
   *
   * @throws BrokenLog if it did not
   */
  Checkpoint requireSignedBy(SigningKey key) {
    if (size < 0 || !note.startsWith(sign(key, size, root).note())) {
      throw new BrokenLog(
          "the stored checkpoint of size " + size + " was not signed by this log's key");
    }
    return this;
  }

  /**
   * Requires that the log has this root at this size.
   *
   * @throws BrokenLog if it has another one
   */
  void requireRoot(byte[] computed) {
    if (!Arrays.equals(root, computed)) {
      throw new BrokenLog(
          "the log does not have the root that was signed at size "
              + size
              + ": rows before it were changed");
    }
  }
}
