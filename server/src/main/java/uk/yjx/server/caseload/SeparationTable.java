package uk.yjx.server.caseload;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.journal.TableWriter;

/** Writes separations: declared once, lifted at most once. */
@Singleton
final class SeparationTable implements TableWriter<Separation> {
  private static final String PUT =
      """
      INSERT INTO caseload.separation
        (separation_id, service, principal_id, child_id, reason, denied, valid_from, valid_to,
         declared_by, declared_position, decided_at, lifted_at, changed_position)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (separation_id) DO UPDATE
      SET decided_at = excluded.decided_at,
          lifted_at = excluded.lifted_at,
          changed_position = excluded.changed_position
      """;

  @Override
  public void write(Connection connection, List<Placed<Separation>> rows) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(PUT)) {
      for (Placed<Separation> placed : rows) {
        Separation it = placed.row();
        s.setObject(1, it.id());
        s.setString(2, it.service().value());
        s.setString(3, it.worker().toString());
        s.setObject(4, it.child().value());
        s.setInt(5, it.reason().getNumber());
        s.setBoolean(6, it.denied());
        set(s, 7, it.from());
        set(s, 8, it.to());
        s.setString(9, it.declaredBy().toString());
        s.setLong(10, placed.position());
        set(s, 11, it.decidedAt());
        set(s, 12, it.liftedAt());
        s.setLong(13, placed.position());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  private static void set(PreparedStatement s, int column, @Nullable Instant at)
      throws SQLException {
    s.setObject(column, at == null ? null : at.atOffset(ZoneOffset.UTC));
  }
}
