package uk.yjx.server.caseload;

import com.google.protobuf.InvalidProtocolBufferException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.SeparationReason;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.storage.Vault;

/**
 * What the tables say changed in a span of positions.
 *
 * @param cases cases new or replaced, as they are now
 * @param erased children whose record key is erased
 * @param covers cover recorded
 * @param separations declared or lifted
 */
record CaseChanges(
    List<ChildCase> cases, List<ChildId> erased, List<Cover> covers, List<Separation> separations) {
  private static final ZoneId LONDON = ZoneId.of("Europe/London");

  private static final String CHILDREN =
      """
      SELECT c.child_id, c.service, c.service_child_id, c.closed, c.version, c.sealed,
             c.decided_at, k.wrapped
      FROM caseload.child c
      LEFT JOIN storage.record_key k ON k.position = c.changed_position
      WHERE c.changed_position > ? AND c.changed_position <= ?
      ORDER BY c.changed_position
      """;

  private static final String ALLOCATIONS =
      """
      SELECT child_id, version, principal_id, practice_group, role, valid_from, valid_to
      FROM caseload.allocation
      WHERE changed_position > ? AND changed_position <= ?
      ORDER BY changed_position, child_id, ordinal
      """;

  private static final String COVERS =
      """
      SELECT service, absent_principal_id, cover_principal_id, valid_from, valid_to, decided_at
      FROM caseload.cover
      WHERE changed_position > ? AND changed_position <= ?
      ORDER BY changed_position, ordinal
      """;

  private static final String SEPARATIONS =
      """
      SELECT separation_id, service, principal_id, child_id, reason, denied, valid_from, valid_to,
             declared_by, decided_at, lifted_at
      FROM caseload.separation
      WHERE changed_position > ? AND changed_position <= ?
      ORDER BY changed_position, separation_id
      """;

  private record Version(UUID child, int version) {}

  /** Reads what changed at positions in (after, upTo]. */
  static CaseChanges read(Connection connection, Vault vault, long after, long upTo)
      throws SQLException {
    List<ChildCase> cases = new ArrayList<>();
    List<ChildId> erased = new ArrayList<>();
    // Children first: a version that appears in between has a position beyond the span.
    List<ChildRow> rows = rows(connection, CHILDREN, after, upTo, CaseChanges::child);
    Map<Version, List<Allocation>> allocations = allocations(connection, after, upTo);
    for (ChildRow row : rows) {
      byte[] wrapped = row.wrapped();
      if (wrapped == null) {
        erased.add(row.id());
      } else {
        Version version = new Version(row.id().value(), row.version());
        byte[] plain = vault.open(vault.unwrap(wrapped), row.sealed(), CaseTable.SEALED_PURPOSE);
        cases.add(row.open(plain, allocations.getOrDefault(version, List.of())));
      }
    }
    return new CaseChanges(
        cases,
        erased,
        rows(connection, COVERS, after, upTo, CaseChanges::cover),
        rows(connection, SEPARATIONS, after, upTo, CaseChanges::separation));
  }

  private record ChildRow(
      ChildId id,
      AgencyId service,
      String number,
      boolean closed,
      int version,
      byte[] sealed,
      Instant decidedAt,
      byte @Nullable [] wrapped) {

    ChildCase open(byte[] plain, List<Allocation> allocations) {
      // What is wrong was refused when it was recorded; what was right then stays right.
      Violations none = new Violations();
      PersonTranslation people =
          new PersonTranslation(service, LocalDate.ofInstant(decidedAt, LONDON), none);
      Case it = parse(plain);
      return new ChildCase(
          id,
          service,
          number,
          people.read(it.getPerson(), "case.person"),
          allocations,
          closed,
          ShieldTranslation.read(it, "case", none),
          version,
          decidedAt);
    }
  }

  /** The sealed part of a case, opened. */
  static Case parse(byte[] plain) {
    try {
      return Case.parseFrom(plain);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored case cannot be read", e);
    }
  }

  private static Map<Version, List<Allocation>> allocations(
      Connection connection, long after, long upTo) throws SQLException {
    Map<Version, List<Allocation>> found = new HashMap<>();
    rows(
        connection,
        ALLOCATIONS,
        after,
        upTo,
        r ->
            found
                .computeIfAbsent(
                    new Version(r.getObject(1, UUID.class), r.getInt(2)), v -> new ArrayList<>())
                .add(allocation(r)));
    return found;
  }

  private static ChildRow child(ResultSet r) throws SQLException {
    return new ChildRow(
        new ChildId(r.getObject(1, UUID.class)),
        new AgencyId(r.getString(2)),
        r.getString(3),
        r.getBoolean(4),
        r.getInt(5),
        r.getBytes(6),
        instant(r, 7),
        r.getBytes(8));
  }

  private static Allocation allocation(ResultSet r) throws SQLException {
    String worker = r.getString(3);
    OffsetDateTime to = r.getObject(7, OffsetDateTime.class);
    return new Allocation(
        worker == null ? null : PrincipalId.parse(worker),
        r.getString(4),
        Allocation.Role.valueOf(r.getString(5)),
        instant(r, 6),
        to == null ? null : to.toInstant());
  }

  private static Cover cover(ResultSet r) throws SQLException {
    return new Cover(
        new AgencyId(r.getString(1)),
        PrincipalId.parse(r.getString(2)),
        PrincipalId.parse(r.getString(3)),
        instant(r, 4),
        instant(r, 5),
        instant(r, 6));
  }

  private static Separation separation(ResultSet r) throws SQLException {
    return new Separation(
        r.getObject(1, UUID.class),
        new AgencyId(r.getString(2)),
        PrincipalId.parse(r.getString(3)),
        new ChildId(r.getObject(4, UUID.class)),
        SeparationReason.forNumber(r.getInt(5)),
        r.getBoolean(6),
        instant(r, 7),
        r.getObject(8) == null ? null : instant(r, 8),
        PrincipalId.parse(r.getString(9)),
        instant(r, 10),
        r.getObject(11) == null ? null : instant(r, 11));
  }

  private static Instant instant(ResultSet r, int column) throws SQLException {
    return r.getObject(column, OffsetDateTime.class).toInstant();
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> List<T> rows(
      Connection connection, String sql, long after, long upTo, RowReader<T> reader)
      throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      s.setLong(1, after);
      s.setLong(2, upTo);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(reader.read(r));
        }
      }
    }
    return found;
  }
}
