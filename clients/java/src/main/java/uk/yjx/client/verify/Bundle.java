package uk.yjx.client.verify;

import java.util.Arrays;

/**
 * One bundle of entries and what it hashes to.
 *
 * @param index which bundle
 * @param hashes the hashes of its entries, one after the other
 * @param bytes bytes of its entries
 */
record Bundle(long index, byte[] hashes, long bytes) {

  /** What more than the hash is looked at. */
  @FunctionalInterface
  interface EntryCheck {
    void entry(byte[] file, int at, int length) throws VerificationException;

    /** Nothing more. */
    EntryCheck NONE = (file, at, length) -> {};
  }

  /** Reads a bundle of exactly so many entries and holds its hashes to those of its tile. */
  static Bundle read(
      long index, int width, byte[] file, byte[] tile, TreeHash hasher, EntryCheck check)
      throws VerificationException {
    byte[] hashes = new byte[width * TreeHash.BYTES];
    int at = 0;
    for (int entry = 0; entry < width; entry++) {
      if (at + 2 > file.length) {
        throw missing(index, entry);
      }
      int length = (file[at] & 0xff) << 8 | file[at + 1] & 0xff;
      at += 2;
      if (length == 0 || at + length > file.length) {
        throw missing(index, entry);
      }
      hasher.leaf(file, at, length, hashes, entry * TreeHash.BYTES);
      check.entry(file, at, length);
      at += length;
    }
    if (at != file.length) {
      throw new VerificationException(
          Defect.LEAF_MALFORMED, "bundle " + index + " has bytes after its " + width + " entries");
    }
    requireSame(index, hashes, tile);
    return new Bundle(index, hashes, file.length - 2L * width);
  }

  int width() {
    return hashes.length / TreeHash.BYTES;
  }

  private static void requireSame(long index, byte[] hashes, byte[] tile)
      throws VerificationException {
    int different = Arrays.mismatch(hashes, tile);
    if (different >= 0) {
      throw new VerificationException(
          Defect.ROOT_MISMATCH,
          "leaf "
              + (index * TilePath.WIDTH + different / TreeHash.BYTES)
              + " is not what its tile says: one of them was changed, moved or removed");
    }
  }

  private static VerificationException missing(long index, int entry) {
    return new VerificationException(
        Defect.LEAF_MALFORMED,
        "leaf " + (index * TilePath.WIDTH + entry) + " is missing from bundle " + index);
  }
}
