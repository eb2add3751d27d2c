package uk.yjx.server.audit;

import java.util.Base64;

/** Writes the state of the log as a C2SP tlog-checkpoint: origin, size and root, signed. */
public final class CheckpointNote {
  private CheckpointNote() {}

  /** The text that is signed; its origin is the log's name with its epoch. */
  public static String text(String origin, long size, byte[] root) {
    Codes.require("origin", origin);
    if (size < 0) {
      throw new IllegalArgumentException("tree size is negative: " + size);
    }
    String encoded = Base64.getEncoder().encodeToString(TreeHasher.requireHash(root));
    return origin + "\n" + size + "\n" + encoded + "\n";
  }

  /** The signed note for this size and root, under the key that is named as the origin. */
  public static String sign(SigningKey key, long size, byte[] root) {
    return key.note(text(key.name(), size, root));
  }
}
