package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.Database;

/** Says whether an alert is there for a caller before anything of it is opened. */
@Singleton
final class Glances {

  /**
   * One row whatever is asked for, so that what is absent is read like what is there: it is about a
   * child of its own id at a service that nobody works for.
   */
  private static final String GLANCE =
      """
      SELECT CASE WHEN a.alert_id IS NULL THEN asked.id ELSE a.child_id END,
             coalesce(a.service, '0-nobody'), a.assigned_to, coalesce(a.shielded, false),
             a.placement_id,
             EXISTS (SELECT 1 FROM alerts.recall_receipt x
                     WHERE x.alert_id = asked.id AND x.principal = ?)
      FROM (VALUES (?::uuid)) asked (id) LEFT JOIN alerts.alert a ON a.alert_id = asked.id
      """;

  private final Database database;

  Glances(Database database) {
    this.database = database;
  }

  /**
   * What a glance shows.
   *
   * @param subject whether a victim is in it lies sealed: here there might be one, or a concern
   * @param through the placement with which it ends; null for none, and for what is owed
   * @param recalledFromCaller the caller had received it before it was recalled
   */
  record Glance(
      Standing.Subject subject,
      @Nullable PrincipalId assignedTo,
      boolean isProtected,
      @Nullable UUID through,
      boolean recalledFromCaller) {}

  /** Glances at an alert for a caller. */
  Glance at(UUID alert, PrincipalId caller) throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(GLANCE)) {
      s.setString(1, caller.toString());
      s.setObject(2, alert);
      try (ResultSet r = s.executeQuery()) {
        r.next();
        UUID child = r.getObject(1, UUID.class);
        String assigned = r.getString(3);
        return new Glance(
            new Standing.Subject(
                child == null ? null : new ChildId(child),
                new AgencyId(r.getString(2)),
                true,
                true),
            assigned == null ? null : PrincipalId.parse(assigned),
            r.getBoolean(4),
            r.getObject(5, UUID.class),
            r.getBoolean(6));
      }
    }
  }
}
