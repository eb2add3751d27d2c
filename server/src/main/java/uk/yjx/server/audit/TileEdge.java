package uk.yjx.server.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The incomplete tile of every level at one tree size: what says which tiles become complete as
 * leaves are appended, without reading any back. At most 64 KiB.
 */
public final class TileEdge {
  private static final TileEdge EMPTY = new TileEdge(0, new byte[Tile.LEVELS][0]);
  private static final int HASH = TreeHasher.HASH_BYTES;

  private final long size;
  private final byte[][] open;

  private TileEdge(long size, byte[][] open) {
    this.size = size;
    this.open = open;
  }

  /** What appending gave: the new edge and the tiles that became complete, lower levels first. */
  public record Growth(TileEdge edge, List<Tile> completed) {
    /** Takes a copy. */
    public Growth {
      completed = List.copyOf(completed);
    }
  }

  /** The edge of the tree without leaves. */
  public static TileEdge empty() {
    return EMPTY;
  }

  /** The edge at {@code size}, read back from complete tiles; reads at most 255 tiles a level. */
  public static TileEdge restore(long size, StoredHashes stored) {
    byte[][] open = new byte[Tile.LEVELS][0];
    TreeHasher hasher = new TreeHasher();
    for (int level = 0; level < Tile.LEVELS; level++) {
      long end = endOf(size, level);
      long start = end - end % Tile.WIDTH;
      if (level == 0) {
        open[0] = end == start ? open[0] : stored.leafHashes(start, end);
      } else {
        open[level] = new byte[(int) (end - start) * HASH];
        for (long index = start; index < end; index++) {
          byte[] root = hasher.perfectRoot(stored.tile(level - 1, index), 0, Tile.WIDTH);
          System.arraycopy(root, 0, open[level], (int) (index - start) * HASH, HASH);
        }
      }
    }
    if (open[0].length != size % Tile.WIDTH * HASH) {
      throw new IllegalArgumentException(
          "tree of size " + size + " has " + open[0].length + " bytes of leaf hashes at its edge");
    }
    return new TileEdge(size, open);
  }

  /** The number of leaves. */
  public long size() {
    return size;
  }

  /** The edge after these leaves in this order, each given as its hash of 32 bytes. */
  public Growth append(List<byte[]> leafHashes) {
    Growing growing = new Growing(open);
    long grown = size;
    for (byte[] leafHash : leafHashes) {
      grown = Math.incrementExact(grown);
      growing.add(TreeHasher.requireHash(leafHash), grown);
    }
    return new Growth(new TileEdge(grown, growing.open()), growing.completed);
  }

  /** Whether the tile at this place is complete at this size. */
  boolean isComplete(int level, long index) {
    return index < endOf(size, level) / Tile.WIDTH;
  }

  /** The hashes of the incomplete tile of a level. */
  byte[] openHashes(int level) {
    return open[level];
  }

  /** The number of complete subtrees that the tiles of a level hold. */
  private static long endOf(long size, int level) {
    return size >>> (Tile.HEIGHT * level);
  }

  /** The one place where an edge changes: a counter to base 256 with hashes for digits. */
  private static final class Growing {
    private final TreeHasher hasher = new TreeHasher();
    private final List<Tile> completed = new ArrayList<>();
    private final byte[][] cells = new byte[Tile.LEVELS][];
    private final int[] used = new int[Tile.LEVELS];

    Growing(byte[][] open) {
      for (int level = 0; level < Tile.LEVELS; level++) {
        used[level] = open[level].length;
        cells[level] = open[level];
      }
    }

    void add(byte[] leafHash, long grown) {
      byte[] hash = leafHash;
      for (int level = 0; level < Tile.LEVELS; level++) {
        if (cells[level].length < Tile.BYTES) {
          cells[level] = Arrays.copyOf(cells[level], Tile.BYTES);
        }
        System.arraycopy(hash, 0, cells[level], used[level], HASH);
        used[level] += HASH;
        if (used[level] < Tile.BYTES) {
          return;
        }
        completed.add(new Tile(level, endOf(grown, level) / Tile.WIDTH - 1, cells[level].clone()));
        hash = hasher.perfectRoot(cells[level], 0, Tile.WIDTH);
        used[level] = 0;
      }
    }

    byte[][] open() {
      byte[][] open = new byte[Tile.LEVELS][];
      for (int level = 0; level < Tile.LEVELS; level++) {
        open[level] = Arrays.copyOf(cells[level], used[level]);
      }
      return open;
    }
  }
}
