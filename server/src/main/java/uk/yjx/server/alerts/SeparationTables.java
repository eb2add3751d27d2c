package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.Database;

/** Of which workers the managers have been warned, alert by alert. */
@Singleton
public final class SeparationTables {
  private static final String WARNED =
      """
      SELECT principal, denied
      FROM alerts.separation_warning
      WHERE alert_id = ?
      ORDER BY principal
      """;

  private static final String RECEIVED =
      """
      SELECT 1
      FROM alerts.disclosure
      WHERE alert_id = ? AND principal = ?
      """;

  private final Database database;
  private final TableWriter<SeparationFound> found = new FoundRows();

  SeparationTables(Database database) {
    this.database = database;
  }

  /** Records that managers are warned; the lines are the caller's to append. */
  public void warn(Entry.Builder entry, SeparationFound warning) {
    entry.row(found, warning).touches(FactKey.alert(warning.alert()));
  }

  /** Of whom the managers have been warned, and whether those are kept apart. */
  Map<PrincipalId, Boolean> warned(UUID alert) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(WARNED)) {
      s.setObject(1, alert);
      Map<PrincipalId, Boolean> workers = new TreeMap<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          workers.put(PrincipalId.parse(r.getString(1)), r.getBoolean(2));
        }
      }
      return workers;
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  /** Whether an alert was ever released towards a person. */
  boolean hasReceived(UUID alert, PrincipalId person) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(RECEIVED)) {
      s.setObject(1, alert);
      s.setString(2, person.toString());
      try (ResultSet r = s.executeQuery()) {
        return r.next();
      }
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  private static final class FoundRows implements TableWriter<SeparationFound> {
    private static final String INSERT =
        """
        INSERT INTO alerts.separation_warning (alert_id, principal, denied, position)
        VALUES (?, ?, ?, ?)
        ON CONFLICT (alert_id, principal) DO NOTHING
        """;

    @Override
    public void write(Connection c, List<Placed<SeparationFound>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<SeparationFound> placed : rows) {
          for (PrincipalId worker : placed.row().workers()) {
            s.setObject(1, placed.row().alert());
            s.setString(2, worker.toString());
            s.setBoolean(3, placed.row().denied());
            s.setLong(4, placed.position());
            s.addBatch();
          }
        }
        s.executeBatch();
      }
    }
  }
}
