package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.storage.Database;

/** How many people had received what was recalled, and how many have confirmed. */
@Singleton
public final class RecallCounts {
  private static final String COUNTS =
      """
      SELECT x.service, a.agreement_id, count(DISTINCT x.principal),
             count(DISTINCT x.principal) FILTER (WHERE x.confirmed_at IS NOT NULL)
      FROM alerts.alert a
      JOIN alerts.recall_receipt x ON x.alert_id = a.alert_id
      WHERE a.notice_position = ?
      GROUP BY x.service, a.agreement_id
      ORDER BY x.service, a.agreement_id
      """;

  private final Database database;

  RecallCounts(Database database) {
    this.database = database;
  }

  /**
   * Counts of one agency.
   *
   * @param agreementId under which its people had received it
   */
  public record Count(AgencyId agency, String agreementId, int recipients, int confirmed) {}

  /** By agency and agreement, of the alerts raised from a record at a position. */
  public List<Count> of(long record) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(COUNTS)) {
      s.setLong(1, record);
      List<Count> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(
              new Count(new AgencyId(r.getString(1)), r.getString(2), r.getInt(3), r.getInt(4)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }
}
