package uk.yjx.server.evidence;

import com.google.protobuf.ByteString;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.audit.v1.LogLeaf;
import uk.yjx.server.audit.Frontier;
import uk.yjx.server.audit.StoredHashes;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Database;

/**
 * Reads the log's tables. Every method waits for the database and fails with {@link
 * Failure.Refused}, LOG_UNAVAILABLE, when it does not answer.
 */
@Singleton
final class LogStore implements StoredHashes {
  private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final Failure UNAVAILABLE =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "LOG_UNAVAILABLE",
          "the log cannot be read at the moment; try again",
          RETRY_AFTER);

  private static final String HEAD =
      """
      SELECT epoch, frontier
      FROM journal.head
      WHERE only_row
      """;

  private static final String TILE =
      """
      SELECT hashes
      FROM audit.tile
      WHERE level = ? AND tile_index = ?
      """;

  private static final String LEAF_HASHES =
      """
      SELECT leaf_index, leaf_hash
      FROM audit.leaf
      WHERE leaf_index >= ? AND leaf_index < ?
      ORDER BY leaf_index
      """;

  /** The hash is made again from the bytes, so that neither can be changed without the other. */
  private static final String NEW_LEAVES =
      """
      SELECT leaf_index, leaf_hash, sha256('\\x00'::bytea || leaf)
      FROM audit.leaf
      WHERE leaf_index >= ? AND leaf_index < ?
      ORDER BY leaf_index
      """;

  private static final String LEAVES =
      """
      SELECT leaf_index, leaf
      FROM audit.leaf
      WHERE leaf_index >= ?
      ORDER BY leaf_index
      LIMIT ?
      """;

  private static final String LATEST =
      """
      SELECT note
      FROM audit.checkpoint
      WHERE origin = ?
      ORDER BY tree_size DESC
      LIMIT 1
      """;

  private static final String LATEST_PUBLISHED =
      """
      SELECT note
      FROM audit.published
      WHERE origin = ?
      ORDER BY tree_size DESC
      LIMIT 1
      """;

  private static final String ADD_PUBLISHED =
      """
      INSERT INTO audit.published (origin, tree_size, note, published_at)
      VALUES (?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private final Database database;

  LogStore(Database database) {
    this.database = database;
  }

  /** Something done with a connection of the pool. */
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /** Lends a pooled connection; every statement is its own transaction unless the work says so. */
  <T> T borrow(Work<T> work) {
    try (Connection connection = database.pool().getConnection()) {
      return work.with(connection);
    } catch (SQLException e) {
      LOG.warn("the log could not be read or signed: SQLSTATE {}", e.getSQLState());
      throw UNAVAILABLE.refused();
    }
  }

  /** The committed end of the log. */
  LogHead head() {
    return borrow(LogStore::head);
  }

  /** The committed end of the log, read on a connection the caller has. */
  static LogHead head(Connection connection) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(HEAD);
        ResultSet r = s.executeQuery()) {
      if (!r.next()) {
        throw new BrokenLog("the journal has no head");
      }
      byte[] encoded = r.getBytes(2);
      Frontier frontier = encoded.length == 0 ? Frontier.empty() : Frontier.decode(encoded);
      return new LogHead(r.getLong(1), frontier);
    }
  }

  /** The newest checkpoint of an origin. */
  Optional<Checkpoint> latest(String origin) {
    return newest(LATEST, origin);
  }

  /** The newest checkpoint of an origin that enough witnesses cosigned. */
  Optional<Checkpoint> latestPublished(String origin) {
    return newest(LATEST_PUBLISHED, origin);
  }

  /** Keeps a checkpoint that enough witnesses cosigned. */
  void keepPublished(Checkpoint checkpoint, Instant now) {
    borrow(c -> {
      try (PreparedStatement s = c.prepareStatement(ADD_PUBLISHED)) {
        s.setString(1, checkpoint.origin());
        s.setLong(2, checkpoint.size());
        s.setString(3, checkpoint.note());
        s.setObject(4, now.atOffset(ZoneOffset.UTC));
        return s.executeUpdate();
      }
    });
  }

  private Optional<Checkpoint> newest(String query, String origin) {
    return borrow(c -> {
      try (PreparedStatement s = c.prepareStatement(query)) {
        s.setString(1, origin);
        try (ResultSet r = s.executeQuery()) {
          return r.next() ? Optional.of(Checkpoint.read(r.getString(1))) : Optional.empty();
        }
      }
    });
  }

  /** Leaf hashes from {@code from} to before {@code to}, each made again from its leaf. */
  List<byte[]> newLeaves(long from, long to) {
    return borrow(c -> {
      List<byte[]> hashes = new ArrayList<>();
      try (PreparedStatement s = c.prepareStatement(NEW_LEAVES)) {
        s.setLong(1, from);
        s.setLong(2, to);
        try (ResultSet r = s.executeQuery()) {
          while (r.next()) {
            requireNext(from + hashes.size(), r.getLong(1));
            hashes.add(requireSame(r.getLong(1), r.getBytes(2), r.getBytes(3)));
          }
        }
      }
      requireNext(to, from + hashes.size());
      return hashes;
    });
  }

  /** Leaves from an index on, at most so many and about so many bytes, as they are committed. */
  List<LogLeaf> leaves(long from, int leavesMax, int bytesMax) {
    return borrow(c -> {
      List<LogLeaf> leaves = new ArrayList<>();
      int bytes = 0;
      try (PreparedStatement s = c.prepareStatement(LEAVES)) {
        s.setLong(1, from);
        s.setInt(2, leavesMax);
        try (ResultSet r = s.executeQuery()) {
          while (bytes < bytesMax && r.next()) {
            ByteString leaf = ByteString.copyFrom(r.getBytes(2));
            leaves.add(LogLeaf.newBuilder().setLeafIndex(r.getLong(1)).setLeaf(leaf).build());
            bytes += leaf.size();
          }
        }
      }
      return leaves;
    });
  }

  @Override
  public byte[] tile(int level, long index) {
    return borrow(c -> {
      try (PreparedStatement s = c.prepareStatement(TILE)) {
        s.setInt(1, level);
        s.setLong(2, index);
        try (ResultSet r = s.executeQuery()) {
          if (!r.next()) {
            throw new BrokenLog("tile " + index + " of level " + level + " is missing");
          }
          return r.getBytes(1);
        }
      }
    });
  }

  @Override
  public byte[] leafHashes(long from, long to) {
    return borrow(c -> {
      byte[] hashes = new byte[Math.toIntExact(to - from) * 32];
      long next = from;
      try (PreparedStatement s = c.prepareStatement(LEAF_HASHES)) {
        s.setLong(1, from);
        s.setLong(2, to);
        try (ResultSet r = s.executeQuery()) {
          while (r.next()) {
            requireNext(next, r.getLong(1));
            System.arraycopy(r.getBytes(2), 0, hashes, (int) (next - from) * 32, 32);
            next++;
          }
        }
      }
      requireNext(to, next);
      return hashes;
    });
  }

  private static byte[] requireSame(long index, byte[] stored, byte[] computed) {
    if (!Arrays.equals(stored, computed)) {
      throw new BrokenLog("leaf " + index + " is not what its hash says: one of them was changed");
    }
    return stored;
  }

  private static void requireNext(long expected, long found) {
    if (expected != found) {
      throw new BrokenLog("leaf " + Math.min(expected, found) + " of the log is missing");
    }
  }
}
