package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.safeguarding.v1.OwedKind;
import uk.yjx.safeguarding.v1.PlacementParty;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.Database;

/** Reads placements. Who decides upon one depends on its fact. */
@Singleton
final class PlacementStore {
  private static final String PLACEMENT =
      """
      SELECT placement_id, host, host_child_id, home, home_child_id, placing_agency, gateway,
             recorded_by,
             valid_from, valid_until, host_alert, home_alert, placing_alert, ended_at, position
      FROM safeguarding.placement
      """;

  private static final String ONE = PLACEMENT + "WHERE placement_id = ?";

  private static final String OF_ITEM =
      PLACEMENT
          + "WHERE placement_id ="
          + " (SELECT placement_id FROM safeguarding.owed_item WHERE item_id = ?)";

  private static final String CHANGED =
      PLACEMENT + "WHERE changed_position > ? AND changed_position <= ?";

  private static final String OF_AGENCY =
      PLACEMENT
          + """
          WHERE (host = ? OR home = ? OR placing_agency = ?) AND position < ?
          ORDER BY position DESC
          LIMIT ?
          """;

  private static final String ITEMS =
      """
      SELECT item_id, placement_id, kind, owed_by, authority, due_at, received_at, climbs,
             defaulted_at, not_waited_since
      FROM safeguarding.owed_item
      WHERE placement_id = ANY (?)
      ORDER BY due_at, kind
      """;

  private static final String FELL_DUE =
      """
      SELECT authority,
             count(*),
             count(*) FILTER (WHERE received_at <= due_at),
             count(*) FILTER (WHERE received_at > due_at),
             count(*) FILTER (WHERE received_at IS NULL),
             count(*) FILTER (WHERE defaulted_at IS NOT NULL)
      FROM safeguarding.owed_item
      WHERE due_at >= ? AND due_at < ? AND (not_waited_since IS NULL OR not_waited_since > due_at)
      GROUP BY authority
      """;

  private final Database database;

  PlacementStore(Database database) {
    this.database = database;
  }

  /** A placement with its checklist. */
  record Stored(HostedChild placement, List<OwedThing> owed, long position) {
    /** Something on the checklist. */
    Optional<OwedThing> item(OwedKind kind) {
      return owed.stream().filter(one -> one.kind() == kind).findFirst();
    }
  }

  /** A placement. */
  Optional<Stored> find(UUID placement) {
    return one(ONE, placement);
  }

  /** Placements recorded or ended at positions in (after, upTo]. */
  static List<HostedChild> changed(Connection c, long after, long upTo) throws SQLException {
    List<HostedChild> found = new ArrayList<>();
    try (PreparedStatement s = c.prepareStatement(CHANGED)) {
      s.setLong(1, after);
      s.setLong(2, upTo);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(placement(r));
        }
      }
    }
    return found;
  }

  /** The placement of something owed. */
  Optional<Stored> ofItem(UUID item) {
    return one(OF_ITEM, item);
  }

  /** Placements an agency has a part in, before a position, the newest first. */
  List<Stored> of(AgencyId agency, long before, int limit) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(OF_AGENCY)) {
      s.setString(1, agency.value());
      s.setString(2, agency.value());
      s.setString(3, agency.value());
      s.setLong(4, before);
      s.setInt(5, limit);
      return stored(c, s);
    } catch (SQLException e) {
      throw NoticeStore.READ_FAILED.refused();
    }
  }

  /** What fell due in [from, to), by authority. */
  List<DefaulterReport.Counted> fellDue(Instant from, Instant to) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(FELL_DUE)) {
      s.setObject(1, from.atOffset(ZoneOffset.UTC));
      s.setObject(2, to.atOffset(ZoneOffset.UTC));
      List<DefaulterReport.Counted> counted = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          counted.add(
              new DefaulterReport.Counted(
                  new AgencyId(r.getString(1)),
                  r.getInt(2),
                  r.getInt(3),
                  r.getInt(4),
                  r.getInt(5),
                  r.getInt(6)));
        }
      }
      return counted;
    } catch (SQLException e) {
      throw NoticeStore.READ_FAILED.refused();
    }
  }

  private Optional<Stored> one(String sql, UUID id) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(sql)) {
      s.setObject(1, id);
      return stored(c, s).stream().findFirst();
    } catch (SQLException e) {
      throw NoticeStore.READ_FAILED.refused();
    }
  }

  private static List<Stored> stored(Connection c, PreparedStatement s) throws SQLException {
    List<HostedChild> placements = new ArrayList<>();
    List<Long> positions = new ArrayList<>();
    try (ResultSet r = s.executeQuery()) {
      while (r.next()) {
        placements.add(placement(r));
        positions.add(r.getLong(15));
      }
    }
    Map<UUID, List<OwedThing>> owed = items(c, placements.stream().map(HostedChild::id).toList());
    List<Stored> found = new ArrayList<>();
    for (int i = 0; i < placements.size(); i++) {
      HostedChild it = placements.get(i);
      found.add(new Stored(it, owed.getOrDefault(it.id(), List.of()), positions.get(i)));
    }
    return found;
  }

  private static HostedChild placement(ResultSet r) throws SQLException {
    UUID homeChild = r.getObject(5, UUID.class);
    String placing = r.getString(6);
    return new HostedChild(
        r.getObject(1, UUID.class),
        new AgencyId(r.getString(2)),
        new ChildId(r.getObject(3, UUID.class)),
        new AgencyId(r.getString(4)),
        homeChild == null ? null : new ChildId(homeChild),
        placing == null ? null : new AgencyId(placing),
        LegalGateway.forNumber(r.getInt(7)),
        PrincipalId.parse(r.getString(8)),
        r.getObject(9, OffsetDateTime.class).toInstant(),
        instant(r, 10),
        r.getObject(11, UUID.class),
        r.getObject(12, UUID.class),
        r.getObject(13, UUID.class),
        instant(r, 14));
  }

  private static Map<UUID, List<OwedThing>> items(Connection c, List<UUID> placements)
      throws SQLException {
    Map<UUID, List<OwedThing>> found = new HashMap<>();
    try (PreparedStatement s = c.prepareStatement(ITEMS)) {
      s.setArray(1, c.createArrayOf("uuid", placements.toArray()));
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found
              .computeIfAbsent(r.getObject(2, UUID.class), id -> new ArrayList<>())
              .add(
                  new OwedThing(
                      r.getObject(1, UUID.class),
                      r.getObject(2, UUID.class),
                      OwedKind.forNumber(r.getInt(3)),
                      PlacementParty.forNumber(r.getInt(4)),
                      new AgencyId(r.getString(5)),
                      r.getObject(6, OffsetDateTime.class).toInstant(),
                      instant(r, 7),
                      r.getInt(8),
                      instant(r, 9),
                      instant(r, 10)));
        }
      }
    }
    return found;
  }

  private static @Nullable Instant instant(ResultSet r, int column) throws SQLException {
    OffsetDateTime at = r.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
