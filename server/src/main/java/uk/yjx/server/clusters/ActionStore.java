package uk.yjx.server.clusters;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import uk.yjx.clusters.v1.JointActionKind;
import uk.yjx.clusters.v1.JointActionOutcome;
import uk.yjx.common.v1.Role;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/** Reads joint actions. Who decides upon one depends on the fact of its cluster. */
@Singleton
final class ActionStore {
  private static final String ACTIONS =
      """
      SELECT a.action_id, a.position, a.cluster_id, a.kind, a.owner_agency, a.owner_role, a.due_at,
             a.children, a.sealed, k.wrapped, a.outcome, a.outcome_at
      FROM clusters.action a
      JOIN clusters.cluster c ON c.cluster_id = a.cluster_id
      LEFT JOIN storage.record_key k ON k.position = a.position
      """;

  private static final String ONE = ACTIONS + "WHERE a.action_id = ?";

  private static final String COUNT = "SELECT count(*) FROM clusters.action WHERE cluster_id = ?";

  private static final String PAGE =
      ACTIONS
          + """
          WHERE ((c.service = ANY (?) AND (? OR c.closed_at IS NULL))
              OR (c.closed_at IS NULL AND EXISTS (
                    SELECT 1 FROM clusters.partner p
                    WHERE p.cluster_id = a.cluster_id AND p.agency = ?)))
            AND (NOT ? OR a.outcome = 0)
            AND a.position < ?
          ORDER BY a.position DESC
          LIMIT ?
          """;

  private final Database database;
  private final Vault vault;

  ActionStore(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /** An action. */
  Optional<JointActionRow> find(UUID action) {
    try (Connection c = database.pool().getConnection()) {
      return ClusterStore.rows(c, ONE, this::row, action).stream().findFirst();
    } catch (SQLException e) {
      throw ClusterStore.READ_FAILED.refused();
    }
  }

  /** How many actions a cluster has. */
  long count(UUID cluster) {
    try (Connection c = database.pool().getConnection()) {
      return ClusterStore.rows(c, COUNT, r -> r.getLong(1), cluster).getFirst();
    } catch (SQLException e) {
      throw ClusterStore.READ_FAILED.refused();
    }
  }

  /** What is looked for on the lists of services, and of open clusters an agency was told of. */
  record Wanted(
      Collection<AgencyId> services, AgencyId agency, boolean closedToo, boolean openOnly) {}

  /** Actions before a position, the newest first. */
  List<JointActionRow> page(Wanted wanted, long before, int limit) {
    try (Connection c = database.pool().getConnection()) {
      return ClusterStore.rows(
          c,
          PAGE,
          this::row,
          c.createArrayOf("text", wanted.services().stream().map(AgencyId::value).toArray()),
          wanted.closedToo(),
          wanted.agency().value(),
          wanted.openOnly(),
          before,
          limit);
    } catch (SQLException e) {
      throw ClusterStore.READ_FAILED.refused();
    }
  }

  private JointActionRow row(ResultSet r) throws SQLException {
    return new JointActionRow(
        r.getObject(1, UUID.class),
        r.getLong(2),
        r.getObject(3, UUID.class),
        JointActionKind.forNumber(r.getInt(4)),
        new AgencyId(r.getString(5)),
        Role.forNumber(r.getInt(6)),
        r.getObject(7, OffsetDateTime.class).toInstant(),
        Arrays.stream((UUID[]) r.getArray(8).getArray()).map(ChildId::new).toList(),
        ClusterStore.opened(vault, r.getBytes(9), r.getBytes(10), ClusterTables.DETAIL_PURPOSE),
        JointActionOutcome.forNumber(r.getInt(11)),
        ClusterStore.instant(r, 12));
  }
}
