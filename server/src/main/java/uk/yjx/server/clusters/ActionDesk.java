package uk.yjx.server.clusters;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.clusters.v1.AddJointActionRequest;
import uk.yjx.clusters.v1.AddJointActionResponse;
import uk.yjx.clusters.v1.JointActionOutcome;
import uk.yjx.clusters.v1.RecordActionOutcomeRequest;
import uk.yjx.server.alerts.LinkedAlerts;
import uk.yjx.server.alerts.NewAlert;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.caseload.ContractInstant;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.CallerEntries;
import uk.yjx.server.identity.CallerEntries.Done;
import uk.yjx.server.identity.CallerEntries.Draft;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.Urgency;

/** Takes what is put on the joint list, and what becomes of it, to its commit. */
@Singleton
final class ActionDesk {
  /** So far ahead an action may be due, at most. */
  static final Duration DUE_WITHIN = Duration.ofDays(365);

  /** Actions of one cluster. */
  static final int ACTIONS_MAX = 200;

  private static final Failure ACTION_NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND, "ACTION_NOT_FOUND", "there is no such action you may answer for");

  private static final Failure ACTION_DONE =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION, "ACTION_DONE", "what became of it is recorded already");

  private static final Failure CHILD_NOT_FOUND =
      Failure.of(Failure.Code.NOT_FOUND, "CHILD_NOT_FOUND", "no such child is in the cluster");

  private static final Failure DUE_IN_PAST =
      Failure.field("DUE_IN_PAST", "due_at", "in the future");

  private static final Failure DUE_TOO_LATE =
      Failure.field("DUE_TOO_LATE", "due_at", "at most a year ahead");

  private static final Failure TOO_MANY_ACTIONS =
      Failure.of(
          Failure.Code.RESOURCE_EXHAUSTED,
          "TOO_MANY_ACTIONS",
          "a cluster has at most " + ACTIONS_MAX + " actions");

  private final CallerEntries entries;
  private final ClusterAccess access;
  private final ClusterStore clusters;
  private final ActionStore store;
  private final ActionOwners owners;
  private final ClusterTables tables;
  private final ClusterTerms terms;
  private final ClusterWords words;
  private final LinkedAlerts alerts;
  private final DueTimes due;
  private final Ids ids;

  ActionDesk(
      CallerEntries entries,
      ClusterAccess access,
      ClusterStore clusters,
      ActionStore store,
      ActionOwners owners,
      ClusterTables tables,
      ClusterTerms terms,
      ClusterWords words,
      LinkedAlerts alerts,
      DueTimes due,
      Ids ids) {
    this.entries = entries;
    this.access = access;
    this.clusters = clusters;
    this.store = store;
    this.owners = owners;
    this.tables = tables;
    this.terms = terms;
    this.words = words;
    this.alerts = alerts;
    this.due = due;
    this.ids = ids;
  }

  /** Puts an action on the list; the stored answer is the response without its receipt. */
  CompletableFuture<Committed> add(Caller caller, AddJointActionRequest request) {
    return entries.append(caller, request.getRequestId(), request, draft -> add(draft, request));
  }

  /** Records what became of one. */
  CompletableFuture<Committed> record(Caller caller, RecordActionOutcomeRequest request) {
    return entries.append(
        caller,
        request.getRequestId(),
        request,
        draft -> {
          JointActionRow row =
              store
                  .find(UUID.fromString(request.getActionId()))
                  .orElseThrow(ACTION_NOT_FOUND::refused);
          draft.entry().depends(FactKey.cluster(row.cluster()));
          Cluster of = clusters.find(row.cluster()).orElseThrow(ACTION_NOT_FOUND::refused);
          if (!ActionOwners.mayRecord(draft.caller(), row, of)) {
            throw ACTION_NOT_FOUND.refused();
          }
          if (!row.isOpen()) {
            throw ACTION_DONE.refused();
          }
          tables.outcome(draft.entry(), row, request.getOutcome(), draft.now());
          String code = ClusterWords.code(request.getOutcome());
          return new Done(
              words.event(draft, of, EventType.ALTERATION, "RecordActionOutcome", code));
        });
  }

  private Done add(Draft draft, AddJointActionRequest request) {
    Cluster it = access.open(draft, request.getClusterId());
    if (store.count(it.id()) >= ACTIONS_MAX) {
      throw TOO_MANY_ACTIONS.refused();
    }
    draft.entry().depends(FactKey.service(it.service()));
    AgencyId owner = owners.owner(request.getOwnerAgency(), request.getOwnerRole(), it.service());
    List<ChildId> children =
        request.getChildIdsList().stream().map(id -> new ChildId(UUID.fromString(id))).toList();
    if (!it.warned().containsAll(children)) {
      throw CHILD_NOT_FOUND.refused();
    }
    JointActionRow action =
        new JointActionRow(
            ids.next(),
            0,
            it.id(),
            request.getKind(),
            owner,
            request.getOwnerRole(),
            dueAt(request, draft.now()),
            children,
            request.getDetail(),
            JointActionOutcome.JOINT_ACTION_OUTCOME_UNSPECIFIED,
            null);
    tables.act(draft.entry(), draft.key(), action);
    if (!owner.equals(it.service())) {
      tell(draft, it, owner);
    }
    return new Done(
        words.event(draft, it, EventType.ALTERATION, "AddJointAction", "added").to(owner.value()),
        AddJointActionResponse.newBuilder()
            .setActionId(action.id().toString())
            .build()
            .toByteArray());
  }

  /** Tells the front door that there is something on the list; of whom, only the list says. */
  private void tell(Draft draft, Cluster it, AgencyId agency) {
    draft.entry().depends(FactKey.agency(agency));
    NewAlert.Basis basis =
        terms.basis(draft.entry(), it.service(), agency, it.gateway(), draft.now());
    UUID told = it.partners().get(agency);
    if (told != null) {
      alerts.changed(draft.entry(), told, draft.now());
      return;
    }
    NewAlert alert =
        new NewAlert(
            ids.next(),
            null,
            agency,
            it.service(),
            AlertKind.ALERT_KIND_JOINT_ACTIONS,
            Urgency.SAME_DAY,
            ClusterTerms.CATEGORY,
            basis,
            draft.now(),
            due.acknowledgeBy(Urgency.SAME_DAY, draft.now()).orElse(null),
            ClusterTerms.facts().build());
    alerts.raise(draft.entry(), draft.key(), alert);
    tables.partner(draft.entry(), it.id(), agency, alert.id());
  }

  private static Instant dueAt(AddJointActionRequest request, Instant now) {
    Instant at =
        ContractInstant.of(request.getDueAt())
            .filter(now::isBefore)
            .orElseThrow(DUE_IN_PAST::refused);
    if (at.isAfter(now.plus(DUE_WITHIN))) {
      throw DUE_TOO_LATE.refused();
    }
    return at;
  }
}
