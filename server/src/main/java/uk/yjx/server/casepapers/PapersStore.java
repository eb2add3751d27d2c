package uk.yjx.server.casepapers;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.PapersStage;
import uk.yjx.casepapers.v1.ExpectationState;
import uk.yjx.casepapers.v1.PapersExpected;
import uk.yjx.casepapers.v1.RecordCourtEventRequest;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.server.alerts.NewAlert;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/** Reads court events and the papers expected because of them. */
@Singleton
final class PapersStore {
  static final Failure READ_FAILED =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "READ_FAILED",
          "the database could not be read; try again",
          Duration.ofSeconds(1));

  /** Events of one child in one case, or in all: of each its newest version, whoever that names. */
  private static final String EVENTS =
      """
      SELECT e.source_agency, e.source_rank, e.event_ref, e.version, e.withdrawn, e.occurred_at,
             e.urn_key, e.gateway, e.sealed, k.wrapped
      FROM casepapers.court_event e
      JOIN storage.record_key k ON k.position = e.position
      WHERE e.child_id = ? AND (? OR e.urn_key = ?)
        AND NOT EXISTS (
          SELECT 1 FROM casepapers.court_event h
          WHERE h.source_agency = e.source_agency AND h.event_ref = e.event_ref
            AND h.version > e.version)
      ORDER BY e.occurred_at, e.source_agency, e.event_ref
      """;

  private static final String VERSIONS =
      """
      SELECT version, urn_key, child_id, service
      FROM casepapers.court_event
      WHERE source_agency = ? AND event_ref = ?
      ORDER BY version
      """;

  static final String EXPECTATION_COLUMNS =
      """
      SELECT x.expectation_id, x.child_id, x.service, x.urn_key, x.expected_from, x.agreement_id,
             x.agreement_version, x.gateway, x.stage, x.since, x.due_at, x.state, x.complete_at,
             x.overdue_alert, x.sealed, k.wrapped, x.moved_due_at
      FROM casepapers.expectation x
      JOIN storage.record_key k ON k.position = x.sealed_position
      """;

  private static final String OF_MATTER =
      EXPECTATION_COLUMNS
          + """
          WHERE x.child_id = ? AND x.urn_key = ?
          ORDER BY x.expectation_id
          """;

  private static final String BY_ID =
      EXPECTATION_COLUMNS
          + """
          WHERE x.expectation_id = ?
          """;

  private final Database database;
  private final Vault vault;

  PapersStore(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /** An event as it is stored. */
  record StoredEvent(
      RecordedEvent event, long urnKey, int gateway, RecordCourtEventRequest request) {}

  /** A version of an event, and where it belongs; child and service null when nobody may know. */
  record Version(int version, long urnKey, @Nullable ChildId child, @Nullable AgencyId service) {}

  /** A keyed fingerprint of a canonical URN. */
  long urnKey(String urn) {
    return vault.fingerprint("case-urn:" + urn);
  }

  /** What counts of a child's part in one case. */
  List<StoredEvent> events(ChildId child, long urnKey) {
    return events(child, false, urnKey);
  }

  /** What counts of a child in all cases. */
  List<StoredEvent> events(ChildId child) {
    return events(child, true, 0);
  }

  /** All versions of an event, the lowest first. */
  List<Version> versions(AgencyId source, String ref) {
    return read(
        VERSIONS,
        s -> {
          s.setString(1, source.value());
          s.setString(2, ref);
        },
        r -> {
          UUID child = r.getObject(3, UUID.class);
          String service = r.getString(4);
          return new Version(
              r.getInt(1),
              r.getLong(2),
              child == null ? null : new ChildId(child),
              service == null ? null : new AgencyId(service));
        });
  }

  /** Everything ever expected for one child in one case. */
  List<ExpectationRow> expectations(ChildId child, long urnKey) {
    return read(
        OF_MATTER,
        s -> {
          s.setObject(1, child.value());
          s.setLong(2, urnKey);
        },
        this::expectation);
  }

  /** One expectation. */
  Optional<ExpectationRow> expectation(UUID id) {
    return read(BY_ID, s -> s.setObject(1, id), this::expectation).stream().findFirst();
  }

  private List<StoredEvent> events(ChildId child, boolean all, long urnKey) {
    return read(
        EVENTS,
        s -> {
          s.setObject(1, child.value());
          s.setBoolean(2, all);
          s.setLong(3, urnKey);
        },
        this::event);
  }

  private StoredEvent event(ResultSet r) throws SQLException {
    try {
      RecordCourtEventRequest request =
          RecordCourtEventRequest.parseFrom(
              vault.open(vault.unwrap(r.getBytes(10)), r.getBytes(9), PapersTables.EVENT_PURPOSE));
      RecordedEvent event =
          new RecordedEvent(
              new AgencyId(r.getString(1)),
              r.getInt(2),
              r.getString(3),
              r.getInt(4),
              r.getBoolean(5),
              instant(r, 6),
              request.getEvent());
      return new StoredEvent(event, r.getLong(7), r.getInt(8), request);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored court event cannot be read", e);
    }
  }

  /** A row of {@link #EXPECTATION_COLUMNS}. */
  ExpectationRow expectation(ResultSet r) throws SQLException {
    try {
      OffsetDateTime complete = r.getObject(13, OffsetDateTime.class);
      OffsetDateTime moved = r.getObject(17, OffsetDateTime.class);
      return new ExpectationRow(
          r.getObject(1, UUID.class),
          new ChildId(r.getObject(2, UUID.class)),
          new AgencyId(r.getString(3)),
          r.getLong(4),
          new AgencyId(r.getString(5)),
          new NewAlert.Basis(r.getString(6), r.getInt(7), LegalGateway.forNumber(r.getInt(8))),
          PapersStage.forNumber(r.getInt(9)),
          instant(r, 10),
          instant(r, 11),
          ExpectationState.forNumber(r.getInt(12)),
          complete == null ? null : complete.toInstant(),
          moved == null ? null : moved.toInstant(),
          r.getObject(14, UUID.class),
          PapersExpected.parseFrom(
              vault.open(
                  vault.unwrap(r.getBytes(16)), r.getBytes(15), PapersTables.EXPECTED_PURPOSE)));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored expectation cannot be read", e);
    }
  }

  /** Fills the places of a statement. */
  interface Fill {
    void into(PreparedStatement s) throws SQLException;
  }

  /** Reads one row. */
  interface Row<T> {
    T read(ResultSet r) throws SQLException;
  }

  /** Reads rows; READ_FAILED when the database does not answer. */
  <T> List<T> read(String sql, Fill fill, Row<T> row) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(sql)) {
      fill.into(s);
      List<T> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(row.read(r));
        }
      }
      return found;
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }

  private static Instant instant(ResultSet r, int column) throws SQLException {
    return r.getObject(column, OffsetDateTime.class).toInstant();
  }
}
