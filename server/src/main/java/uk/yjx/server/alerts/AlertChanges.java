package uk.yjx.server.alerts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.PrincipalId;

/** Writes what becomes of alerts once they are raised. */
final class AlertChanges {

  private AlertChanges() {}

  /** Alerts that leave towards a person. */
  static final class Releases implements TableWriter<AlertTables.Release> {
    private static final String RECORD =
        """
        INSERT INTO alerts.disclosure (alert_id, principal, position)
        SELECT * FROM unnest(?::uuid[], ?::text[], ?::bigint[])
        ON CONFLICT (alert_id, principal) DO NOTHING
        """;

    private static final String DELIVERED =
        """
        UPDATE alerts.alert
        SET state = ?
        WHERE alert_id = ANY (?) AND state = ?
        """;

    @Override
    public void write(Connection c, List<Placed<AlertTables.Release>> rows) throws SQLException {
      Object[] alerts = rows.stream().map(r -> r.row().alert()).toArray();
      try (PreparedStatement s = c.prepareStatement(RECORD)) {
        s.setArray(1, c.createArrayOf("uuid", alerts));
        s.setArray(
            2, c.createArrayOf("text", rows.stream().map(r -> r.row().to().toString()).toArray()));
        s.setArray(3, c.createArrayOf("bigint", rows.stream().map(Placed::position).toArray()));
        s.executeUpdate();
      }
      try (PreparedStatement s = c.prepareStatement(DELIVERED)) {
        s.setInt(1, AlertState.ALERT_STATE_DELIVERED.getNumber());
        s.setArray(2, c.createArrayOf("uuid", alerts));
        s.setInt(3, AlertState.ALERT_STATE_OPEN.getNumber());
        s.executeUpdate();
      }
    }
  }

  /** New states of alerts. */
  static final class States implements TableWriter<AlertTables.StateChange> {
    private static final String CHANGE =
        """
        UPDATE alerts.alert
        SET state = ?,
            acknowledged_by = coalesce(?, acknowledged_by),
            acknowledged_at = coalesce(?, acknowledged_at)
        WHERE alert_id = ?
        """;

    @Override
    public void write(Connection c, List<Placed<AlertTables.StateChange>> rows)
        throws SQLException {
      try (PreparedStatement s = c.prepareStatement(CHANGE)) {
        for (Placed<AlertTables.StateChange> placed : rows) {
          AlertTables.StateChange change = placed.row();
          PrincipalId by = change.by();
          Instant at = change.at();
          s.setInt(1, change.state().getNumber());
          s.setString(2, by == null ? null : by.toString());
          s.setObject(3, at == null ? null : at.atOffset(ZoneOffset.UTC));
          s.setObject(4, change.alert());
          s.addBatch();
        }
        s.executeBatch();
      }
    }

    @Override
    public int rank() {
      return 110;
    }
  }

  /** Alerts given to one worker. */
  static final class Assignments implements TableWriter<AlertTables.Release> {
    private static final String ASSIGN =
        """
        UPDATE alerts.alert
        SET assigned_to = ?
        WHERE alert_id = ?
        """;

    @Override
    public void write(Connection c, List<Placed<AlertTables.Release>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(ASSIGN)) {
        for (Placed<AlertTables.Release> placed : rows) {
          s.setString(1, placed.row().to().toString());
          s.setObject(2, placed.row().alert());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  /** What was done about alerts. */
  static final class Outcomes implements TableWriter<AlertTables.OutcomeRecord> {
    private static final String RECORD =
        """
        UPDATE alerts.alert
        SET outcome = ?, outcome_sealed = ?, outcome_position = ?
        WHERE alert_id = ?
        """;

    @Override
    public void write(Connection c, List<Placed<AlertTables.OutcomeRecord>> rows)
        throws SQLException {
      try (PreparedStatement s = c.prepareStatement(RECORD)) {
        for (Placed<AlertTables.OutcomeRecord> placed : rows) {
          s.setInt(1, placed.row().outcome().getNumber());
          s.setBytes(2, placed.row().sealedReason());
          s.setLong(3, placed.position());
          s.setObject(4, placed.row().alert());
          s.addBatch();
        }
        s.executeBatch();
      }
    }

    @Override
    public int rank() {
      return 111;
    }
  }
}
