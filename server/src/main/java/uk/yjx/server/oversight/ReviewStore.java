package uk.yjx.server.oversight;

import com.google.protobuf.InvalidProtocolBufferException;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import uk.yjx.common.v1.Role;
import uk.yjx.oversight.v1.Contribution;
import uk.yjx.oversight.v1.ReviewEntry;
import uk.yjx.oversight.v1.ReviewEntryKind;
import uk.yjx.oversight.v1.ReviewOutcome;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/** Reads reviews. */
@Singleton
final class ReviewStore {
  static final Failure READ_FAILED =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "READ_FAILED",
          "the database could not be read; try again",
          Duration.ofSeconds(1));

  private static final String COLUMNS =
      """
      SELECT review_id, child_id, service, opened_position, opened_at, since_position, due_at,
             state, covered_position, closed_at, closed_by, outcome, unchanged_copy, challenges,
             entries
      FROM oversight.review
      """;

  private static final String BY_ID = COLUMNS + "WHERE review_id = ?";

  private static final String OF_CHILDREN =
      COLUMNS + "WHERE child_id = ANY (?) ORDER BY child_id, opened_position";

  private static final String OF_SERVICES =
      COLUMNS
          + """
          WHERE service = ANY (?) AND (state = 1 OR (? AND closed_at > ?))
            AND (state, due_at, review_id) > (?, ?, ?)
          ORDER BY state, due_at, review_id
          LIMIT ?
          """;

  /** Open ones of whose alerts one at least was withdrawn; 8 is WITHDRAWN. */
  private static final String SHAKEN =
      """
      SELECT r.child_id
      FROM oversight.review r
      WHERE r.state = 1 AND EXISTS (
        SELECT 1 FROM alerts.alert a
        WHERE a.child_id = r.child_id AND a.raised_position > r.since_position AND a.state = 8)
      """;

  private static final String HISTORY =
      """
      SELECT e.sealed, k.wrapped
      FROM oversight.review_entry e
      JOIN storage.record_key k ON k.position = e.position
      WHERE e.review_id = ?
      ORDER BY e.number
      """;

  private static final String CONTRIBUTIONS =
      """
      SELECT c.review_id, c.role, c.due_at, c.given_at, c.given_by, c.sealed, k.wrapped
      FROM oversight.contribution c
      LEFT JOIN storage.record_key k ON k.position = c.given_position
      WHERE c.review_id = ANY (?)
      ORDER BY c.review_id, c.role
      """;

  private static final String CLOSINGS =
      """
      SELECT e.review_id, e.number, e.author, e.signs
      FROM oversight.review_entry e
      JOIN oversight.review r ON r.review_id = e.review_id
      WHERE r.service = ? AND e.kind = ? AND e.at >= ? AND e.at < ?
      ORDER BY e.review_id, e.number
      """;

  private final Database database;
  private final Vault vault;

  ReviewStore(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /** One closing by a person. */
  record Closing(UUID review, int number, String by, int signs) {}

  /** Where a page of {@link #page} begins: after this. */
  record Place(int state, Instant dueAt, UUID review) {
    static final Place BEGIN = new Place(0, Instant.EPOCH, new UUID(0, 0));
  }

  private interface Parameters {
    void set(PreparedStatement s) throws SQLException;
  }

  private interface Row<T> {
    T read(ResultSet r) throws SQLException, InvalidProtocolBufferException;
  }

  Optional<ReviewRow> find(UUID id) {
    return query(BY_ID, s -> s.setObject(1, id), ReviewStore::row).stream().findFirst();
  }

  /** Every review of these children, each child's in order. */
  Map<ChildId, List<ReviewRow>> of(Collection<ChildId> children) {
    Map<ChildId, List<ReviewRow>> found = new HashMap<>();
    query(
            OF_CHILDREN,
            s ->
                s.setArray(
                    1,
                    s.getConnection()
                        .createArrayOf("uuid", children.stream().map(ChildId::value).toArray())),
            ReviewStore::row)
        .forEach(row -> found.computeIfAbsent(row.child(), id -> new ArrayList<>()).add(row));
    return found;
  }

  /** Reviews of services: open ones by due time, then those closed since, by due time. */
  List<ReviewRow> page(
      Collection<AgencyId> services, boolean closed, Instant since, Place after, int limit) {
    return query(
        OF_SERVICES,
        s -> {
          s.setArray(
              1,
              s.getConnection()
                  .createArrayOf("text", services.stream().map(AgencyId::value).toArray()));
          s.setBoolean(2, closed);
          s.setObject(3, since.atOffset(ZoneOffset.UTC));
          s.setInt(4, after.state());
          s.setObject(5, after.dueAt().atOffset(ZoneOffset.UTC));
          s.setObject(6, after.review());
          s.setInt(7, limit);
        },
        ReviewStore::row);
  }

  /** Children with an open review of whose alerts some were withdrawn. */
  List<ChildId> shaken() {
    return query(SHAKEN, s -> {}, r -> new ChildId(r.getObject(1, UUID.class)));
  }

  /** The history of a review. */
  List<ReviewEntry> history(UUID review) {
    return query(
        HISTORY,
        s -> s.setObject(1, review),
        r ->
            ReviewEntry.parseFrom(
                vault.open(
                    vault.unwrap(r.getBytes(2)), r.getBytes(1), ReviewTables.ENTRY_PURPOSE)));
  }

  /** What was asked of whom for these reviews, with what came. */
  Map<UUID, List<Contribution>> contributions(Collection<UUID> reviews, Instant now) {
    Map<UUID, List<Contribution>> found = new HashMap<>();
    query(
        CONTRIBUTIONS,
        s -> s.setArray(1, s.getConnection().createArrayOf("uuid", reviews.toArray())),
        r -> {
          found
              .computeIfAbsent(r.getObject(1, UUID.class), id -> new ArrayList<>())
              .add(contribution(r, now));
          return true;
        });
    return found;
  }

  /** Every closing by a person at times in [from, to). */
  List<Closing> closings(AgencyId service, Instant from, Instant to) {
    return query(
        CLOSINGS,
        s -> {
          s.setString(1, service.value());
          s.setInt(2, ReviewEntryKind.REVIEW_ENTRY_KIND_CLOSED.getNumber());
          s.setObject(3, from.atOffset(ZoneOffset.UTC));
          s.setObject(4, to.atOffset(ZoneOffset.UTC));
        },
        r -> new Closing(r.getObject(1, UUID.class), r.getInt(2), r.getString(3), r.getInt(4)));
  }

  /** Up to where alerts have been looked through. */
  long lookedThrough() {
    return query("SELECT looked_through FROM oversight.watermark", s -> {}, r -> r.getLong(1))
        .getFirst();
  }

  /** Remembers how far that is; never goes back. What was not remembered is looked at again. */
  void lookedThrough(long upTo) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s =
            c.prepareStatement(
                "UPDATE oversight.watermark SET looked_through = greatest(looked_through, ?)")) {
      s.setLong(1, upTo);
      s.executeUpdate();
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }

  private Contribution contribution(ResultSet r, Instant now)
      throws SQLException, InvalidProtocolBufferException {
    Instant due = r.getObject(3, OffsetDateTime.class).toInstant();
    Role role = Role.forNumber(r.getInt(2));
    byte[] sealed = r.getBytes(6);
    if (sealed == null) {
      return Contribution.newBuilder()
          .setRole(role)
          .setDueAt(Receipts.timestamp(due))
          .setOverdue(!now.isBefore(due))
          .build();
    }
    byte[] wrapped = r.getBytes(7);
    Contribution content =
        wrapped == null
            ? Contribution.getDefaultInstance() // erased
            : Contribution.parseFrom(
                vault.open(vault.unwrap(wrapped), sealed, ReviewTables.CONTRIBUTION_PURPOSE));
    return content.toBuilder()
        .setRole(role)
        .setDueAt(Receipts.timestamp(due))
        .setBy(r.getString(5))
        .setAt(Receipts.timestamp(r.getObject(4, OffsetDateTime.class).toInstant()))
        .build();
  }

  private <T> List<T> query(String sql, Parameters parameters, Row<T> row) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(sql)) {
      parameters.set(s);
      List<T> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(row.read(r));
        }
      }
      return found;
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored review cannot be read", e);
    }
  }

  private static ReviewRow row(ResultSet r) throws SQLException {
    String by = r.getString(11);
    OffsetDateTime closed = r.getObject(10, OffsetDateTime.class);
    return new ReviewRow(
        r.getObject(1, UUID.class),
        new ChildId(r.getObject(2, UUID.class)),
        new AgencyId(r.getString(3)),
        r.getLong(4),
        r.getObject(5, OffsetDateTime.class).toInstant(),
        r.getLong(6),
        r.getObject(7, OffsetDateTime.class).toInstant(),
        r.getInt(8) == 1,
        r.getObject(9, Long.class),
        closed == null ? null : closed.toInstant(),
        by == null ? null : PrincipalId.parse(by),
        ReviewOutcome.forNumber(r.getInt(12)),
        r.getBoolean(13),
        r.getInt(14),
        r.getInt(15));
  }
}
