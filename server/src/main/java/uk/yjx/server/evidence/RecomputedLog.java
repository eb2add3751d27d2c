package uk.yjx.server.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.audit.MerkleTree;
import uk.yjx.server.audit.SigningKey;
import uk.yjx.server.audit.Tile;
import uk.yjx.server.audit.TileEdge;
import uk.yjx.server.audit.TileReader;

/**
 * The tree as this process computes it from the leaves, apart from the frontier that the writers
 * keep. It begins at the last signed size and only grows. One thread uses an instance.
 */
final class RecomputedLog {
  /** Leaves read at a time. */
  private static final int CHUNK_LEAVES = 4_096;

  /** Tiles held before they are stored ahead of their checkpoint, 8 KiB each. */
  private static final int TILES_HELD_MAX = 1_024;

  private final LogStore store;
  private final SignedLogTable table;
  private final List<Tile> completed = new ArrayList<>();
  private TileEdge edge;

  /** What the file outside the database says the log must pass through, until it has. */
  private @Nullable Checkpoint ahead;

  private RecomputedLog(LogStore store, SignedLogTable table, TileEdge edge) {
    this.store = store;
    this.table = table;
    this.edge = edge;
  }

  /**
   * The tree at the last signed size.
   *
   * @param last the newest checkpoint in the database
   * @param remembered the newest checkpoint outside it
   * @param head committed size of the log
   * @throws BrokenLog if the log does not extend both
   */
  static RecomputedLog restore(
      LogStore store,
      SignedLogTable table,
      SigningKey key,
      Optional<Checkpoint> last,
      Optional<Checkpoint> remembered,
      long head) {
    remembered.ifPresent(c -> requireAtMost(head, c.size(), "was signed and is remembered here"));
    last.ifPresent(c -> requireAtMost(head, c.requireSignedBy(key).size(), "is signed"));
    long size = last.map(Checkpoint::size).orElse(0L);
    TileEdge edge = restored(size, store);
    RecomputedLog log = new RecomputedLog(store, table, edge);
    last.ifPresent(c -> c.requireRoot(log.root()));
    remembered.ifPresent(c -> {
      if (c.size() <= size) {
        c.requireRoot(MerkleTree.root(c.size(), new TileReader(edge, store)));
      } else {
        log.ahead = c;
      }
    });
    return log;
  }

  long size() {
    return edge.size();
  }

  TileEdge edge() {
    return edge;
  }

  byte[] root() {
    return MerkleTree.root(edge.size(), new TileReader(edge, store));
  }

  /**
   * Adds the leaves up to a committed size.
   *
   * @throws BrokenLog if one is missing or changed, or a remembered root is not met
   */
  void growTo(long size) {
    Checkpoint target = ahead;
    if (target != null && target.size() <= size) {
      append(target.size());
      target.requireRoot(root());
      ahead = null;
    }
    append(size);
  }

  /** Tiles that are complete now and not stored; they are then the caller's to store. */
  List<Tile> takeCompleted() {
    List<Tile> taken = List.copyOf(completed);
    completed.clear();
    return taken;
  }

  /** Forgets tiles that another process stores. */
  void dropCompleted() {
    completed.clear();
  }

  private void append(long size) {
    while (edge.size() < size) {
      long end = Math.min(size, edge.size() + CHUNK_LEAVES);
      TileEdge.Growth growth = edge.append(store.newLeaves(edge.size(), end));
      edge = growth.edge();
      completed.addAll(growth.completed());
      if (completed.size() > TILES_HELD_MAX) {
        table.keepTiles(takeCompleted());
      }
    }
  }

  private static TileEdge restored(long size, LogStore store) {
    try {
      return TileEdge.restore(size, store);
    } catch (IllegalArgumentException e) {
      throw new BrokenLog("the tiles at size " + size + " cannot be read: " + e.getMessage());
    }
  }

  private static void requireAtMost(long head, long signed, String where) {
    if (signed > head) {
      throw new BrokenLog(
          "the log has %d leaves, but one of %d %s: the database is older than what was signed"
                  .formatted(head, signed, where)
              + " (restored from a backup?); the log goes on only in a new epoch");
    }
  }
}
