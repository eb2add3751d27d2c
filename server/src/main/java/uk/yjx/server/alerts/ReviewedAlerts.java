package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.storage.Database;

/** What the review desk knows of alerts, and what it closes when nothing waits any more. */
@Singleton
public final class ReviewedAlerts {
  private static final String FIND =
      """
      SELECT service, child_id, notice_position, urgency, recalled_at IS NOT NULL
      FROM alerts.alert
      WHERE alert_id = ?
      """;

  private final Database database;
  private final TableWriter<Long> reviews = new Reviews();

  ReviewedAlerts(Database database) {
    this.database = database;
  }

  /**
   * Where an alert came from.
   *
   * @param service whose it is
   * @param child whom it is about; null when no service knows the child
   * @param record position of the record it was raised from
   * @param urgency how soon its worker had to know
   * @param recalled whether it was taken back
   */
  public record Raised(
      AgencyId service, @Nullable ChildId child, long record, Urgency urgency, boolean recalled) {}

  /** Where an alert came from; empty when there is none of this id. */
  public Optional<Raised> find(UUID alert) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(FIND)) {
      s.setObject(1, alert);
      try (ResultSet r = s.executeQuery()) {
        if (!r.next()) {
          return Optional.empty();
        }
        UUID child = r.getObject(2, UUID.class);
        return Optional.of(
            new Raised(
                new AgencyId(r.getString(1)),
                child == null ? null : new ChildId(child),
                r.getLong(3),
                Urgency.values()[r.getInt(4)],
                r.getBoolean(5)));
      }
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  /** Nobody of a notice waits for a decision any more. */
  public void settled(Entry.Builder entry, long notice) {
    entry.row(reviews, notice);
  }

  private static final class Reviews implements TableWriter<Long> {
    private static final String CLOSE =
        """
        UPDATE alerts.unowned
        SET closed = true
        WHERE coalesce(record_position, position) = ANY (?) AND reason = ? AND NOT closed
        """;

    @Override
    public void write(Connection c, List<Placed<Long>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(CLOSE)) {
        s.setArray(1, c.createArrayOf("bigint", rows.stream().map(Placed::row).toArray()));
        s.setInt(2, UnownedReason.UNOWNED_REASON_IN_REVIEW.getNumber());
        s.executeUpdate();
      }
    }

    @Override
    public int rank() {
      return 110;
    }
  }
}
