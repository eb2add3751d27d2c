package uk.yjx.server.clusters;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.clusters.v1.ClosingReason;
import uk.yjx.clusters.v1.InvitationState;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.alerts.LinkedAlerts;
import uk.yjx.server.alerts.NewAlert;
import uk.yjx.server.alerts.Recalls;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.storage.RecordKey;

/**
 * Warns the workers of the children in danger, and takes warnings back. A warning says whom to
 * speak to: the cluster, its reason and the other children are nowhere in it.
 */
@Singleton
final class Warnings {
  private final ClusterTables tables;
  private final ClusterTerms terms;
  private final LinkedAlerts linked;
  private final AlertTables alerts;
  private final Recalls recalls;
  private final Caseload caseload;
  private final DueTimes due;
  private final Ids ids;

  Warnings(
      ClusterTables tables,
      ClusterTerms terms,
      LinkedAlerts linked,
      AlertTables alerts,
      Recalls recalls,
      Caseload caseload,
      DueTimes due,
      Ids ids) {
    this.tables = tables;
    this.terms = terms;
    this.linked = linked;
    this.alerts = alerts;
    this.recalls = recalls;
    this.caseload = caseload;
    this.due = due;
    this.ids = ids;
  }

  /** Makes the warnings of a cluster what they must be. */
  void settle(
      Entry.Builder entry,
      RecordKey key,
      Cluster it,
      Danger danger,
      RecallReason reason,
      Instant now) {
    if (!danger.warn().isEmpty()) {
      NewAlert.Basis basis = terms.basis(entry, it.service(), it.service(), it.gateway(), now);
      danger.warn().stream()
          .sorted((a, b) -> a.value().compareTo(b.value()))
          .forEach(child -> {
            NewAlert warning = warning(it, child, basis, now);
            linked.raise(entry, key, warning);
            tables.warn(entry, it.id(), warning.id(), child);
          });
    }
    recall(entry, it, danger.recall(), reason, now);
  }

  /** Ends a cluster with everything that came of it. */
  void close(Entry.Builder entry, Cluster it, Danger danger, ClosingReason why, Instant now) {
    boolean nothingToIt = why == ClosingReason.CLOSING_REASON_NO_LINK;
    Set<ChildId> wrong = nothingToIt ? Set.copyOf(it.warned()) : danger.recall();
    recall(entry, it, wrong, RecallReason.RECALL_REASON_FALSE, now);
    for (Cluster.Warning warning : it.standing()) {
      if (!wrong.contains(warning.child())) {
        linked.over(entry, warning.alert(), "cluster-closed", now);
        tables.endWarning(entry, it.id(), warning.alert(), now);
      }
    }
    for (UUID told : it.partners().values()) {
      linked.over(entry, told, "cluster-closed", now);
    }
    for (Cluster.Other other : it.others()) {
      if (!other.asking() && other.state() == InvitationState.INVITATION_STATE_ASKED) {
        tables.answer(
            entry, it.id(), other.invitation(), InvitationState.INVITATION_STATE_ENDED, null);
        alerts.close(entry, other.invitation());
      }
    }
    tables.close(entry, it.id(), why, now);
  }

  private void recall(
      Entry.Builder entry, Cluster it, Set<ChildId> wrong, RecallReason reason, Instant now) {
    for (Cluster.Warning warning : it.standing()) {
      if (wrong.contains(warning.child())) {
        entry.depends(FactKey.alert(warning.alert()));
        recalls.recallOf(entry, warning.child(), warning.position(), reason, now);
        tables.endWarning(entry, it.id(), warning.alert(), now);
      }
    }
  }

  private NewAlert warning(Cluster it, ChildId child, NewAlert.Basis basis, Instant now) {
    return new NewAlert(
        ids.next(),
        child,
        it.service(),
        it.service(),
        AlertKind.ALERT_KIND_RETALIATION_RISK,
        Urgency.IMMEDIATE,
        ClusterTerms.CATEGORY,
        basis,
        now,
        due.acknowledgeBy(Urgency.IMMEDIATE, now).orElse(null),
        ClusterTerms.facts()
            .setSpeakTo(it.speakTo().toString())
            .setProtectedPerson(caseload.now().isShielded(child))
            .build());
  }
}
