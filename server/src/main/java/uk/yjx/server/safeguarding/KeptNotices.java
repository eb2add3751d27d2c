package uk.yjx.server.safeguarding;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import uk.yjx.safeguarding.v1.ChildNotice;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/** Reads kept notices: those at a desk, those that share a key, and one that is linked. */
@Singleton
final class KeptNotices {
  private static final String COLUMNS =
      """
      SELECT n.position, n.notice_id, n.agency_id, n.request_id, e.recorded_at, n.sealed, k.wrapped,
        ARRAY(
          SELECT l.child_id FROM safeguarding.link l
          WHERE l.notice_position = n.position AND l.outcome = 3) AS ruled_out,
      """;

  private static final String STANDING =
      """
      FROM safeguarding.notice n
      JOIN journal.entry e ON e.position = n.position
      JOIN storage.record_key k ON k.position = n.position
      WHERE n.sealed IS NOT NULL AND n.withdrawn_at IS NULL
        AND NOT EXISTS (
          SELECT 1 FROM safeguarding.link l
          WHERE l.notice_position = n.position AND l.outcome = 1)
      """;

  private static final String AT_A_DESK =
      COLUMNS
          + """
            ARRAY(
              SELECT DISTINCT l.child_id FROM safeguarding.link l
              WHERE l.notice_position = n.position AND l.outcome = 2
                AND NOT EXISTS (
                  SELECT 1 FROM safeguarding.link d
                  WHERE d.notice_position = n.position AND d.outcome = 3
                    AND d.child_id = l.child_id)
              ORDER BY l.child_id) AS candidates,
            (SELECT min(l.rule) FROM safeguarding.link l
             WHERE l.notice_position = n.position AND l.outcome = 2) AS rule
          """
          + STANDING
          + """
            AND n.position %s ?
            AND EXISTS (
              SELECT 1 FROM safeguarding.link l
              WHERE l.notice_position = n.position AND l.outcome = 2
                AND NOT EXISTS (
                  SELECT 1 FROM safeguarding.link d
                  WHERE d.notice_position = n.position AND d.outcome = 3
                    AND d.child_id = l.child_id))
          ORDER BY n.position
          LIMIT ?
          """;

  private static final String SHARING =
      COLUMNS
          + """
            ARRAY[]::uuid[] AS candidates, '' AS rule
          """
          + STANDING
          + """
            AND n.position IN (
              SELECT m.notice_position FROM safeguarding.match_key m WHERE m.fingerprint = ANY (?))
            AND n.position > ?
          ORDER BY n.position
          LIMIT ?
          """;

  private static final String LINKED =
      COLUMNS
          + """
            ARRAY(
              SELECT DISTINCT l.child_id FROM safeguarding.link l
              WHERE l.notice_position = n.position AND l.outcome = 1) AS candidates,
            '' AS rule
          FROM safeguarding.notice n
          JOIN journal.entry e ON e.position = n.position
          JOIN storage.record_key k ON k.position = n.position
          WHERE n.position = ? AND n.sealed IS NOT NULL AND EXISTS (
            SELECT 1 FROM safeguarding.link l
            WHERE l.notice_position = n.position AND l.outcome = 1 AND l.child_id = ?)
          """;

  private final Database database;
  private final Vault vault;

  KeptNotices(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /**
   * A kept notice.
   *
   * @param name how its sender names it
   * @param candidates children it may be about, or is linked to; empty where it waits for nobody
   * @param rule why it waits; empty where it does not
   * @param not children whom somebody has decided it is not about
   */
  record Row(
      long position,
      UUID id,
      Name name,
      Instant receivedAt,
      ChildNotice notice,
      List<ChildId> candidates,
      String rule,
      Set<ChildId> not) {}

  /** How the sender of a notice names it. */
  record Name(AgencyId from, String requestId) {}

  /** Those at a desk after a position, in order; at most so many. */
  List<Row> atADeskAfter(long position, int max) {
    return read(
        AT_A_DESK.formatted(">"),
        s -> {
          s.setLong(1, position);
          s.setInt(2, max);
        });
  }

  /** The one at this position, if it is at a desk. */
  List<Row> atADesk(long position) {
    return read(
        AT_A_DESK.formatted("="),
        s -> {
          s.setLong(1, position);
          s.setInt(2, 1);
        });
  }

  /** Those that share a key, after a position, in order; at most so many. */
  List<Row> sharing(Collection<Long> keys, long after, int max) {
    return read(
        SHARING,
        s -> {
          s.setArray(1, s.getConnection().createArrayOf("bigint", keys.toArray()));
          s.setLong(2, after);
          s.setInt(3, max);
        });
  }

  /** The notice at this position, if it is linked to this child. */
  List<Row> linked(long position, ChildId child) {
    return read(
        LINKED,
        s -> {
          s.setLong(1, position);
          s.setObject(2, child.value());
        });
  }

  private interface Parameters {
    void into(PreparedStatement s) throws SQLException;
  }

  private List<Row> read(String sql, Parameters parameters) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(sql)) {
      parameters.into(s);
      List<Row> rows = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          rows.add(row(r));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw NoticeStore.READ_FAILED.refused();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored notice cannot be read", e);
    }
  }

  private Row row(ResultSet r) throws SQLException, InvalidProtocolBufferException {
    byte[] plain =
        vault.open(vault.unwrap(r.getBytes("wrapped")), r.getBytes("sealed"), NoticeTables.PURPOSE);
    return new Row(
        r.getLong("position"),
        r.getObject("notice_id", UUID.class),
        new Name(new AgencyId(r.getString("agency_id")), r.getString("request_id")),
        r.getObject("recorded_at", OffsetDateTime.class).toInstant(),
        ChildNotice.parseFrom(plain),
        NoticeStore.children(r.getArray("candidates")),
        r.getString("rule"),
        Set.copyOf(NoticeStore.children(r.getArray("ruled_out"))));
  }
}
