package uk.yjx.server.clusters;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.clusters.v1.ClosingReason;
import uk.yjx.clusters.v1.InvitationState;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/** Reads clusters. Who decides upon one depends on its fact. */
@Singleton
final class ClusterStore {
  static final Failure READ_FAILED =
      Failure.passing(
          Failure.Code.UNAVAILABLE,
          "READ_FAILED",
          "the database could not be read; try again",
          Duration.ofSeconds(1));

  private static final String CLUSTERS =
      """
      SELECT c.cluster_id, c.position, c.service, c.speak_to, c.opened_by, c.opened_at, c.gateway,
             c.sealed, k.wrapped, c.closed_at, c.closing
      FROM clusters.cluster c
      LEFT JOIN storage.record_key k ON k.position = c.position
      WHERE c.cluster_id = ANY (?)
      ORDER BY c.position DESC
      """;

  private static final String EVENTS =
      """
      SELECT cluster_id, alert_id, child_id, removed_at IS NOT NULL
      FROM clusters.event
      WHERE cluster_id = ANY (?)
      ORDER BY position, alert_id
      """;

  private static final String WARNINGS =
      """
      SELECT cluster_id, alert_id, child_id, position, ended_at IS NULL
      FROM clusters.warning
      WHERE cluster_id = ANY (?)
      ORDER BY position, alert_id
      """;

  /** Both ends of every invitation: who was asked, and by whom one was asked that has joined. */
  private static final String OTHERS =
      """
      SELECT i.cluster_id, i.invitation_id, i.to_service, i.state, false, c.speak_to
      FROM clusters.invitation i
      LEFT JOIN clusters.cluster c ON c.cluster_id = i.joined_cluster
      WHERE i.cluster_id = ANY (?)
      UNION ALL
      SELECT i.joined_cluster, i.invitation_id, i.from_service, i.state, true, c.speak_to
      FROM clusters.invitation i
      JOIN clusters.cluster c ON c.cluster_id = i.cluster_id
      WHERE i.joined_cluster = ANY (?)
      ORDER BY 2
      """;

  private static final String PARTNERS =
      """
      SELECT cluster_id, agency, alert_id
      FROM clusters.partner
      WHERE cluster_id = ANY (?)
      """;

  private static final String OF_SERVICES =
      """
      SELECT cluster_id
      FROM clusters.cluster
      WHERE service = ANY (?) AND (? OR closed_at IS NULL) AND position < ?
      ORDER BY position DESC
      LIMIT ?
      """;

  private static final String OPEN =
      """
      SELECT cluster_id
      FROM clusters.cluster
      WHERE closed_at IS NULL AND cluster_id > ?
      ORDER BY cluster_id
      LIMIT ?
      """;

  private static final String INVITED =
      """
      SELECT i.invitation_id, i.cluster_id, i.from_service, i.to_service, c.speak_to, i.asked_at
      FROM clusters.invitation i
      JOIN clusters.cluster c ON c.cluster_id = i.cluster_id
      WHERE i.to_service = ANY (?) AND i.state = 1 AND c.closed_at IS NULL
      ORDER BY i.asked_at, i.invitation_id
      LIMIT ?
      """;

  private final Database database;
  private final Vault vault;

  ClusterStore(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /** A cluster. */
  Optional<Cluster> find(UUID cluster) {
    return load(List.of(cluster)).stream().findFirst();
  }

  /** These clusters, the newest first. */
  List<Cluster> load(Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    try (Connection c = database.pool().getConnection()) {
      Object[] all = ids.toArray();
      Map<UUID, List<Cluster.Event>> events =
          grouped(
              c, EVENTS, all, 1, r -> new Cluster.Event(id(r, 2), child(r, 3), r.getBoolean(4)));
      Map<UUID, List<Cluster.Warning>> warnings =
          grouped(
              c,
              WARNINGS,
              all,
              1,
              r -> new Cluster.Warning(id(r, 2), child(r, 3), r.getLong(4), r.getBoolean(5)));
      Map<UUID, List<Cluster.Other>> others = grouped(c, OTHERS, all, 2, ClusterStore::other);
      Map<UUID, List<Map.Entry<AgencyId, UUID>>> partners =
          grouped(c, PARTNERS, all, 1, r -> Map.entry(new AgencyId(r.getString(2)), id(r, 3)));
      return rows(
          c,
          CLUSTERS,
          r -> {
            UUID id = id(r, 1);
            return new Cluster(
                id,
                r.getLong(2),
                new AgencyId(r.getString(3)),
                PrincipalId.parse(r.getString(4)),
                PrincipalId.parse(r.getString(5)),
                r.getObject(6, OffsetDateTime.class).toInstant(),
                LegalGateway.forNumber(r.getInt(7)),
                opened(vault, r.getBytes(8), r.getBytes(9), ClusterTables.REASON_PURPOSE),
                instant(r, 10),
                ClosingReason.forNumber(r.getInt(11)),
                events.getOrDefault(id, List.of()),
                warnings.getOrDefault(id, List.of()),
                others.getOrDefault(id, List.of()),
                Map.ofEntries(partners.getOrDefault(id, List.of()).toArray(ClusterStore::entries)));
          },
          c.createArrayOf("uuid", all));
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }

  /** Clusters of services before a position, the newest first. */
  List<Cluster> of(Collection<AgencyId> services, boolean closedToo, long before, int limit) {
    try (Connection c = database.pool().getConnection()) {
      return load(
          rows(
              c,
              OF_SERVICES,
              r -> id(r, 1),
              c.createArrayOf("text", services.stream().map(AgencyId::value).toArray()),
              closedToo,
              before,
              limit));
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }

  /** Open clusters with ids after the given one, in order. */
  List<UUID> open(UUID after, int limit) {
    try (Connection c = database.pool().getConnection()) {
      return rows(c, OPEN, r -> id(r, 1), after, limit);
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }

  /** What these services are asked to join and have not answered, the oldest first. */
  List<Invited> invited(Collection<AgencyId> services, int limit) {
    try (Connection c = database.pool().getConnection()) {
      return rows(
          c,
          INVITED,
          r ->
              new Invited(
                  id(r, 1),
                  id(r, 2),
                  new AgencyId(r.getString(3)),
                  new AgencyId(r.getString(4)),
                  PrincipalId.parse(r.getString(5)),
                  r.getObject(6, OffsetDateTime.class).toInstant()),
          c.createArrayOf("text", services.stream().map(AgencyId::value).toArray()),
          limit);
    } catch (SQLException e) {
      throw READ_FAILED.refused();
    }
  }

  /** How a row is read. */
  interface Reads<T> {
    T from(ResultSet r) throws SQLException;
  }

  /** The rows of a statement. */
  static <T> List<T> rows(Connection c, String sql, Reads<T> reads, Object... values)
      throws SQLException {
    try (PreparedStatement s = c.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        s.setObject(i + 1, values[i]);
      }
      List<T> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(reads.from(r));
        }
      }
      return found;
    }
  }

  /** What was sealed; nothing once it is erased. */
  static String opened(
      Vault vault, byte @Nullable [] sealed, byte @Nullable [] wrapped, String purpose) {
    return sealed == null || wrapped == null
        ? ""
        : new String(vault.open(vault.unwrap(wrapped), sealed, purpose), StandardCharsets.UTF_8);
  }

  static @Nullable Instant instant(ResultSet r, int column) throws SQLException {
    OffsetDateTime at = r.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static <T> Map<UUID, List<T>> grouped(
      Connection c, String sql, Object[] ids, int times, Reads<T> reads) throws SQLException {
    Object[] values = new Object[times];
    java.util.Arrays.fill(values, c.createArrayOf("uuid", ids));
    Map<UUID, List<T>> found = new HashMap<>();
    for (Map.Entry<UUID, T> one : rows(c, sql, r -> Map.entry(id(r, 1), reads.from(r)), values)) {
      found.computeIfAbsent(one.getKey(), id -> new ArrayList<>()).add(one.getValue());
    }
    return found;
  }

  private static Cluster.Other other(ResultSet r) throws SQLException {
    String speakTo = r.getString(6);
    return new Cluster.Other(
        id(r, 2),
        new AgencyId(r.getString(3)),
        InvitationState.forNumber(r.getInt(4)),
        r.getBoolean(5),
        speakTo == null ? null : PrincipalId.parse(speakTo));
  }

  private static UUID id(ResultSet r, int column) throws SQLException {
    return r.getObject(column, UUID.class);
  }

  private static ChildId child(ResultSet r, int column) throws SQLException {
    return new ChildId(id(r, column));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private static Map.Entry<AgencyId, UUID>[] entries(int size) {
    return new Map.Entry[size];
  }
}
