package uk.yjx.server.casepapers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import uk.yjx.server.journal.TableWriter;

/** Writes what somebody decided about children whom packages may be about. */
final class DecidedLinks implements TableWriter<PackageTables.Link> {
  private static final String DECIDE =
      """
      UPDATE casepapers.link
      SET outcome = ?, rule = ?, position = ?
      WHERE package_id = ? AND child_id = ?
      """;

  @Override
  public void write(Connection c, List<Placed<PackageTables.Link>> rows) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(DECIDE)) {
      for (Placed<PackageTables.Link> placed : rows) {
        PackageTables.Link link = placed.row();
        s.setInt(1, link.outcome());
        s.setString(2, link.rule());
        s.setLong(3, placed.position());
        s.setObject(4, link.packageId());
        s.setObject(5, link.child().value());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /** After the links of the same batch. */
  @Override
  public int rank() {
    return 160;
  }
}
