package uk.yjx.server.alerts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.server.journal.Script;
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
      Script.execute(c, script -> append(script, rows));
    }

    @Override
    public boolean append(Script script, List<Placed<AlertTables.Release>> rows) {
      String[] alerts = rows.stream().map(r -> r.row().alert().toString()).toArray(String[]::new);
      script.add(
          RECORD,
          Script.array("uuid", alerts),
          Script.array(
              "text", rows.stream().map(r -> r.row().to().toString()).toArray(String[]::new)),
          Script.array("bigint", rows.stream().map(Placed::position).toArray(Long[]::new)));
      script.add(
          DELIVERED,
          Script.number(AlertState.ALERT_STATE_DELIVERED.getNumber()),
          Script.array("uuid", alerts),
          Script.number(AlertState.ALERT_STATE_OPEN.getNumber()));
      return true;
    }
  }

  /** New states of alerts. */
  static final class States implements TableWriter<AlertTables.StateChange> {
    private static final String CHANGE =
        """
        UPDATE alerts.alert
        SET state = changed.state,
            acknowledged_by = coalesce(changed.by, acknowledged_by),
            acknowledged_at = coalesce(changed.at, acknowledged_at)
        FROM unnest(?::uuid[], ?::smallint[], ?::text[], ?::timestamptz[])
          AS changed (alert_id, state, by, at)
        WHERE alert.alert_id = changed.alert_id
        """;

    @Override
    public void write(Connection c, List<Placed<AlertTables.StateChange>> rows)
        throws SQLException {
      Script.execute(c, script -> append(script, rows));
    }

    /** Changes of one alert are made one after the other, since a statement changes a row once. */
    @Override
    public boolean append(Script script, List<Placed<AlertTables.StateChange>> rows) {
      List<AlertTables.StateChange> together = new ArrayList<>();
      Set<UUID> alerts = new HashSet<>();
      for (Placed<AlertTables.StateChange> placed : rows) {
        if (!alerts.add(placed.row().alert())) {
          change(script, together);
          together.clear();
          alerts.clear();
          alerts.add(placed.row().alert());
        }
        together.add(placed.row());
      }
      change(script, together);
      return true;
    }

    private static void change(Script script, List<AlertTables.StateChange> changes) {
      int count = changes.size();
      String[] alerts = new String[count];
      Short[] states = new Short[count];
      @Nullable String[] by = new String[count];
      @Nullable String[] at = new String[count];
      for (int i = 0; i < count; i++) {
        AlertTables.StateChange change = changes.get(i);
        PrincipalId who = change.by();
        Instant when = change.at();
        alerts[i] = change.alert().toString();
        states[i] = (short) change.state().getNumber();
        by[i] = who == null ? null : who.toString();
        at[i] = when == null ? null : when.truncatedTo(ChronoUnit.MICROS).toString();
      }
      script.add(
          CHANGE,
          Script.array("uuid", alerts),
          Script.array("smallint", states),
          Script.array("text", by),
          Script.array("timestamptz", at));
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

  /** Who accepted the conditions of an alert; once is enough. */
  static final class Acceptances implements TableWriter<AlertTables.Release> {
    private static final String ACCEPT =
        """
        INSERT INTO alerts.condition_acceptance (alert_id, principal, position)
        VALUES (?, ?, ?)
        ON CONFLICT (alert_id, principal) DO NOTHING
        """;

    @Override
    public void write(Connection c, List<Placed<AlertTables.Release>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(ACCEPT)) {
        for (Placed<AlertTables.Release> placed : rows) {
          s.setObject(1, placed.row().alert());
          s.setString(2, placed.row().to().toString());
          s.setLong(3, placed.position());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }
}
