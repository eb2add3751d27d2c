package uk.yjx.server.casepapers;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import uk.yjx.casepapers.v1.RecordCourtEventRequest;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/** Children whom court events may be about, until somebody has decided. */
@Singleton
final class CourtCandidates {
  private static final String WAITING =
      """
      SELECT e.position, e.source_agency, e.recorded_at, e.sealed, k.wrapped,
        array_agg(c.child_id ORDER BY c.child_id), min(c.rule)
      FROM casepapers.court_candidate c
      JOIN casepapers.court_event e ON e.position = c.position
      JOIN storage.record_key k ON k.position = e.position
      WHERE c.outcome = 2 AND e.position %s ? AND e.child_id IS NULL AND NOT e.withdrawn
        AND NOT EXISTS (
          SELECT 1 FROM casepapers.court_event h
          WHERE h.source_agency = e.source_agency AND h.event_ref = e.event_ref
            AND h.version > e.version)
      GROUP BY e.position, e.source_agency, e.recorded_at, e.sealed, k.wrapped
      ORDER BY e.position
      LIMIT ?
      """;

  private final Database database;
  private final Vault vault;
  private final TableWriter<Candidate> candidates = new Candidates();
  private final TableWriter<Decided> decided = new DecidedRows();

  CourtCandidates(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /** The newest version of an event that waits for a decision. */
  record Row(
      long position,
      AgencyId from,
      Instant recordedAt,
      RecordCourtEventRequest request,
      List<ChildId> candidates,
      String rule) {}

  private record Candidate(ChildId child, String rule) {}

  private record Decided(long position, ChildId child, boolean same) {}

  /** The entry's own event may be about this child. */
  void add(Entry.Builder entry, ChildId child, String rule) {
    entry.row(candidates, new Candidate(child, rule));
  }

  /** Somebody decided whether an event is about a child. */
  void decide(Entry.Builder entry, long position, ChildId child, boolean same) {
    entry.row(decided, new Decided(position, child, same));
  }

  /** Those that wait after a position, in order; at most so many. */
  List<Row> after(long position, int max) {
    return read(">", position, max);
  }

  /** The one at this position, if it waits. */
  List<Row> at(long position) {
    return read("=", position, 1);
  }

  private List<Row> read(String order, long position, int max) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(WAITING.formatted(order))) {
      s.setLong(1, position);
      s.setInt(2, max);
      List<Row> rows = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          rows.add(row(r));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw PapersStore.READ_FAILED.refused();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored event cannot be read", e);
    }
  }

  private Row row(ResultSet r) throws SQLException, InvalidProtocolBufferException {
    byte[] plain =
        vault.open(vault.unwrap(r.getBytes(5)), r.getBytes(4), PapersTables.EVENT_PURPOSE);
    List<ChildId> children = new ArrayList<>();
    for (Object id : (Object[]) r.getArray(6).getArray()) {
      children.add(new ChildId((UUID) id));
    }
    return new Row(
        r.getLong(1),
        new AgencyId(r.getString(2)),
        r.getObject(3, OffsetDateTime.class).toInstant(),
        RecordCourtEventRequest.parseFrom(plain),
        children,
        r.getString(7));
  }

  private static final class Candidates implements TableWriter<Candidate> {
    private static final String INSERT =
        """
        INSERT INTO casepapers.court_candidate (position, child_id, outcome, rule)
        VALUES (?, ?, 2, ?)
        """;

    @Override
    public void write(Connection c, List<Placed<Candidate>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Candidate> placed : rows) {
          s.setLong(1, placed.position());
          s.setObject(2, placed.row().child().value());
          s.setString(3, placed.row().rule());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class DecidedRows implements TableWriter<Decided> {
    private static final String DECIDE =
        """
        UPDATE casepapers.court_candidate
        SET outcome = ?
        WHERE position = ? AND child_id = ?
        """;

    @Override
    public void write(Connection c, List<Placed<Decided>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(DECIDE)) {
        for (Placed<Decided> placed : rows) {
          s.setInt(1, placed.row().same() ? 1 : 3);
          s.setLong(2, placed.row().position());
          s.setObject(3, placed.row().child().value());
          s.addBatch();
        }
        s.executeBatch();
      }
    }

    /** After the candidates of the same batch. */
    @Override
    public int rank() {
      return 160;
    }
  }
}
