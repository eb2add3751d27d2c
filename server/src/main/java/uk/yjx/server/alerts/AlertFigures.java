package uk.yjx.server.alerts;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/** A service's alerts as figures are made of them; nothing of this is shown to anybody. */
@Singleton
public final class AlertFigures {
  /** Alerts that figures of one service are made of, the newest. */
  public static final int LINES_MAX = 100_000;

  private static final String RAISED =
      """
      SELECT a.child_id, a.kind, a.urgency, a.raised_at, a.due_at, a.state, a.acknowledged_at,
             a.outcome, o.recorded_at, a.sealed, k.wrapped
      FROM alerts.alert a
      LEFT JOIN storage.record_key k ON k.position = a.raised_position
      LEFT JOIN journal.entry o ON o.position = a.outcome_position
      WHERE a.service = ? AND a.child_id IS NOT NULL AND a.raised_at >= ? AND a.raised_at < ?
        AND a.state <> 8
      ORDER BY a.raised_position DESC
      LIMIT ?
      """;

  private static final String WORKER_DAYS =
      """
      SELECT d.principal, (a.raised_at AT TIME ZONE 'Europe/London')::date, count(*)
      FROM alerts.alert a
      JOIN alerts.disclosure d ON d.alert_id = a.alert_id
      WHERE a.service = ? AND a.urgency <> 3 AND a.raised_at >= ? AND a.raised_at < ?
      GROUP BY 1, 2
      ORDER BY 1, 2
      """;

  private final Database database;
  private final Vault vault;

  AlertFigures(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /**
   * An alert that stands, notes too.
   *
   * @param outcomeAt when what was done was recorded; null while nothing is
   * @param facts the event as its worker may know it; empty where it was erased
   */
  public record Line(
      ChildId child,
      AlertKind kind,
      Urgency urgency,
      Instant raisedAt,
      @Nullable Instant dueAt,
      AlertState state,
      @Nullable Instant acknowledgedAt,
      AlertOutcome outcome,
      @Nullable Instant outcomeAt,
      Alert facts) {

    /** Whether it is a note. */
    public boolean isNote() {
      return urgency == Urgency.NOTE;
    }

    /** Whether nobody has dealt with it and its time has come. */
    public boolean isOverdue(Instant now) {
      Instant due = dueAt;
      return due != null
          && !now.isBefore(due)
          && acknowledgedAt == null
          && outcome == AlertOutcome.ALERT_OUTCOME_UNSPECIFIED
          && state != AlertState.ALERT_STATE_OUTCOME_RECORDED;
    }
  }

  /** How many alerts that were raised on a day reached a person. */
  public record WorkerDay(String worker, LocalDate day, int alerts) {}

  /** Alerts of a service raised at times in [from, to), the newest first. */
  public List<Line> raised(AgencyId service, Instant from, Instant to) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(RAISED)) {
      bind(s, service, from, to);
      s.setInt(4, LINES_MAX);
      List<Line> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(line(r));
        }
      }
      return found;
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  /** Alerts that reached people, by person and local day; days without any are not there. */
  public List<WorkerDay> workerDays(AgencyId service, Instant from, Instant to) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(WORKER_DAYS)) {
      bind(s, service, from, to);
      List<WorkerDay> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(new WorkerDay(r.getString(1), r.getObject(2, LocalDate.class), r.getInt(3)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  private static void bind(PreparedStatement s, AgencyId service, Instant from, Instant to)
      throws SQLException {
    s.setString(1, service.value());
    s.setObject(2, from.atOffset(ZoneOffset.UTC));
    s.setObject(3, to.atOffset(ZoneOffset.UTC));
  }

  private Line line(ResultSet r) throws SQLException {
    return new Line(
        new ChildId(r.getObject(1, UUID.class)),
        AlertKind.forNumber(r.getInt(2)),
        Urgency.values()[r.getInt(3)],
        r.getObject(4, OffsetDateTime.class).toInstant(),
        instant(r, 5),
        AlertState.forNumber(r.getInt(6)),
        instant(r, 7),
        AlertOutcome.forNumber(r.getInt(8)),
        instant(r, 9),
        facts(r.getBytes(10), r.getBytes(11)));
  }

  private Alert facts(byte @Nullable [] sealed, byte @Nullable [] wrapped) {
    if (sealed == null || wrapped == null) {
      return Alert.getDefaultInstance();
    }
    try {
      return Alert.parseFrom(vault.open(vault.unwrap(wrapped), sealed, AlertTables.FACTS_PURPOSE));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored alert cannot be read", e);
    }
  }

  private static @Nullable Instant instant(ResultSet r, int column) throws SQLException {
    OffsetDateTime at = r.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
