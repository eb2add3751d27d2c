package uk.yjx.server.clocks;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Database;

/** How often deadlines of an agency passed and told somebody, by kind and rung. */
@Singleton
public final class Firings {
  private static final Failure READ_FAILED =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "READ_FAILED",
          "the database could not be read; try again",
          Duration.ofSeconds(1));

  private static final String COUNT =
      """
      SELECT f.kind, f.step, count(*)
      FROM clocks.firing f
      JOIN clocks.clock c ON c.kind = f.kind AND c.subject = f.subject
      WHERE c.agency = ? AND f.fired_at >= ? AND f.fired_at < ? AND f.outcome LIKE 'told.%'
      GROUP BY 1, 2
      ORDER BY 1, 2
      """;

  private final Database database;

  Firings(Database database) {
    this.database = database;
  }

  /**
   * One rung of one kind.
   *
   * @param rung from 0
   */
  public record Rung(ClockKind kind, int rung, int count) {}

  /** What fired at times in [from, to) and told somebody. */
  public List<Rung> of(AgencyId agency, Instant from, Instant to) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(COUNT)) {
      s.setString(1, agency.value());
      s.setObject(2, from.atOffset(ZoneOffset.UTC));
      s.setObject(3, to.atOffset(ZoneOffset.UTC));
      List<Rung> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(new Rung(ClockKind.forNumber(r.getInt(1)), r.getInt(2), r.getInt(3)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }
}
