package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.PrincipalId;

/** What is written of recalls: the emptied alert, who must confirm, who was told and confirmed. */
@Singleton
final class RecallTables {
  private final TableWriter<Recall> recalls = new Recalls();
  private final TableWriter<Told> told = new ToldRows();
  private final TableWriter<Confirmed> confirmed = new ConfirmedRows();
  private final TableWriter<Climbed> climbed = new ClimbedRows();

  /** An alert that is recalled. */
  record Recall(UUID alert, RecallReason reason, Instant at, Instant confirmBy) {}

  /** A recall released towards a person who had received the alert. */
  record Told(UUID alert, PrincipalId to) {}

  /** A person who relies on the alert no more. */
  record Confirmed(UUID alert, PrincipalId by, Instant at) {}

  /** A recall that somebody has not confirmed in time. */
  private record Climbed(UUID alert, Instant at) {}

  /** Empties an alert and asks everyone who received it before this entry to confirm. */
  void recall(Entry.Builder entry, Recall recall) {
    entry.row(recalls, recall).touches(FactKey.alert(recall.alert()));
  }

  void told(Entry.Builder entry, UUID alert, PrincipalId to) {
    entry.row(told, new Told(alert, to)).touches(FactKey.alert(alert));
  }

  void confirmed(Entry.Builder entry, UUID alert, PrincipalId by, Instant at) {
    entry.row(confirmed, new Confirmed(alert, by, at)).touches(FactKey.alert(alert));
  }

  /** The recall was not confirmed in time by everybody and goes to the managers. */
  void climbed(Entry.Builder entry, UUID alert, Instant at) {
    entry.row(climbed, new Climbed(alert, at)).touches(FactKey.alert(alert));
  }

  /** Written after releases of the same batch, which are those before this entry. */
  private static final class Recalls implements TableWriter<Recall> {
    private static final String EMPTY =
        """
        UPDATE alerts.alert
        SET state = ?, sealed = NULL, material = NULL, outcome_sealed = NULL, outcome_position = NULL,
            disputed = false, recall_reason = ?, recalled_at = ?
        WHERE alert_id = ?
        """;

    private static final String ASK =
        """
        INSERT INTO alerts.recall_receipt
          (alert_id, principal, service, recalled_position, confirm_by)
        SELECT d.alert_id, d.principal, a.service, ?, ?
        FROM alerts.disclosure d
        JOIN alerts.alert a ON a.alert_id = d.alert_id
        WHERE d.alert_id = ?
        """;

    private static final String UPHOLD =
        """
        UPDATE alerts.dispute
        SET answered_at = ?, upheld = true
        WHERE alert_id = ? AND answered_at IS NULL
        """;

    @Override
    public void write(Connection c, List<Placed<Recall>> rows) throws SQLException {
      try (PreparedStatement empty = c.prepareStatement(EMPTY);
          PreparedStatement ask = c.prepareStatement(ASK);
          PreparedStatement uphold = c.prepareStatement(UPHOLD)) {
        for (Placed<Recall> placed : rows) {
          Recall recall = placed.row();
          empty.setInt(1, AlertState.ALERT_STATE_WITHDRAWN.getNumber());
          empty.setInt(2, recall.reason().getNumber());
          empty.setObject(3, recall.at().atOffset(ZoneOffset.UTC));
          empty.setObject(4, recall.alert());
          empty.addBatch();
          ask.setLong(1, placed.position());
          ask.setObject(2, recall.confirmBy().atOffset(ZoneOffset.UTC));
          ask.setObject(3, recall.alert());
          ask.addBatch();
          uphold.setObject(1, recall.at().atOffset(ZoneOffset.UTC));
          uphold.setObject(2, recall.alert());
          uphold.addBatch();
        }
        empty.executeBatch();
        ask.executeBatch();
        uphold.executeBatch();
      }
    }

    @Override
    public int rank() {
      return 150;
    }
  }

  private static final class ToldRows implements TableWriter<Told> {
    private static final String RECORD =
        """
        UPDATE alerts.recall_receipt
        SET told_position = ?
        WHERE alert_id = ? AND principal = ? AND told_position IS NULL
        """;

    @Override
    public void write(Connection c, List<Placed<Told>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(RECORD)) {
        for (Placed<Told> placed : rows) {
          s.setLong(1, placed.position());
          s.setObject(2, placed.row().alert());
          s.setString(3, placed.row().to().toString());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class ClimbedRows implements TableWriter<Climbed> {
    private static final String RECORD =
        """
        UPDATE alerts.recall_receipt
        SET climbed_at = ?
        WHERE alert_id = ? AND confirmed_at IS NULL
        """;

    @Override
    public void write(Connection c, List<Placed<Climbed>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(RECORD)) {
        for (Placed<Climbed> placed : rows) {
          s.setObject(1, placed.row().at().atOffset(ZoneOffset.UTC));
          s.setObject(2, placed.row().alert());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class ConfirmedRows implements TableWriter<Confirmed> {
    private static final String RECORD =
        """
        UPDATE alerts.recall_receipt
        SET confirmed_at = ?
        WHERE alert_id = ? AND principal = ? AND confirmed_at IS NULL
        """;

    @Override
    public void write(Connection c, List<Placed<Confirmed>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(RECORD)) {
        for (Placed<Confirmed> placed : rows) {
          s.setObject(1, placed.row().at().atOffset(ZoneOffset.UTC));
          s.setObject(2, placed.row().alert());
          s.setString(3, placed.row().by().toString());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }
}
