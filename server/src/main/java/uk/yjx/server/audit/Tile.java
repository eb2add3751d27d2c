package uk.yjx.server.audit;

/**
 * 256 neighbouring hashes of one level, as C2SP tlog-tiles stores them; complete, so never changed.
 *
 * @param level the tile level, whose hashes stand at tree level {@code 8 * level}
 * @param index the tile's index in its level
 * @param hashes the hashes one after the other, 8,192 bytes, not to be changed
 */
public record Tile(int level, long index, byte[] hashes) {
  /** Hashes in a full tile. */
  public static final int WIDTH = 256;

  /** Tree levels that one tile level spans. */
  public static final int HEIGHT = 8;

  /** Length of a full tile, in bytes. */
  public static final int BYTES = WIDTH * TreeHasher.HASH_BYTES;

  /** The tile levels of a tree of 2^63-1 leaves. */
  static final int LEVELS = 8;

  /** Refuses a tile that is not full or not in the tree. */
  public Tile {
    if (level < 0 || level >= LEVELS || index < 0 || hashes.length != BYTES) {
      throw new IllegalArgumentException(
          "no tile at level " + level + ", index " + index + ", with " + hashes.length + " bytes");
    }
  }
}
