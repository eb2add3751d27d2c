package uk.yjx.server.oversight;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.storage.Database;

/** Reads and writes which kinds of alerts are significant; a version is never changed. */
@Singleton
final class SignificanceStore {
  private static final String ALL =
      """
      SELECT service, version, valid_from, kinds
      FROM oversight.significant_kinds
      ORDER BY service, version
      """;

  private final Database database;
  private final TableWriter<Recorded> versions = new Versions();

  SignificanceStore(Database database) {
    this.database = database;
  }

  private record Recorded(AgencyId service, Significance.Version version) {}

  /** What holds; who decides upon it depends on {@code significance(service)}. */
  Significance now() {
    Map<AgencyId, List<Significance.Version>> found = new HashMap<>();
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(ALL);
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        Set<AlertKind> kinds = EnumSet.noneOf(AlertKind.class);
        Arrays.stream((Short[]) r.getArray(4).getArray())
            .map(number -> AlertKind.forNumber(number))
            .forEach(kinds::add);
        found
            .computeIfAbsent(new AgencyId(r.getString(1)), id -> new ArrayList<>())
            .add(new Significance.Version(r.getInt(2), r.getObject(3, LocalDate.class), kinds));
      }
    } catch (SQLException e) {
      throw ReviewStore.READ_FAILED.refused();
    }
    return new Significance(found);
  }

  /** Adds a version. */
  void record(Entry.Builder entry, AgencyId service, Significance.Version version) {
    long fact = FactKey.significance(service);
    entry.row(versions, new Recorded(service, version)).depends(fact).touches(fact);
  }

  private static final class Versions implements TableWriter<Recorded> {
    private static final String INSERT =
        """
        INSERT INTO oversight.significant_kinds
          (service, version, valid_from, kinds, changed_position)
        VALUES (?, ?, ?, ?, ?)
        """;

    @Override
    public void write(Connection c, List<Placed<Recorded>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Recorded> placed : rows) {
          Significance.Version version = placed.row().version();
          s.setString(1, placed.row().service().value());
          s.setInt(2, version.number());
          s.setObject(3, version.validFrom());
          s.setArray(
              4,
              c.createArrayOf(
                  "smallint",
                  version.kinds().stream().map(kind -> (short) kind.getNumber()).toArray()));
          s.setLong(5, placed.position());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }
}
