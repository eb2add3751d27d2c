package uk.yjx.client.verify;

import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The state of a log at one size, as the text of C2SP tlog-checkpoint. */
public final class Checkpoint {
  private static final int FIXED_LINES = 3;

  private final String origin;
  private final long size;
  private final byte[] root;
  private final List<String> extensions;

  private Checkpoint(String origin, long size, byte[] root, List<String> extensions) {
    this.origin = origin;
    this.size = size;
    this.root = root;
    this.extensions = List.copyOf(extensions);
  }

  /** Opens a note: verifies it against the known keys, reads its text, requires its origin. */
  public static Checkpoint open(byte[] note, String origin, Collection<VerifierKey> known)
      throws VerificationException {
    SignedNote signed = SignedNote.parse(note);
    signed.verify(known);
    Checkpoint checkpoint = parse(signed.text());
    if (!checkpoint.origin.equals(origin)) {
      throw new VerificationException(Defect.ORIGIN_MISMATCH, "checkpoint is not of log " + origin);
    }
    return checkpoint;
  }

  /** Reads a checkpoint's text: origin, size, root, and perhaps extension lines. */
  public static Checkpoint parse(String text) throws VerificationException {
    if (!text.endsWith("\n")) {
      throw malformed("checkpoint does not end in a newline");
    }
    List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
    if (lines.size() < FIXED_LINES || lines.contains("")) {
      throw malformed("checkpoint is not an origin, a size and a root");
    }
    Optional<byte[]> root =
        StrictBase64.standard(lines.get(2))
            .filter(bytes -> bytes.length == MerkleVerifier.HASH_BYTES);
    return new Checkpoint(
        lines.get(0),
        MerkleVerifier.parseSize(lines.get(1)),
        root.orElseThrow(() -> malformed("checkpoint's root is not 32 bytes in base64")),
        lines.subList(FIXED_LINES, lines.size()));
  }

  /** The name of the log, its epoch included. */
  public String origin() {
    return origin;
  }

  /** The number of leaves, from 0 to 2^63-1. */
  public long size() {
    return size;
  }

  /** The root hash, 32 bytes. */
  public byte[] root() {
    return root.clone();
  }

  /** The extension lines; our own log writes none. */
  public List<String> extensions() {
    return extensions;
  }

  /** The exact text that was signed. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(origin).append('\n').append(size).append('\n');
    text.append(Base64.getEncoder().encodeToString(root)).append('\n');
    extensions.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Checkpoint that
        && origin.equals(that.origin)
        && size == that.size
        && Arrays.equals(root, that.root)
        && extensions.equals(that.extensions);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(size) + Arrays.hashCode(root);
  }

  @Override
  public String toString() {
    return text();
  }

  private static VerificationException malformed(String what) {
    return new VerificationException(Defect.CHECKPOINT_MALFORMED, what);
  }
}
