package uk.yjx.server.safeguarding;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.safeguarding.v1.ChildNotice;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.matching.Match;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/** Reads what was told of children. Who decides upon it depends on the facts it is named by. */
@Singleton
final class NoticeStore {
  static final Failure READ_FAILED =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "READ_FAILED",
          "the database could not be read; try again",
          Duration.ofSeconds(1));

  private static final Episode.Edge[] EDGES = Episode.Edge.values();

  private static final String EPISODE =
      """
      SELECT notice_id, edge, happened_at
      FROM safeguarding.notice
      WHERE episode = ? AND withdrawn_at IS NULL
      ORDER BY position
      """;

  private static final String FIND =
      """
      SELECT position, notice_id, episode, withdrawn_at IS NOT NULL
      FROM safeguarding.notice
      WHERE agency_id = ? AND request_id = ?
      """;

  private static final String WITHDRAWN =
      """
      SELECT 1
      FROM safeguarding.withdrawal
      WHERE agency_id = ? AND notice_request_id = ?
      """;

  private static final String CONTENT =
      """
      SELECT n.position, n.agency_id, n.sealed, k.wrapped,
        ARRAY(
          SELECT l.child_id FROM safeguarding.link l
          WHERE l.notice_position = n.position AND l.outcome = 1 AND l.rule = ?),
        ARRAY(
          SELECT l.child_id FROM safeguarding.link l
          WHERE l.notice_position = n.position AND l.outcome = 3)
      FROM safeguarding.notice n
      JOIN storage.record_key k ON k.position = n.position
      WHERE n.notice_id = ? AND n.sealed IS NOT NULL
      """;

  /** Entries in which anything was said of an episode since a notice of it came. */
  private static final String SAID_SINCE =
      """
      SELECT l.position
      FROM safeguarding.link l
      JOIN safeguarding.notice n ON n.position = l.notice_position
      WHERE n.episode = ? AND n.position <> ? AND l.position > ?
      UNION
      SELECT n.position
      FROM safeguarding.notice n
      WHERE n.episode = ? AND n.position > ?
      ORDER BY 1
      """;

  private final Database database;
  private final Vault vault;

  NoticeStore(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /** A notice of an agency. */
  record Found(long position, UUID id, @Nullable UUID episode, boolean withdrawn) {}

  /** A notice with its content, and what people have decided about whose it is. */
  record Kept(long position, AgencyId from, ChildNotice notice, Restated.Decided decided) {}

  /** What stands of an episode. */
  List<Episode.Told> standing(UUID episode) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(EPISODE)) {
      s.setObject(1, episode);
      List<Episode.Told> told = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          told.add(
              new Episode.Told(
                  r.getObject(1, UUID.class),
                  EDGES[r.getInt(2)],
                  r.getObject(3, OffsetDateTime.class).toInstant()));
        }
      }
      return told;
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }

  /** A notice by the request that brought it. */
  Optional<Found> find(AgencyId from, String requestId) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(FIND)) {
      s.setString(1, from.value());
      s.setString(2, requestId);
      try (ResultSet r = s.executeQuery()) {
        return r.next()
            ? Optional.of(
                new Found(
                    r.getLong(1),
                    r.getObject(2, UUID.class),
                    r.getObject(3, UUID.class),
                    r.getBoolean(4)))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }

  /** Whether an agency has withdrawn what it sent, or will send, by this request. */
  boolean isWithdrawn(AgencyId from, String requestId) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(WITHDRAWN)) {
      s.setString(1, from.value());
      s.setString(2, requestId);
      try (ResultSet r = s.executeQuery()) {
        return r.next();
      }
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }

  /** A notice with its content, where that is kept. */
  Optional<Kept> content(UUID notice) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(CONTENT)) {
      s.setString(1, Match.Decided.RULE);
      s.setObject(2, notice);
      try (ResultSet r = s.executeQuery()) {
        if (!r.next()) {
          return Optional.empty();
        }
        byte[] plain = vault.open(vault.unwrap(r.getBytes(4)), r.getBytes(3), NoticeTables.PURPOSE);
        ChildId same = children(r.getArray(5)).stream().findAny().orElse(null);
        return Optional.of(
            new Kept(
                r.getLong(1),
                new AgencyId(r.getString(2)),
                ChildNotice.parseFrom(plain),
                new Restated.Decided(same, Set.copyOf(children(r.getArray(6))))));
      }
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored notice cannot be read", e);
    }
  }

  static List<ChildId> children(Array ids) throws SQLException {
    List<ChildId> children = new ArrayList<>();
    for (Object id : (Object[]) ids.getArray()) {
      children.add(new ChildId((UUID) id));
    }
    return children;
  }

  /** Positions at which something else was said of an episode since this notice of it came. */
  Set<Long> saidSince(UUID episode, long notice) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(SAID_SINCE)) {
      s.setObject(1, episode);
      s.setLong(2, notice);
      s.setLong(3, notice);
      s.setObject(4, episode);
      s.setLong(5, notice);
      Set<Long> positions = new LinkedHashSet<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          positions.add(r.getLong(1));
        }
      }
      return positions;
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }
}
