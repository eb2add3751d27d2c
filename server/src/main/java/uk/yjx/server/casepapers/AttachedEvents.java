package uk.yjx.server.casepapers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import uk.yjx.server.journal.TableWriter;

/** Writes whom events are about that were recorded when nobody knew. */
final class AttachedEvents implements TableWriter<AttachedEvents.Attached> {

  /** The event recorded at a position, and whom it is about. */
  record Attached(long position, CourtRecorder.Known known) {}

  private static final String ATTACH =
      """
      UPDATE casepapers.court_event
      SET child_id = ?, service = ?
      WHERE position = ? AND child_id IS NULL
      """;

  @Override
  public void write(Connection c, List<Placed<Attached>> rows) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(ATTACH)) {
      for (Placed<Attached> placed : rows) {
        s.setObject(1, placed.row().known().child().value());
        s.setString(2, placed.row().known().service().value());
        s.setLong(3, placed.row().position());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /** After the events of the same batch. */
  @Override
  public int rank() {
    return 160;
  }
}
