package uk.yjx.client.verify;

import java.util.Locale;

/** Names of tiles and entry bundles below a log's prefix, as C2SP tlog-tiles. */
public final class TilePath {
  /** Hashes in a full tile, entries in a full bundle. */
  public static final int WIDTH = 256;

  /** Tree levels that one tile level spans. */
  static final int HEIGHT = 8;

  /** The tile levels of a tree of 2^63-1 leaves. */
  static final int LEVELS = 8;

  /** Name of the signed checkpoint. */
  public static final String CHECKPOINT = "checkpoint";

  private static final int GROUP = 1000;

  private TilePath() {}

  /** Name of a tile of hashes; a width below 256 makes it partial. */
  public static String tile(int level, long index, int width) {
    return "tile/" + level + "/" + number(index) + partial(width);
  }

  /** Name of a bundle of entries. */
  public static String entries(long index, int width) {
    return "tile/entries/" + number(index) + partial(width);
  }

  /** Hashes of a level that a tree of this size has complete. */
  static long hashesAt(long size, int level) {
    return size >>> (HEIGHT * level);
  }

  private static String number(long index) {
    String path = String.format(Locale.ROOT, "%03d", index % GROUP);
    for (long left = index / GROUP; left > 0; left /= GROUP) {
      path = String.format(Locale.ROOT, "x%03d/", left % GROUP) + path;
    }
    return path;
  }

  private static String partial(int width) {
    if (width < 1 || width > WIDTH) {
      throw new IllegalArgumentException("no tile has a width of " + width);
    }
    return width == WIDTH ? "" : ".p/" + width;
  }
}
