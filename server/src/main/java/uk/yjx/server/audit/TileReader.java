package uk.yjx.server.audit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads nodes from tiles: the nearest tile below is stored, the levels inside it are hashed again.
 *
 * <p>A proof needs two tiles a tile level at most, so six for 10 million leaves. Tiles are kept for
 * the reader's life; an instance serves one thread.
 */
public final class TileReader implements HashReader {
  /** Tiles kept, 8 KiB each. */
  private static final int KEPT_MAX = 64;

  private final TileEdge edge;
  private final StoredHashes stored;
  private final TreeHasher hasher = new TreeHasher();
  private final Map<Place, byte[]> kept = new LinkedHashMap<>();

  private record Place(int level, long index) {}

  /** Reads complete tiles from storage and incomplete ones from the edge. */
  public TileReader(TileEdge edge, StoredHashes stored) {
    this.edge = edge;
    this.stored = stored;
  }

  @Override
  public byte[] hash(int level, long index) {
    int tileLevel = level / Tile.HEIGHT;
    int above = level % Tile.HEIGHT;
    long first = index << above;
    int count = 1 << above;
    byte[] hashes = tile(tileLevel, first / Tile.WIDTH);
    int from = (int) (first % Tile.WIDTH);
    if ((from + count) * TreeHasher.HASH_BYTES > hashes.length) {
      throw new IllegalArgumentException(
          "no node at level " + level + ", index " + index + " in a tree of " + edge.size());
    }
    return hasher.perfectRoot(hashes, from, count);
  }

  private byte[] tile(int level, long index) {
    if (!edge.isComplete(level, index)) {
      // A tile beyond the open one would be read as the open one, so its place is checked.
      boolean isOpen = index == 0 || edge.isComplete(level, index - 1);
      return isOpen ? edge.openHashes(level) : new byte[0];
    }
    Place place = new Place(level, index);
    byte[] hashes = kept.get(place);
    if (hashes == null) {
      hashes = new Tile(level, index, stored.tile(level, index)).hashes();
      if (kept.size() == KEPT_MAX) {
        kept.remove(kept.keySet().iterator().next());
      }
      kept.put(place, hashes);
    }
    return hashes;
  }
}
