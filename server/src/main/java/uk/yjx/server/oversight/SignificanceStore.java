package uk.yjx.server.oversight;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.server.alerts.ReviewKinds;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.FactSource;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;

/**
 * Which kinds of alerts are significant, in memory and kept equal to its table; a version is never
 * changed.
 */
@Singleton
final class SignificanceStore implements FactSource, ReviewKinds {
  private static final int RANK = 26;

  private static final String CHANGED =
      """
      SELECT service, version, valid_from, kinds
      FROM oversight.significant_kinds
      WHERE changed_position > ? AND changed_position <= ?
      ORDER BY service, version
      """;

  private final TableWriter<Recorded> versions = new Versions();
  private volatile Significance current = new Significance(Map.of());

  private record Recorded(AgencyId service, Significance.Version version) {}

  /**
   * What holds; who decides upon it reads the journal's stamp first and depends on {@code
   * significance(service)}.
   */
  Significance now() {
    return current;
  }

  @Override
  public boolean askReview(AgencyId service, AlertKind kind, Instant raisedAt) {
    return current.isSignificant(service, kind, raisedAt);
  }

  @Override
  public void refresh(Connection connection, long after, long upTo) throws SQLException {
    Map<AgencyId, List<Significance.Version>> found = new HashMap<>(current.versions());
    try (PreparedStatement s = connection.prepareStatement(CHANGED)) {
      s.setLong(1, after);
      s.setLong(2, upTo);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          Significance.Version version = version(r);
          found.merge(
              new AgencyId(r.getString(1)),
              List.of(version),
              (before, more) -> with(before, version));
        }
      }
    }
    current = new Significance(found);
  }

  @Override
  public int rank() {
    return RANK;
  }

  /** A position read twice gives the same again. */
  private static List<Significance.Version> with(
      List<Significance.Version> before, Significance.Version version) {
    List<Significance.Version> all = new ArrayList<>(before);
    all.removeIf(one -> one.number() == version.number());
    all.add(version);
    return List.copyOf(all);
  }

  private static Significance.Version version(ResultSet r) throws SQLException {
    Set<AlertKind> kinds = EnumSet.noneOf(AlertKind.class);
    Arrays.stream((Short[]) r.getArray(4).getArray())
        .map(number -> AlertKind.forNumber(number))
        .forEach(kinds::add);
    return new Significance.Version(r.getInt(2), r.getObject(3, LocalDate.class), kinds);
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
