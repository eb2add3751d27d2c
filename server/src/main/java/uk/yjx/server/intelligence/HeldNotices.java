package uk.yjx.server.intelligence;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.alerts.Consultations;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Database;

/** Says which notices of an agency are held: its own request ids alone, and nothing of content. */
@Singleton
final class HeldNotices {
  static final Failure UNREADABLE =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "READ_FAILED",
          "the database did not answer; try again",
          Duration.ofSeconds(1));

  private static final String OPERATION =
      "yjx.intelligence.v1.IntelligenceService/ReconcileSubmissions";

  /** Answers come in the order in which was asked. */
  private static final String MISSING =
      """
      SELECT asked.request_id
      FROM unnest(?::text[]) WITH ORDINALITY AS asked (request_id, place)
      WHERE NOT EXISTS (
        SELECT 1
        FROM journal.entry e
        JOIN intelligence.notice n ON n.position = e.position
        WHERE e.request_id = asked.request_id AND e.agency_id = ?)
      ORDER BY asked.place
      LIMIT 1000
      """;

  /** Batches are found by their time; their entries stand in one range of positions. */
  private static final String RECORDED =
      """
      WITH span AS (
        SELECT min(first_position) AS first, max(last_position) AS last
        FROM journal.batch
        WHERE recorded_at >= ? AND recorded_at < ?)
      SELECT count(*)
      FROM span
      JOIN intelligence.notice n ON n.position BETWEEN span.first AND span.last
      JOIN journal.entry e ON e.position = n.position
      WHERE n.agency_id = ? AND e.recorded_at >= ? AND e.recorded_at < ?
      """;

  private final Database database;
  private final Consultations consultations;

  HeldNotices(Database database, Consultations consultations) {
    this.database = database;
    this.consultations = consultations;
  }

  /** Those of the request ids under which the agency has no notice here. */
  List<String> missing(AgencyId agency, List<String> requestIds) throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(MISSING)) {
      s.setArray(1, c.createArrayOf("text", requestIds.toArray()));
      s.setString(2, agency.value());
      List<String> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(r.getString(1));
        }
      }
      return found;
    }
  }

  /** Notices of the agency recorded on a day of universal time. */
  long recordedOn(AgencyId agency, LocalDate day) throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(RECORDED)) {
      s.setObject(1, day.atStartOfDay().atOffset(ZoneOffset.UTC));
      s.setObject(2, day.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
      s.setString(3, agency.value());
      s.setObject(4, day.atStartOfDay().atOffset(ZoneOffset.UTC));
      s.setObject(5, day.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? r.getLong(1) : 0;
      }
    }
  }

  /** Puts into the log that somebody compared a day; returns once that is durable. */
  void audit(Caller caller, LocalDate day) {
    var unused =
        consultations
            .commit(
                caller,
                new Consultations.Shown(
                    OPERATION,
                    Purpose.PURPOSE_LAWFULNESS_CHECK,
                    "yjx.intelligence.v1.ReconciledDay",
                    "reconciliation",
                    List.of(day.toString())))
            .join();
  }
}
