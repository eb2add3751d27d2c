package uk.yjx.server.alerts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import uk.yjx.server.journal.TableWriter;

/** Closes items that nobody owned. */
final class UnownedClosed implements TableWriter<UUID> {
  private static final String CLOSE =
      """
      UPDATE alerts.unowned
      SET closed = true
      WHERE item_id = ANY (?) AND NOT closed
      """;

  @Override
  public void write(Connection c, List<Placed<UUID>> rows) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(CLOSE)) {
      s.setArray(1, c.createArrayOf("uuid", rows.stream().map(Placed::row).toArray()));
      s.executeUpdate();
    }
  }

  @Override
  public int rank() {
    return 110;
  }
}
