package uk.yjx.server.earlysupport;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import uk.yjx.earlysupport.v1.Trend;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.storage.Database;

/** Reads and writes trends as they are told; a month that is told is never told otherwise. */
@Singleton
final class TrendStore {
  private static final String SINCE =
      """
      SELECT month, area, children
      FROM earlysupport.trend
      WHERE service = ? AND month >= ?
      ORDER BY month DESC, area
      """;

  private static final String KNOWN =
      "SELECT 1 FROM earlysupport.trend WHERE service = ? AND month = ? LIMIT 1";

  private final Database database;
  private final TableWriter<Row> rows = new Rows();

  TrendStore(Database database) {
    this.database = database;
  }

  private record Row(AgencyId service, YearMonth month, MonthTrend trend) {}

  /** What is told of a service since a month, the newest first. */
  List<Trend> since(AgencyId service, YearMonth first) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(SINCE)) {
      s.setString(1, service.value());
      s.setObject(2, first.atDay(1));
      List<Trend> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          int children = r.getInt(3);
          found.add(
              Trend.newBuilder()
                  .setMonth(YearMonth.from(r.getObject(1, LocalDate.class)).toString())
                  .setArea(r.getString(2))
                  .setChildren(children)
                  .setSuppressed(r.wasNull())
                  .build());
        }
      }
      return found;
    } catch (SQLException e) {
      throw AssessmentStore.READ_FAILED.refused();
    }
  }

  /** Whether a month of a service is told. */
  boolean knows(AgencyId service, YearMonth month) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(KNOWN)) {
      s.setString(1, service.value());
      s.setObject(2, month.atDay(1));
      try (ResultSet r = s.executeQuery()) {
        return r.next();
      }
    } catch (SQLException e) {
      throw AssessmentStore.READ_FAILED.refused();
    }
  }

  /** Tells a month. */
  void publish(Entry.Builder entry, AgencyId service, YearMonth month, MonthTrend trend) {
    entry.row(rows, new Row(service, month, trend)).touches(FactKey.earlySupport(service));
  }

  private static final class Rows implements TableWriter<Row> {
    private static final String INSERT =
        """
        INSERT INTO earlysupport.trend (service, month, area, children, position)
        VALUES (?, ?, ?, ?, ?)
        """;

    @Override
    public void write(Connection c, List<Placed<Row>> placed) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Row> one : placed) {
          for (var told : one.row().trend().told().entrySet()) {
            s.setString(1, one.row().service().value());
            s.setObject(2, one.row().month().atDay(1));
            s.setString(3, told.getKey());
            if (told.getValue().isPresent()) {
              s.setInt(4, told.getValue().getAsInt());
            } else {
              s.setNull(4, Types.INTEGER);
            }
            s.setLong(5, one.position());
            s.addBatch();
          }
        }
        s.executeBatch();
      }
    }
  }
}
