package uk.yjx.server.earlysupport;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Database;

/** Reads and writes impact assessments; a version is never changed. */
@Singleton
final class AssessmentStore {
  static final Failure READ_FAILED =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "READ_FAILED",
          "the database could not be read; try again",
          Duration.ofSeconds(1));

  private static final String ALL =
      """
      SELECT service, version, reference, valid_from, review_by, occasions, within_days
      FROM earlysupport.assessment
      ORDER BY service, version
      """;

  private final Database database;
  private final TableWriter<Recorded> rows = new Rows();

  AssessmentStore(Database database) {
    this.database = database;
  }

  private record Recorded(AgencyId service, Assessments.Version version) {}

  /** What holds; who decides upon it depends on {@code earlySupport(service)}. */
  Assessments now() {
    Map<AgencyId, List<Assessments.Version>> found = new HashMap<>();
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(ALL);
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        found
            .computeIfAbsent(new AgencyId(r.getString(1)), id -> new ArrayList<>())
            .add(
                new Assessments.Version(
                    r.getInt(2),
                    r.getString(3),
                    r.getObject(4, LocalDate.class),
                    r.getObject(5, LocalDate.class),
                    new Assessments.Settings(r.getInt(6), r.getInt(7))));
      }
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
    return new Assessments(found);
  }

  /** Adds a version. */
  void record(Entry.Builder entry, AgencyId service, Assessments.Version version) {
    long fact = FactKey.earlySupport(service);
    entry.row(rows, new Recorded(service, version)).depends(fact).touches(fact);
  }

  private static final class Rows implements TableWriter<Recorded> {
    private static final String INSERT =
        """
        INSERT INTO earlysupport.assessment
          (service, version, reference, valid_from, review_by, occasions, within_days, position)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """;

    @Override
    public void write(Connection c, List<Placed<Recorded>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<Recorded> placed : rows) {
          Assessments.Version version = placed.row().version();
          s.setString(1, placed.row().service().value());
          s.setInt(2, version.number());
          s.setString(3, version.reference());
          s.setObject(4, version.validFrom());
          s.setObject(5, version.reviewBy());
          s.setInt(6, version.settings().occasions());
          s.setInt(7, version.settings().withinDays());
          s.setLong(8, placed.position());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }
}
