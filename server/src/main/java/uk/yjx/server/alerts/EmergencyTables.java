package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import uk.yjx.alerts.v1.EmergencyDecision;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/** What is written of emergency accesses: opened once, closed once, reviewed once. */
@Singleton
final class EmergencyTables {
  private final TableWriter<Opened> opened = new OpenedRows();
  private final TableWriter<Closed> closed = new ClosedRows();
  private final TableWriter<Reviewed> reviewed = new ReviewedRows();

  /** An access that is opened; what its reader wrote sealed under the entry's key. */
  record Opened(EmergencyAccessRow access, byte[] sealed) {}

  private record Closed(UUID id, Instant at) {}

  /** A decision; its reason sealed under the entry's key. */
  record Reviewed(UUID id, EmergencyDecision decision, PrincipalId by, Instant at, byte[] reason) {}

  void open(Entry.Builder entry, Opened access) {
    entry.row(opened, access).weighing(access.sealed().length);
    entry.touches(FactKey.alert(access.access().id()));
  }

  void close(Entry.Builder entry, UUID id, Instant at) {
    entry.row(closed, new Closed(id, at)).touches(FactKey.alert(id));
  }

  void review(Entry.Builder entry, Reviewed review) {
    entry.row(reviewed, review).weighing(review.reason().length);
    entry.touches(FactKey.alert(review.id()));
  }

  private static final class OpenedRows implements TableWriter<Opened> {
    private static final String INSERT =
        """
        INSERT INTO alerts.emergency_access
          (access_id, position, principal, agency, service, child_id, owner, reason, sealed,
           opened_at, until, review_due_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    @Override
    public void write(Connection c, List<Placed<Opened>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Opened> placed : rows) {
          EmergencyAccessRow it = placed.row().access();
          ChildId child = it.child();
          s.setObject(1, it.id());
          s.setLong(2, placed.position());
          s.setString(3, it.reader().toString());
          s.setString(4, it.reader().agency().value());
          s.setString(5, it.service().value());
          s.setObject(6, child == null ? null : child.value());
          s.setString(7, child == null ? null : it.service().value());
          s.setInt(8, it.reason().getNumber());
          s.setBytes(9, placed.row().sealed());
          s.setObject(10, it.openedAt().atOffset(ZoneOffset.UTC));
          s.setObject(11, it.until().atOffset(ZoneOffset.UTC));
          s.setObject(12, it.reviewDueAt().atOffset(ZoneOffset.UTC));
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class ClosedRows implements TableWriter<Closed> {
    private static final String RECORD =
        """
        UPDATE alerts.emergency_access
        SET closed_at = ?
        WHERE access_id = ? AND closed_at IS NULL
        """;

    @Override
    public void write(Connection c, List<Placed<Closed>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(RECORD)) {
        for (Placed<Closed> placed : rows) {
          s.setObject(1, placed.row().at().atOffset(ZoneOffset.UTC));
          s.setObject(2, placed.row().id());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class ReviewedRows implements TableWriter<Reviewed> {
    private static final String RECORD =
        """
        UPDATE alerts.emergency_access
        SET decision = ?, reviewed_by = ?, reviewed_at = ?, review_sealed = ?, review_position = ?
        WHERE access_id = ? AND decision = 0
        """;

    @Override
    public void write(Connection c, List<Placed<Reviewed>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(RECORD)) {
        for (Placed<Reviewed> placed : rows) {
          Reviewed it = placed.row();
          s.setInt(1, it.decision().getNumber());
          s.setString(2, it.by().toString());
          s.setObject(3, it.at().atOffset(ZoneOffset.UTC));
          s.setBytes(4, it.reason());
          s.setLong(5, placed.position());
          s.setObject(6, it.id());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }
}
