package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import uk.yjx.casepapers.v1.DocumentState;
import uk.yjx.casepapers.v1.QuarantineReason;
import uk.yjx.server.casepapers.DocumentParts.Segment;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.DocumentKeys;
import uk.yjx.server.storage.RecordKey;

/**
 * How much of each document is durable, and who may add to it. The offset in the database is the
 * truth: bytes are synced before it moves, and it moves only for the writer that opened the
 * document last.
 */
@Singleton
final class UploadLedger {
  private static final String OPEN =
      """
      UPDATE casepapers.document
      SET writer_epoch = writer_epoch + 1
      WHERE document_id = ? AND state IN (1, 2) AND writer_epoch < ?
      RETURNING writer_epoch, committed_bytes, size_bytes, state
      """;

  private static final String ADD_SEGMENT =
      """
      INSERT INTO casepapers.segment (document_id, writer_epoch, blob_id, first_byte)
      VALUES (?, ?, ?, ?)
      """;

  private static final String ADD_KEY =
      """
      INSERT INTO casepapers.document_key (document_id, wrapped)
      VALUES (?, ?)
      ON CONFLICT (document_id) DO NOTHING
      """;

  private static final String KEY =
      "SELECT wrapped FROM casepapers.document_key WHERE document_id = ?";

  private static final String SEGMENTS =
      """
      SELECT blob_id, first_byte
      FROM casepapers.segment
      WHERE document_id = ?
      ORDER BY writer_epoch
      """;

  private static final String COMMIT =
      """
      UPDATE casepapers.document
      SET committed_bytes = ?, state = CASE WHEN size_bytes = ? THEN 2 ELSE 1 END
      WHERE document_id = ? AND writer_epoch = ? AND committed_bytes = ? AND state = 1
      """;

  private static final String VERIFIED =
      """
      UPDATE casepapers.document
      SET state = CASE WHEN ?::smallint = 0 THEN 3 ELSE 6 END, quarantine_reason = ?::smallint
      WHERE document_id = ? AND writer_epoch = ? AND state = 2
      """;

  private static final String IS_WRITER =
      """
      SELECT 1
      FROM casepapers.document
      WHERE document_id = ? AND writer_epoch = ? AND state = 2
      FOR UPDATE
      """;

  private static final String FORGET = "SELECT casepapers.forget(?, ?)";

  private final Database database;
  private final DocumentKeys keys;

  UploadLedger(Database database, DocumentKeys keys) {
    this.database = database;
    this.keys = keys;
  }

  /**
   * A document that is open for one writer.
   *
   * @param epoch which opening it is
   * @param blob where this writer's parts go
   */
  record Opening(
      UUID document, int epoch, UUID blob, long committed, long size, DocumentState state) {}

  /**
   * Makes the caller the document's one writer; empty when it cannot be opened any more, because it
   * is whole or was opened too often.
   */
  Optional<Opening> open(UUID document, UUID blob) throws SQLException {
    try (Connection c = database.pool().getConnection()) {
      c.setAutoCommit(false);
      try {
        Optional<Opening> opened = open(c, document, blob);
        c.commit();
        return opened;
      } catch (SQLException | RuntimeException e) {
        c.rollback();
        throw e;
      } finally {
        c.setAutoCommit(true);
      }
    }
  }

  private Optional<Opening> open(Connection c, UUID document, UUID blob) throws SQLException {
    Opening opening;
    try (PreparedStatement s = c.prepareStatement(OPEN)) {
      s.setObject(1, document);
      s.setInt(2, PapersLimits.OPENINGS_MAX);
      try (ResultSet r = s.executeQuery()) {
        if (!r.next()) {
          return Optional.empty();
        }
        opening =
            new Opening(
                document,
                r.getInt(1),
                blob,
                r.getLong(2),
                r.getLong(3),
                DocumentState.forNumber(r.getInt(4)));
      }
    }
    try (PreparedStatement s = c.prepareStatement(ADD_SEGMENT)) {
      s.setObject(1, document);
      s.setInt(2, opening.epoch());
      s.setObject(3, blob);
      s.setLong(4, opening.committed());
      s.executeUpdate();
    }
    try (PreparedStatement s = c.prepareStatement(ADD_KEY)) {
      s.setObject(1, document);
      s.setBytes(2, keys.newKey().wrapped());
      s.executeUpdate();
    }
    return Optional.of(opening);
  }

  /** Moves the offset; false when somebody else is the writer now. */
  boolean commit(Opening by, long from, long to) throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(COMMIT)) {
      s.setLong(1, to);
      s.setLong(2, to);
      s.setObject(3, by.document());
      s.setInt(4, by.epoch());
      s.setLong(5, from);
      return s.executeUpdate() == 1;
    }
  }

  /**
   * Marks a document whose digest is right, with why it is held back or with
   * QUARANTINE_REASON_UNSPECIFIED; false when somebody else is the writer now.
   */
  boolean verified(Opening by, QuarantineReason reason) throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(VERIFIED)) {
      s.setInt(1, reason.getNumber());
      s.setInt(2, reason.getNumber());
      s.setObject(3, by.document());
      s.setInt(4, by.epoch());
      return s.executeUpdate() == 1;
    }
  }

  /** Destroys what this writer brought to its end; false when somebody else is the writer now. */
  boolean destroy(Opening by, Instant at) throws SQLException {
    try (Connection c = database.pool().getConnection()) {
      c.setAutoCommit(false);
      try (PreparedStatement s = c.prepareStatement(IS_WRITER)) {
        s.setObject(1, by.document());
        s.setInt(2, by.epoch());
        boolean writer;
        try (ResultSet r = s.executeQuery()) {
          writer = r.next();
        }
        if (writer) {
          forget(c, by.document(), at);
        }
        c.commit();
        return writer;
      } catch (SQLException | RuntimeException e) {
        c.rollback();
        throw e;
      } finally {
        c.setAutoCommit(true);
      }
    }
  }

  /** Where the parts of a document are and what opens them; empty once its key is destroyed. */
  Optional<DocumentParts> parts(UUID document, long size) throws SQLException {
    try (Connection c = database.pool().getConnection()) {
      Optional<RecordKey> key = key(c, document);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      List<Segment> segments = new ArrayList<>();
      try (PreparedStatement s = c.prepareStatement(SEGMENTS)) {
        s.setObject(1, document);
        try (ResultSet r = s.executeQuery()) {
          while (r.next()) {
            segments.add(new Segment(r.getObject(1, UUID.class), r.getLong(2)));
          }
        }
      }
      return Optional.of(new DocumentParts(document, size, key.get(), segments));
    }
  }

  static void forget(Connection c, UUID document, Instant at) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(FORGET)) {
      s.setObject(1, document);
      s.setTimestamp(2, Timestamp.from(at));
      s.execute();
    }
  }

  private Optional<RecordKey> key(Connection c, UUID document) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(KEY)) {
      s.setObject(1, document);
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? Optional.of(keys.unwrap(r.getBytes(1))) : Optional.empty();
      }
    }
  }
}
