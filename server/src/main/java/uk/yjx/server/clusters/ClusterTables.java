package uk.yjx.server.clusters;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.clusters.v1.ClosingReason;
import uk.yjx.clusters.v1.InvitationState;
import uk.yjx.clusters.v1.JointActionOutcome;
import uk.yjx.server.alerts.LinkedAlerts.Linked;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** What is written of clusters; whoever decided upon the same cluster is decided again. */
@Singleton
final class ClusterTables {
  static final String REASON_PURPOSE = "clusters.reason";
  static final String DETAIL_PURPOSE = "clusters.detail";

  private final Vault vault;
  private final TableWriter<Change> changes = new Changes();

  ClusterTables(Vault vault) {
    this.vault = vault;
  }

  /** What is written; the position of the entry is the last parameter where there is one. */
  private enum What {
    OPEN(
        true,
        """
        INSERT INTO clusters.cluster
          (cluster_id, service, speak_to, opened_by, opened_at, gateway, sealed, position)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """),
    LINK(
        true,
        """
        INSERT INTO clusters.event
          (cluster_id, alert_id, child_id, record_position, raised_position, position)
        VALUES (?, ?, ?, ?, ?, ?)
        """),
    UNLINK(false, "UPDATE clusters.event SET removed_at = ? WHERE cluster_id = ? AND alert_id = ?"),
    LINK_AGAIN(
        false, "UPDATE clusters.event SET removed_at = NULL WHERE cluster_id = ? AND alert_id = ?"),
    WARN(
        true,
        """
        INSERT INTO clusters.warning (cluster_id, alert_id, child_id, position)
        VALUES (?, ?, ?, ?)
        """),
    END_WARNING(
        false, "UPDATE clusters.warning SET ended_at = ? WHERE cluster_id = ? AND alert_id = ?"),
    CLOSE(false, "UPDATE clusters.cluster SET closed_at = ?, closing = ? WHERE cluster_id = ?"),
    INVITE(
        false,
        """
        INSERT INTO clusters.invitation
          (invitation_id, cluster_id, from_service, to_service, asked_at, state)
        VALUES (?, ?, ?, ?, ?, ?)
        """),
    ANSWER(
        false,
        "UPDATE clusters.invitation SET state = ?, joined_cluster = ? WHERE invitation_id = ?"),
    ACT(
        true,
        """
        INSERT INTO clusters.action
          (action_id, cluster_id, kind, owner_agency, owner_role, due_at, children, sealed, position)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """),
    OUTCOME(false, "UPDATE clusters.action SET outcome = ?, outcome_at = ? WHERE action_id = ?"),
    PARTNER(false, "INSERT INTO clusters.partner (cluster_id, agency, alert_id) VALUES (?, ?, ?)");

    private final boolean placed;
    private final String sql;

    What(boolean placed, String sql) {
      this.placed = placed;
      this.sql = sql;
    }
  }

  private record Change(What what, @Nullable Object[] values) {}

  void open(Entry.Builder entry, RecordKey key, Cluster it) {
    change(
        entry,
        it.id(),
        What.OPEN,
        it.id(),
        it.service().value(),
        it.speakTo().toString(),
        it.openedBy().toString(),
        utc(it.openedAt()),
        it.gateway().getNumber(),
        sealed(key, it.reason(), REASON_PURPOSE));
  }

  void link(Entry.Builder entry, UUID cluster, Linked alert) {
    change(
        entry,
        cluster,
        What.LINK,
        cluster,
        alert.id(),
        alert.child().value(),
        alert.recordPosition(),
        alert.raisedPosition());
  }

  void linkAgain(Entry.Builder entry, UUID cluster, UUID alert) {
    change(entry, cluster, What.LINK_AGAIN, cluster, alert);
  }

  void unlink(Entry.Builder entry, UUID cluster, UUID alert, Instant at) {
    change(entry, cluster, What.UNLINK, utc(at), cluster, alert);
  }

  void warn(Entry.Builder entry, UUID cluster, UUID alert, ChildId child) {
    change(entry, cluster, What.WARN, cluster, alert, child.value());
  }

  void endWarning(Entry.Builder entry, UUID cluster, UUID alert, Instant at) {
    change(entry, cluster, What.END_WARNING, utc(at), cluster, alert);
  }

  void close(Entry.Builder entry, UUID cluster, ClosingReason why, Instant at) {
    change(entry, cluster, What.CLOSE, utc(at), why.getNumber(), cluster);
  }

  void invite(Entry.Builder entry, Invited it) {
    change(
        entry,
        it.cluster(),
        What.INVITE,
        it.id(),
        it.cluster(),
        it.from().value(),
        it.to().value(),
        utc(it.askedAt()),
        InvitationState.INVITATION_STATE_ASKED.getNumber());
  }

  /** The answer to an invitation; `joined` is the other service's own cluster, if it joins. */
  void answer(
      Entry.Builder entry,
      UUID cluster,
      UUID invitation,
      InvitationState state,
      @Nullable UUID joined) {
    change(entry, cluster, What.ANSWER, state.getNumber(), joined, invitation);
  }

  void act(Entry.Builder entry, RecordKey key, JointActionRow it) {
    change(
        entry,
        it.cluster(),
        What.ACT,
        it.id(),
        it.cluster(),
        it.kind().getNumber(),
        it.owner().value(),
        it.role().getNumber(),
        utc(it.dueAt()),
        it.children().stream().map(ChildId::value).toList(),
        it.detail().isEmpty() ? null : sealed(key, it.detail(), DETAIL_PURPOSE));
  }

  void outcome(Entry.Builder entry, JointActionRow it, JointActionOutcome outcome, Instant at) {
    change(entry, it.cluster(), What.OUTCOME, outcome.getNumber(), utc(at), it.id());
  }

  void partner(Entry.Builder entry, UUID cluster, AgencyId agency, UUID alert) {
    change(entry, cluster, What.PARTNER, cluster, agency.value(), alert);
  }

  private void change(Entry.Builder entry, UUID cluster, What what, @Nullable Object... values) {
    entry.row(changes, new Change(what, values)).touches(FactKey.cluster(cluster));
  }

  private byte[] sealed(RecordKey key, String text, String purpose) {
    return vault.seal(key, text.getBytes(StandardCharsets.UTF_8), purpose);
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  /** One after the other, as they were made: a cluster before its events. */
  private static final class Changes implements TableWriter<Change> {
    @Override
    public void write(Connection c, List<Placed<Change>> rows) throws SQLException {
      for (Placed<Change> placed : rows) {
        Change change = placed.row();
        try (PreparedStatement s = c.prepareStatement(change.what().sql)) {
          int column = 1;
          for (Object value : change.values()) {
            s.setObject(
                column++,
                value instanceof List<?> ids ? c.createArrayOf("uuid", ids.toArray()) : value);
          }
          if (change.what().placed) {
            s.setLong(column, placed.position());
          }
          s.executeUpdate();
        }
      }
    }
  }
}
