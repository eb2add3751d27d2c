package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.TableWriter;

/** What is written of disputes. */
@Singleton
final class DisputeTables {
  private final TableWriter<Raised> raised = new RaisedRows();
  private final TableWriter<Answered> answered = new AnsweredRows();
  private final TableWriter<Climbed> climbed = new ClimbedRows();

  private record Climbed(UUID dispute, Instant at) {}

  /** A dispute about an alert; the statement sealed under the entry's key. */
  record Raised(UUID id, UUID alert, Instant since, Instant dueAt, byte[] statement) {}

  /** The sender's answer; its reason sealed under the entry's key. */
  record Answered(UUID id, UUID alert, Instant at, boolean upheld, byte[] reason) {}

  void raise(Entry.Builder entry, Raised dispute) {
    entry.row(raised, dispute).weighing(dispute.statement().length);
    entry.touches(FactKey.alert(dispute.alert()));
  }

  /** Somebody was told that there is no answer yet. */
  void climbed(Entry.Builder entry, UUID dispute, UUID alert, Instant at) {
    entry.row(climbed, new Climbed(dispute, at)).touches(FactKey.alert(alert));
  }

  void answer(Entry.Builder entry, Answered answer) {
    entry.row(answered, answer).weighing(answer.reason().length);
    entry.touches(FactKey.alert(answer.alert()));
  }

  private static final class RaisedRows implements TableWriter<Raised> {
    private static final String INSERT =
        """
        INSERT INTO alerts.dispute
          (dispute_id, position, alert_id, source_agency, notice_position, since, due_at, sealed)
        SELECT ?, ?, a.alert_id, a.source_agency, a.notice_position, ?, ?, ?
        FROM alerts.alert a
        WHERE a.alert_id = ?
        """;

    private static final String MARK =
        """
        UPDATE alerts.alert
        SET disputed = true
        WHERE alert_id = ?
        """;

    @Override
    public void write(Connection c, List<Placed<Raised>> rows) throws SQLException {
      try (PreparedStatement insert = c.prepareStatement(INSERT);
          PreparedStatement mark = c.prepareStatement(MARK)) {
        for (Placed<Raised> placed : rows) {
          Raised dispute = placed.row();
          insert.setObject(1, dispute.id());
          insert.setLong(2, placed.position());
          insert.setObject(3, dispute.since().atOffset(ZoneOffset.UTC));
          insert.setObject(4, dispute.dueAt().atOffset(ZoneOffset.UTC));
          insert.setBytes(5, dispute.statement());
          insert.setObject(6, dispute.alert());
          insert.addBatch();
          mark.setObject(1, dispute.alert());
          mark.addBatch();
        }
        insert.executeBatch();
        mark.executeBatch();
      }
    }

    @Override
    public int rank() {
      return 140;
    }
  }

  private static final class ClimbedRows implements TableWriter<Climbed> {
    private static final String RECORD =
        """
        UPDATE alerts.dispute
        SET climbed_at = ?
        WHERE dispute_id = ? AND answered_at IS NULL
        """;

    @Override
    public void write(Connection c, List<Placed<Climbed>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(RECORD)) {
        for (Placed<Climbed> placed : rows) {
          s.setObject(1, placed.row().at().atOffset(ZoneOffset.UTC));
          s.setObject(2, placed.row().dispute());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class AnsweredRows implements TableWriter<Answered> {
    private static final String RECORD =
        """
        UPDATE alerts.dispute
        SET answered_at = ?, upheld = ?, answer_sealed = ?, answer_position = ?
        WHERE dispute_id = ?
        """;

    private static final String UNMARK =
        """
        UPDATE alerts.alert
        SET disputed = false
        WHERE alert_id = ?
        """;

    @Override
    public void write(Connection c, List<Placed<Answered>> rows) throws SQLException {
      try (PreparedStatement record = c.prepareStatement(RECORD);
          PreparedStatement unmark = c.prepareStatement(UNMARK)) {
        for (Placed<Answered> placed : rows) {
          Answered answer = placed.row();
          record.setObject(1, answer.at().atOffset(ZoneOffset.UTC));
          record.setBoolean(2, answer.upheld());
          record.setBytes(3, answer.reason());
          record.setLong(4, placed.position());
          record.setObject(5, answer.id());
          record.addBatch();
          unmark.setObject(1, answer.alert());
          unmark.addBatch();
        }
        record.executeBatch();
        unmark.executeBatch();
      }
    }

    @Override
    public int rank() {
      return 141;
    }
  }
}
