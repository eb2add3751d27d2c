package uk.yjx.server.evidence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import uk.yjx.server.audit.Tile;

/** Stores checkpoints and the tiles they complete, together or not at all. */
final class SignedLogTable {
  private static final String ADD_TILE =
      """
      INSERT INTO audit.tile (level, tile_index, hashes)
      VALUES (?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private static final String TILE =
      """
      SELECT hashes
      FROM audit.tile
      WHERE level = ? AND tile_index = ?
      """;

  /** A checkpoint never goes back, whoever asks. */
  private static final String ADD_CHECKPOINT =
      """
      INSERT INTO audit.checkpoint (origin, tree_size, note, signed_at)
      SELECT ?, ?, ?, ?
      WHERE NOT EXISTS (
        SELECT FROM audit.checkpoint WHERE origin = ? AND tree_size >= ?)
      """;

  private final LogStore store;

  SignedLogTable(LogStore store) {
    this.store = store;
  }

  /**
   * Stores a checkpoint with its tiles while the lease is held; false when it is another's.
   *
   * @throws BrokenLog if a checkpoint of this size or above, or another tile, is there already
   */
  boolean keep(SigningLease lease, Checkpoint checkpoint, List<Tile> tiles, Instant now) {
    return store.borrow(c -> {
      c.setAutoCommit(false);
      // The row of the lease stays locked until the commit: nobody takes over in between.
      boolean kept = lease.renew(c, now);
      if (kept) {
        addTiles(c, tiles);
        addCheckpoint(c, checkpoint, now);
        c.commit();
      } else {
        c.rollback();
      }
      return kept;
    });
  }

  /** Stores tiles ahead of the checkpoint that follows; they say nothing that leaves do not. */
  void keepTiles(List<Tile> tiles) {
    store.borrow(c -> {
      c.setAutoCommit(false);
      addTiles(c, tiles);
      c.commit();
      return tiles.size();
    });
  }

  private static void addTiles(Connection c, List<Tile> tiles) throws SQLException {
    if (tiles.isEmpty()) {
      return;
    }
    try (PreparedStatement s = c.prepareStatement(ADD_TILE)) {
      for (Tile tile : tiles) {
        s.setInt(1, tile.level());
        s.setLong(2, tile.index());
        s.setBytes(3, tile.hashes());
        s.addBatch();
      }
      int[] added = s.executeBatch();
      for (int i = 0; i < added.length; i++) {
        if (added[i] == 0) {
          requireSame(c, tiles.get(i));
        }
      }
    }
  }

  private static void requireSame(Connection c, Tile tile) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(TILE)) {
      s.setInt(1, tile.level());
      s.setLong(2, tile.index());
      try (ResultSet r = s.executeQuery()) {
        if (!r.next() || !Arrays.equals(r.getBytes(1), tile.hashes())) {
          throw new BrokenLog(
              "tile " + tile.index() + " of level " + tile.level() + " is not made of its leaves");
        }
      }
    }
  }

  private static void addCheckpoint(Connection c, Checkpoint checkpoint, Instant now)
      throws SQLException {
    try (PreparedStatement s = c.prepareStatement(ADD_CHECKPOINT)) {
      s.setString(1, checkpoint.origin());
      s.setLong(2, checkpoint.size());
      s.setString(3, checkpoint.note());
      s.setObject(4, now.atOffset(ZoneOffset.UTC));
      s.setString(5, checkpoint.origin());
      s.setLong(6, checkpoint.size());
      if (s.executeUpdate() != 1) {
        throw new BrokenLog(
            "a checkpoint of size " + checkpoint.size() + " or above is signed already");
      }
    }
  }
}
