package uk.yjx.server.audit;

/**
 * An event sealed for ever, and beside it what opens its commitments until that is erased.
 *
 * @param bytes the canonical JSON (RFC 8785) that is stored and hashed as it is, not to be changed
 * @param hash SHA-256 over 0x00 and the bytes, 32 bytes, not to be changed
 * @param openings names, salts and values for {@link Openings#decode}; personal data, so to be
 *     sealed before it is stored, not to be changed
 */
public record Leaf(byte[] bytes, byte[] hash, byte[] openings) {
  /** The longest leaf, in bytes; the length prefix of a tlog-tiles entry has 16 bits. */
  public static final int BYTES_MAX = 65_535;

  /** Refuses a leaf that is empty or too long for the log. */
  public Leaf {
    if (bytes.length == 0 || bytes.length > BYTES_MAX) {
      throw new IllegalArgumentException(
          "leaf has " + bytes.length + " bytes, not 1 to " + BYTES_MAX);
    }
    TreeHasher.requireHash(hash);
  }

  /** Openings stay out of logs. */
  @Override
  public String toString() {
    return "Leaf[" + bytes.length + " bytes]";
  }
}
