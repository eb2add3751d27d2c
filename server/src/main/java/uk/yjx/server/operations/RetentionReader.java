package uk.yjx.server.operations;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.operations.v1.RecordKind;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Database;

/** Reads schedules, holds and erasures, and what is past its time as of now. */
@Singleton
final class RetentionReader {
  /** Records found in one run, at most. */
  static final int RUN_MAX = 1_000;

  /** Erasures listed, at most. */
  static final int LIST_MAX = 500;

  private static final Failure READ_FAILED =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "READ_FAILED",
          "the database could not be read; try again",
          Duration.ofSeconds(1));

  private static final String KEEP_DAYS =
      """
      SELECT keep_days
      FROM retention.schedule
      WHERE agency_id = ?
      ORDER BY position DESC
      LIMIT 1
      """;

  /** Whether a hold stands in the way of the record {@code r}: of the agency, or of a child. */
  private static final String HELD =
      """
      EXISTS (
        SELECT 1 FROM retention.hold h
        WHERE h.released_position IS NULL
          AND ((h.child_id IS NULL AND h.agency_id = r.agency_id)
            OR EXISTS (
              SELECT 1 FROM retention.subject s
              WHERE s.position = r.position AND s.child_id = h.child_id)))
      """;

  /** What happened last: what its sender did, or anything people did about its alerts. */
  private static final String DUE =
      """
      SELECT p.position, p.last + make_interval(days => ?), p.held
      FROM (
        SELECT r.position,
               greatest(r.last_at, max(a.acknowledged_at), max(o.recorded_at),
                        max(c.confirmed_at)) AS last,
               %s AS held
        FROM retention.record r
        JOIN storage.record_key k ON k.position = r.position
        LEFT JOIN alerts.alert a ON a.notice_position = r.told_position
        LEFT JOIN journal.entry o ON o.position = a.outcome_position
        LEFT JOIN alerts.recall_receipt c ON c.alert_id = a.alert_id
        WHERE r.agency_id = ?
          AND NOT EXISTS (SELECT 1 FROM retention.erasure x WHERE x.record_position = r.position)
        GROUP BY r.position, r.agency_id, r.last_at) p
      WHERE p.last + make_interval(days => ?) <= ?
      ORDER BY p.held, p.position
      LIMIT ?
      """
          .formatted(HELD);

  private static final String ERASURES =
      """
      SELECT x.erasure_id, x.record_position, x.due_since, x.erased_position IS NOT NULL,
             x.erased_position IS NULL AND %s, x.proposed_by, r.kind, r.record_id
      FROM retention.erasure x
      JOIN retention.record r ON r.position = x.record_position
      WHERE x.agency_id = ? AND (? OR x.erased_position IS NULL)
        AND (?::uuid IS NULL OR x.erasure_id = ?::uuid)
      ORDER BY x.proposed_position DESC, x.record_position DESC
      LIMIT ?
      """
          .formatted(HELD);

  private static final String HAS_HOLD =
      """
      SELECT EXISTS (
        SELECT 1 FROM retention.hold
        WHERE agency_id = ? AND child_id IS NOT DISTINCT FROM ?::uuid
          AND released_position IS NULL)
      """;

  private static final String ALERTS =
      """
      SELECT a.alert_id
      FROM alerts.alert a
      JOIN retention.record r ON r.told_position = a.notice_position
      WHERE r.position = ?
      """;

  private final Database database;

  RetentionReader(Database database) {
    this.database = database;
  }

  /** A record past its time. */
  record Due(long position, Instant since, boolean held) {}

  /**
   * An erasure as it stands.
   *
   * @param position of the entry that holds the record
   * @param record the record's own id
   */
  record Erasing(
      UUID id,
      long position,
      Instant dueSince,
      boolean done,
      boolean held,
      String proposedBy,
      RecordKind kind,
      UUID record) {}

  /** How a statement's rows are read. */
  private interface Rows<T> {
    T read(ResultSet r) throws SQLException;
  }

  /** For how many days an agency keeps its records; empty when it has said nothing. */
  Optional<Integer> keepDays(AgencyId agency) {
    return list(KEEP_DAYS, r -> r.getInt(1), agency.value()).stream().findFirst();
  }

  /** What is past its time and not up for review yet. */
  List<Due> due(AgencyId agency, int keepDays, Instant now) {
    return list(
        DUE,
        r ->
            new Due(
                r.getLong(1), r.getObject(2, OffsetDateTime.class).toInstant(), r.getBoolean(3)),
        keepDays,
        agency.value(),
        keepDays,
        now.atOffset(ZoneOffset.UTC),
        RUN_MAX);
  }

  /** Erasures of an agency, the newest first. */
  List<Erasing> erasures(AgencyId agency, boolean doneToo) {
    return erasures(agency, doneToo, null);
  }

  /** One erasure of an agency. */
  Optional<Erasing> erasure(AgencyId agency, UUID id) {
    return erasures(agency, true, id).stream().findFirst();
  }

  /** Whether an agency holds a child's records, or all of its own. */
  boolean holds(AgencyId agency, @Nullable UUID child) {
    return list(HAS_HOLD, r -> r.getBoolean(1), agency.value(), child).getFirst();
  }

  /** Alerts that tell of a record. */
  List<UUID> alertsOf(long position) {
    return list(ALERTS, r -> r.getObject(1, UUID.class), position);
  }

  private List<Erasing> erasures(AgencyId agency, boolean doneToo, @Nullable UUID id) {
    return list(
        ERASURES,
        r ->
            new Erasing(
                r.getObject(1, UUID.class),
                r.getLong(2),
                r.getObject(3, OffsetDateTime.class).toInstant(),
                r.getBoolean(4),
                r.getBoolean(5),
                r.getString(6),
                RecordKind.forNumber(r.getInt(7)),
                r.getObject(8, UUID.class)),
        agency.value(),
        doneToo,
        id,
        id,
        LIST_MAX);
  }

  private <T> List<T> list(String sql, Rows<T> rows, @Nullable Object... parameters) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        s.setObject(i + 1, parameters[i]);
      }
      List<T> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(rows.read(r));
        }
      }
      return found;
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }
}
