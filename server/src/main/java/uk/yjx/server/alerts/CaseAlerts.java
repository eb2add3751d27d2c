package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.storage.Database;

/** What has been raised about children, for who reviews a case: outlines, and content by call. */
@Singleton
public final class CaseAlerts {
  /** Alerts of one child that are shown together. */
  public static final int SHOWN_MAX = 100;

  private static final String COLUMNS =
      """
      SELECT alert_id, child_id, service, kind, urgency, raised_position, raised_at, state, outcome
      FROM alerts.alert
      """;

  private static final String RAISED =
      COLUMNS
          + """
          WHERE raised_position > ? AND raised_position <= ? AND urgency <> 3
            AND child_id IS NOT NULL
          ORDER BY raised_position, alert_id
          LIMIT ?
          """;

  private static final String OF =
      COLUMNS
          + """
          WHERE child_id = ANY (?) AND raised_position > ? AND urgency <> 3
          ORDER BY raised_position, alert_id
          """;

  private static final UUID LAST = new UUID(-1L, -1L);

  private final Database database;
  private final Journal journal;
  private final AlertReader reader;
  private final Relations relations;
  private final ReadingPurpose purposes;
  private final Disclosures disclosures;
  private final InstantSource clock;

  CaseAlerts(
      Database database,
      Journal journal,
      AlertReader reader,
      Relations relations,
      ReadingPurpose purposes,
      Disclosures disclosures,
      InstantSource clock) {
    this.database = database;
    this.journal = journal;
    this.reader = reader;
    this.relations = relations;
    this.purposes = purposes;
    this.disclosures = disclosures;
    this.clock = clock;
  }

  /**
   * An alert about a child without its content; never a note.
   *
   * @param position of the entry that raised it
   * @param outcome what was done; unspecified while nothing is recorded
   */
  public record Outline(
      UUID id,
      ChildId child,
      AgencyId service,
      AlertKind kind,
      Urgency urgency,
      long position,
      Instant raisedAt,
      AlertState state,
      AlertOutcome outcome) {

    /** Whether its sender has not taken it back. */
    public boolean stands() {
      return state != AlertState.ALERT_STATE_WITHDRAWN;
    }
  }

  /** Alerts raised at positions in (after, upTo], in order. */
  public List<Outline> raised(long after, long upTo, int limit) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(RAISED)) {
      s.setLong(1, after);
      s.setLong(2, upTo);
      s.setInt(3, limit);
      return outlines(s);
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  /** Every alert of these children raised after a position, in order. */
  public List<Outline> of(Collection<ChildId> children, long after) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(OF)) {
      s.setArray(1, c.createArrayOf("uuid", children.stream().map(ChildId::value).toArray()));
      s.setLong(2, after);
      return outlines(s);
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  /**
   * The newest alerts of a child after a position, as this reader may know them: each is a
   * disclosure of its own, committed before this returns. Without notes and recalled ones.
   */
  public List<Alert> disclosed(
      Caller caller, Purpose purpose, String operation, ChildId child, AgencyId of, long after) {
    purposes.require(caller, purpose);
    Instant now = clock.instant();
    long asOf = journal.stamp();
    Map<UUID, AlertRow> known = new HashMap<>();
    List<Disclosures.Line> lines = new ArrayList<>();
    for (AlertRow row : rows(caller, child, of, now)) {
      if (row.raisedPosition() > after) {
        known.put(row.id(), row);
        lines.add(new Disclosures.Line(row.id(), EntryCause.ENTRY_CAUSE_UNSPECIFIED));
      }
    }
    if (lines.isEmpty()) {
      return List.of();
    }
    return disclosures
        .release(
            new Disclosures.Reader(caller, purpose, operation),
            lines,
            Disclosures.Known.read(known, asOf))
        .join()
        .outcome()
        .events()
        .stream()
        .filter(Objects::nonNull)
        .map(event -> event.getAlert())
        .toList();
  }

  /** Refuses a reader whose purpose no agreement covers. */
  public void requirePurpose(Caller caller, Purpose purpose) {
    purposes.require(caller, purpose);
  }

  private List<AlertRow> rows(Caller caller, ChildId child, AgencyId service, Instant now) {
    Set<AlertState> states = EnumSet.allOf(AlertState.class);
    states.remove(AlertState.UNRECOGNIZED);
    states.remove(AlertState.ALERT_STATE_WITHDRAWN);
    try {
      return reader.page(
          new AlertReader.Query(
              List.of(service.value()),
              List.of(),
              states,
              EnumSet.complementOf(EnumSet.of(Urgency.NOTE)),
              child.value(),
              false,
              now,
              now,
              Long.MAX_VALUE,
              LAST,
              relations.hidden(caller, now),
              caller.principal(),
              SHOWN_MAX));
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  private static List<Outline> outlines(PreparedStatement s) throws SQLException {
    List<Outline> found = new ArrayList<>();
    try (ResultSet r = s.executeQuery()) {
      while (r.next()) {
        found.add(
            new Outline(
                r.getObject(1, UUID.class),
                new ChildId(r.getObject(2, UUID.class)),
                new AgencyId(r.getString(3)),
                AlertKind.forNumber(r.getInt(4)),
                Urgency.values()[r.getInt(5)],
                r.getLong(6),
                r.getObject(7, OffsetDateTime.class).toInstant(),
                AlertState.forNumber(r.getInt(8)),
                AlertOutcome.forNumber(r.getInt(9))));
      }
    }
    return found;
  }
}
