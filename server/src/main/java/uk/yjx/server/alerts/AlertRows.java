package uk.yjx.server.alerts;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertMaterial;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.storage.Vault;

/** Makes alerts of what a statement that begins with {@link #SELECT} finds. */
@Singleton
final class AlertRows {
  static final String SELECT =
      """
      SELECT a.alert_id, a.child_id, a.service, a.source_agency, a.kind, a.urgency, a.category,
             a.gateway, a.agreement_id, a.agreement_version, a.raised_position, a.raised_at,
             a.due_at, a.sealed, a.state, a.acknowledged_by, a.acknowledged_at, a.outcome,
             k.wrapped, a.assigned_to, a.material,
             (SELECT array_agg(x.principal) FROM alerts.condition_acceptance x
              WHERE x.alert_id = a.alert_id AND a.material IS NOT NULL),
             a.disputed, a.recalled_at, a.recall_reason,
             (SELECT array_agg(x.principal ORDER BY x.principal)
              FROM alerts.recall_receipt x
              WHERE x.alert_id = a.alert_id AND a.recalled_at IS NOT NULL),
             (SELECT array_agg(x.told_position IS NOT NULL ORDER BY x.principal)
              FROM alerts.recall_receipt x
              WHERE x.alert_id = a.alert_id AND a.recalled_at IS NOT NULL),
             (SELECT array_agg(
                CASE WHEN x.confirmed_at IS NULL THEN x.confirm_by END ORDER BY x.principal)
              FROM alerts.recall_receipt x
              WHERE x.alert_id = a.alert_id AND a.recalled_at IS NOT NULL),
             a.notice_position
      FROM alerts.alert a
      LEFT JOIN storage.record_key k ON k.position = a.raised_position
      """;

  private final Vault vault;

  AlertRows(Vault vault) {
    this.vault = vault;
  }

  /** What the statement finds, in its order, without what was erased. */
  List<AlertRow> of(PreparedStatement s) throws SQLException {
    List<AlertRow> found = new ArrayList<>();
    try (ResultSet r = s.executeQuery()) {
      while (r.next()) {
        byte[] wrapped = r.getBytes(19);
        if (wrapped != null) { // an erased record has no key and is not there any more
          found.add(row(r, wrapped));
        }
      }
    }
    return found;
  }

  private AlertRow row(ResultSet r, byte[] wrapped) throws SQLException {
    UUID child = r.getObject(2, UUID.class);
    String by = r.getString(16);
    String assigned = r.getString(20);
    NewAlert alert =
        new NewAlert(
            r.getObject(1, UUID.class),
            child == null ? null : new ChildId(child),
            new AgencyId(r.getString(3)),
            new AgencyId(r.getString(4)),
            AlertKind.forNumber(r.getInt(5)),
            Urgency.values()[r.getInt(6)],
            DataCategory.forNumber(r.getInt(7)),
            new NewAlert.Basis(r.getString(9), r.getInt(10), LegalGateway.forNumber(r.getInt(8))),
            instant(r, 12),
            r.getObject(13) == null ? null : instant(r, 13),
            facts(r.getBytes(14), wrapped),
            material(r.getBytes(21), wrapped),
            r.getLong(29));
    return new AlertRow(
        alert,
        r.getLong(11),
        AlertState.forNumber(r.getInt(15)),
        assigned == null ? null : PrincipalId.parse(assigned),
        by == null ? null : PrincipalId.parse(by),
        r.getObject(17) == null ? null : instant(r, 17),
        AlertOutcome.forNumber(r.getInt(18)),
        principals(r, 22),
        r.getBoolean(23),
        recalled(r));
  }

  private static AlertRow.@Nullable Recalled recalled(ResultSet r) throws SQLException {
    if (r.getObject(24) == null) {
      return null;
    }
    Map<PrincipalId, AlertRow.Recipient> recipients = new HashMap<>();
    Array found = r.getArray(26);
    if (found != null) {
      String[] principals = (String[]) found.getArray();
      Boolean[] told = (Boolean[]) r.getArray(27).getArray();
      Timestamp[] confirmBy = (Timestamp[]) r.getArray(28).getArray();
      for (int i = 0; i < principals.length; i++) {
        recipients.put(
            PrincipalId.parse(principals[i]),
            new AlertRow.Recipient(
                told[i], confirmBy[i] == null ? null : confirmBy[i].toInstant()));
      }
    }
    return new AlertRow.Recalled(RecallReason.forNumber(r.getInt(25)), instant(r, 24), recipients);
  }

  private static Set<PrincipalId> principals(ResultSet r, int column) throws SQLException {
    Array found = r.getArray(column);
    if (found == null) {
      return Set.of();
    }
    Set<PrincipalId> principals = new HashSet<>();
    for (String one : (String[]) found.getArray()) {
      principals.add(PrincipalId.parse(one));
    }
    return principals;
  }

  private AlertMaterial material(byte @Nullable [] sealed, byte[] wrapped) {
    if (sealed == null) {
      return AlertMaterial.getDefaultInstance();
    }
    try {
      return AlertMaterial.parseFrom(
          vault.open(vault.unwrap(wrapped), sealed, AlertTables.MATERIAL_PURPOSE));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the stored material of an alert cannot be read", e);
    }
  }

  private Alert facts(byte @Nullable [] sealed, byte[] wrapped) {
    if (sealed == null) { // recalled
      return Alert.getDefaultInstance();
    }
    try {
      return Alert.parseFrom(vault.open(vault.unwrap(wrapped), sealed, AlertTables.FACTS_PURPOSE));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the stored facts of an alert cannot be read", e);
    }
  }

  private static Instant instant(ResultSet r, int column) throws SQLException {
    return r.getObject(column, OffsetDateTime.class).toInstant();
  }
}
