package uk.yjx.server.agreements;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.PrincipalId;

/** Writes and reads what became of versions: approved, suspended, ended. Only added to. */
@Singleton
final class StateTable implements TableWriter<AgreementBook.StateChange> {

  private static final String INSERT =
      """
      INSERT INTO agreements.version_state
        (agreement_id, version, state, changed_by, changed_position)
      VALUES (?, ?, ?, ?, ?)
      """;

  private static final String CHANGED =
      """
      SELECT agreement_id, version, state, changed_by
      FROM agreements.version_state
      WHERE changed_position > ? AND changed_position <= ?
      ORDER BY changed_position
      """;

  @Override
  public void write(Connection connection, List<Placed<AgreementBook.StateChange>> rows)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(INSERT)) {
      for (Placed<AgreementBook.StateChange> placed : rows) {
        s.setString(1, placed.row().id());
        s.setInt(2, placed.row().version());
        s.setString(3, placed.row().state().name());
        s.setString(4, placed.row().by().toString());
        s.setLong(5, placed.position());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /** Changes at positions in (after, upTo], in order. */
  static List<AgreementBook.StateChange> changed(Connection connection, long after, long upTo)
      throws SQLException {
    List<AgreementBook.StateChange> found = new ArrayList<>();
    try (PreparedStatement s = connection.prepareStatement(CHANGED)) {
      s.setLong(1, after);
      s.setLong(2, upTo);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(
              new AgreementBook.StateChange(
                  r.getString(1),
                  r.getInt(2),
                  Agreement.State.valueOf(r.getString(3)),
                  PrincipalId.parse(r.getString(4))));
        }
      }
    }
    return found;
  }
}
