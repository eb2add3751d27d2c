package uk.yjx.server.alerts;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.EmergencyDecision;
import uk.yjx.alerts.v1.EmergencyReason;
import uk.yjx.alerts.v1.OpenEmergencyAccessRequest;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/** Reads emergency accesses from their table. */
@Singleton
final class EmergencyReader {
  /** What the reader's own words are bound to. */
  static final String SEALED_PURPOSE = "alerts.emergency-access";

  private static final String COLUMNS =
      """
      SELECT e.access_id, e.position, e.principal, e.service, e.child_id, e.reason, e.sealed,
             e.opened_at, e.until, e.review_due_at, e.closed_at, e.decision, e.reviewed_by,
             e.reviewed_at, k.wrapped
      FROM alerts.emergency_access e
      JOIN storage.record_key k ON k.position = e.position
      """;

  private static final String BY_ID = COLUMNS + "WHERE e.access_id = ?";

  private static final String PAGE =
      COLUMNS
          + """
          WHERE (e.principal = ? OR e.agency = ANY (?) OR e.owner = ANY (?))
            AND (NOT ? OR e.decision = 0)
            AND e.position < ?
          ORDER BY e.position DESC
          LIMIT ?
          """;

  private static final String OPEN_OF =
      """
      SELECT count(*)
      FROM alerts.emergency_access
      WHERE principal = ? AND closed_at IS NULL AND until > ?
      """;

  private final Database database;
  private final Vault vault;

  EmergencyReader(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /**
   * What to list.
   *
   * @param reader whose own accesses
   * @param agencies also those of people of these agencies
   * @param owners also those to records of these services
   */
  record Query(
      PrincipalId reader,
      Collection<String> agencies,
      Collection<String> owners,
      boolean unreviewedOnly,
      long before,
      int limit) {}

  /** An access by its id; null when there is none. */
  @Nullable EmergencyAccessRow find(UUID id) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(BY_ID)) {
      s.setObject(1, id);
      List<EmergencyAccessRow> found = rows(s);
      return found.isEmpty() ? null : found.getFirst();
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  /** One page, newest first. */
  List<EmergencyAccessRow> page(Query query) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(PAGE)) {
      s.setString(1, query.reader().toString());
      s.setArray(2, c.createArrayOf("text", query.agencies().toArray()));
      s.setArray(3, c.createArrayOf("text", query.owners().toArray()));
      s.setBoolean(4, query.unreviewedOnly());
      s.setLong(5, query.before());
      s.setInt(6, query.limit());
      return rows(s);
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  /** How many accesses a person has open. */
  int openOf(PrincipalId reader, Instant now) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(OPEN_OF)) {
      s.setString(1, reader.toString());
      s.setObject(2, now.atOffset(ZoneOffset.UTC));
      try (ResultSet r = s.executeQuery()) {
        r.next();
        return r.getInt(1);
      }
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  private List<EmergencyAccessRow> rows(PreparedStatement s) throws SQLException {
    List<EmergencyAccessRow> found = new ArrayList<>();
    try (ResultSet r = s.executeQuery()) {
      while (r.next()) {
        found.add(row(r));
      }
    }
    return found;
  }

  private EmergencyAccessRow row(ResultSet r) throws SQLException {
    OpenEmergencyAccessRequest asked = asked(r.getBytes(7), r.getBytes(15));
    UUID child = r.getObject(5, UUID.class);
    String by = r.getString(13);
    return new EmergencyAccessRow(
        r.getObject(1, UUID.class),
        r.getLong(2),
        PrincipalId.parse(r.getString(3)),
        new AgencyId(r.getString(4)),
        asked.getServiceChildId(),
        child == null ? null : new ChildId(child),
        EmergencyReason.forNumber(r.getInt(6)),
        asked.getJustification(),
        instant(r, 8),
        instant(r, 9),
        instant(r, 10),
        r.getObject(11) == null ? null : instant(r, 11),
        EmergencyDecision.forNumber(r.getInt(12)),
        by == null ? null : PrincipalId.parse(by),
        r.getObject(14) == null ? null : instant(r, 14));
  }

  private OpenEmergencyAccessRequest asked(byte[] sealed, byte[] wrapped) {
    try {
      return OpenEmergencyAccessRequest.parseFrom(
          vault.open(vault.unwrap(wrapped), sealed, SEALED_PURPOSE));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored emergency access cannot be read", e);
    }
  }

  private static Instant instant(ResultSet r, int column) throws SQLException {
    return r.getObject(column, OffsetDateTime.class).toInstant();
  }
}
