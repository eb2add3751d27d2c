package uk.yjx.server.clusters;

import static uk.yjx.server.clusters.ClusterStore.id;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import uk.yjx.clusters.v1.ClosingReason;
import uk.yjx.clusters.v1.InvitationState;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.Vault;

/** Puts clusters together from their tables, many with five statements. */
final class ClusterRows {
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

  private ClusterRows() {}

  /** These clusters, the newest first. */
  static List<Cluster> load(Connection c, Vault vault, Object[] ids) throws SQLException {
    Map<UUID, List<Cluster.Event>> events =
        grouped(c, EVENTS, ids, 1, r -> new Cluster.Event(id(r, 2), child(r, 3), r.getBoolean(4)));
    Map<UUID, List<Cluster.Warning>> warnings =
        grouped(
            c,
            WARNINGS,
            ids,
            1,
            r -> new Cluster.Warning(id(r, 2), child(r, 3), r.getLong(4), r.getBoolean(5)));
    Map<UUID, List<Cluster.Other>> others = grouped(c, OTHERS, ids, 2, ClusterRows::other);
    Map<UUID, List<Map.Entry<AgencyId, UUID>>> partners =
        grouped(c, PARTNERS, ids, 1, r -> Map.entry(new AgencyId(r.getString(2)), id(r, 3)));
    return ClusterStore.rows(
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
              ClusterStore.opened(
                  vault, r.getBytes(8), r.getBytes(9), ClusterTables.REASON_PURPOSE),
              ClusterStore.instant(r, 10),
              ClosingReason.forNumber(r.getInt(11)),
              events.getOrDefault(id, List.of()),
              warnings.getOrDefault(id, List.of()),
              others.getOrDefault(id, List.of()),
              Map.ofEntries(partners.getOrDefault(id, List.of()).toArray(ClusterRows::entries)));
        },
        c.createArrayOf("uuid", ids));
  }

  private static <T> Map<UUID, List<T>> grouped(
      Connection c, String sql, Object[] ids, int times, ClusterStore.Reads<T> reads)
      throws SQLException {
    Object[] values = new Object[times];
    Arrays.fill(values, c.createArrayOf("uuid", ids));
    Map<UUID, List<T>> found = new HashMap<>();
    for (Map.Entry<UUID, T> one :
        ClusterStore.rows(c, sql, r -> Map.entry(id(r, 1), reads.from(r)), values)) {
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

  private static ChildId child(ResultSet r, int column) throws SQLException {
    return new ChildId(id(r, column));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private static Map.Entry<AgencyId, UUID>[] entries(int size) {
    return new Map.Entry[size];
  }
}
