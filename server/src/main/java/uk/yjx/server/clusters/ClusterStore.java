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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.AgencyId;
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
      return ClusterRows.load(c, vault, ids.toArray());
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

  static UUID id(ResultSet r, int column) throws SQLException {
    return r.getObject(column, UUID.class);
  }
}
