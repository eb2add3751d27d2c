package uk.yjx.server.clusters;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import uk.yjx.clusters.v1.AddEventRequest;
import uk.yjx.clusters.v1.AskServiceRequest;
import uk.yjx.clusters.v1.CloseClusterRequest;
import uk.yjx.clusters.v1.ClosingReason;
import uk.yjx.clusters.v1.DeclineToJoinRequest;
import uk.yjx.clusters.v1.OpenClusterRequest;
import uk.yjx.clusters.v1.OpenClusterResponse;
import uk.yjx.clusters.v1.RemoveEventRequest;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.server.alerts.LinkedAlerts;
import uk.yjx.server.alerts.LinkedAlerts.Linked;
import uk.yjx.server.audit.EventType;
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
import uk.yjx.server.kernel.PrincipalId;

/** Takes what a lead does to clusters to its commit, with all that follows for the workers. */
@Singleton
final class ClusterDesk {
  private static final Failure TOO_FEW_CHILDREN =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "TOO_FEW_CHILDREN",
          "a cluster is about two children at least, or one where another service is asked");

  private static final Failure EVENT_ALREADY_LINKED =
      Failure.of(
          Failure.Code.ALREADY_EXISTS, "EVENT_ALREADY_LINKED", "the event is in the cluster");

  private static final Failure TOO_MANY_EVENTS =
      Failure.of(
          Failure.Code.RESOURCE_EXHAUSTED,
          "TOO_MANY_EVENTS",
          "a cluster has at most " + Cluster.EVENTS_MAX + " events");

  private final CallerEntries entries;
  private final ClusterAccess access;
  private final ClusterTables tables;
  private final ClusterWords words;
  private final Warnings warnings;
  private final Joining joining;
  private final LinkedAlerts alerts;
  private final Ids ids;

  ClusterDesk(
      CallerEntries entries,
      ClusterAccess access,
      ClusterTables tables,
      ClusterWords words,
      Warnings warnings,
      Joining joining,
      LinkedAlerts alerts,
      Ids ids) {
    this.entries = entries;
    this.access = access;
    this.tables = tables;
    this.words = words;
    this.warnings = warnings;
    this.joining = joining;
    this.alerts = alerts;
    this.ids = ids;
  }

  /** Opens a cluster; the stored answer is the response without its receipt. */
  CompletableFuture<Committed> open(Caller caller, OpenClusterRequest request) {
    return entries.append(caller, request.getRequestId(), request, draft -> open(draft, request));
  }

  /** Adds an event. */
  CompletableFuture<Committed> add(Caller caller, AddEventRequest request) {
    return entries.append(caller, request.getRequestId(), request, draft -> add(draft, request));
  }

  /** Takes an event out. */
  CompletableFuture<Committed> remove(Caller caller, RemoveEventRequest request) {
    return entries.append(caller, request.getRequestId(), request, draft -> remove(draft, request));
  }

  /** Closes a cluster. */
  CompletableFuture<Committed> close(Caller caller, CloseClusterRequest request) {
    return entries.append(
        caller,
        request.getRequestId(),
        request,
        draft -> {
          Cluster it = access.open(draft, request.getClusterId());
          warnings.close(
              draft.entry(), it, danger(draft, it, it.events()), request.getReason(), draft.now());
          return done(draft, it, "CloseCluster", ClusterWords.code(request.getReason()));
        });
  }

  /** Asks another service to join. */
  CompletableFuture<Committed> ask(Caller caller, AskServiceRequest request) {
    return entries.append(
        caller,
        request.getRequestId(),
        request,
        draft -> {
          Cluster it = access.open(draft, request.getClusterId());
          joining.ask(draft, it, request.getService());
          return new Done(
              words
                  .event(draft, it, EventType.ALTERATION, "AskService", "asked")
                  .to(request.getService()));
        });
  }

  /** Declines to join another service's. */
  CompletableFuture<Committed> decline(Caller caller, DeclineToJoinRequest request) {
    return entries.append(
        caller,
        request.getRequestId(),
        request,
        draft -> {
          Invited invited =
              joining.waiting(draft, ClusterAccess.led(draft.caller()), request.getInvitationId());
          joining.decline(draft, invited);
          return new Done(words.declined(draft, invited));
        });
  }

  private Done open(Draft draft, OpenClusterRequest request) {
    AgencyId service = ClusterAccess.led(draft.caller(), request.getService());
    Collection<Linked> events = access.events(draft, service, request.getAlertIdsList());
    List<ChildId> children = events.stream().map(Linked::child).toList();
    PrincipalId speakTo = access.speakTo(draft, service, request.getSpeakTo(), children);
    Optional<Invited> accepted =
        request.getInvitationId().isEmpty()
            ? Optional.empty()
            : Optional.of(joining.waiting(draft, List.of(service), request.getInvitationId()));
    Danger danger =
        Danger.of(children, List.of(), accepted.isPresent() || request.getAskServicesCount() > 0);
    if (danger.tooFew()) {
      throw TOO_FEW_CHILDREN.refused();
    }
    Cluster it =
        new Cluster(
            ids.next(),
            0,
            service,
            speakTo,
            draft.caller().principal(),
            draft.now(),
            request.getGateway(),
            request.getReason(),
            null,
            ClosingReason.CLOSING_REASON_UNSPECIFIED,
            events.stream().map(e -> new Cluster.Event(e.id(), e.child(), false)).toList(),
            List.of(),
            List.of(),
            Map.of());
    tables.open(draft.entry(), draft.key(), it);
    events.forEach(event -> tables.link(draft.entry(), it.id(), event));
    request.getAskServicesList().forEach(other -> joining.ask(draft, it, other));
    accepted.ifPresent(invited -> joining.join(draft, invited, it.id(), it.gateway()));
    warnings.settle(
        draft.entry(), draft.key(), it, danger, RecallReason.RECALL_REASON_FALSE, draft.now());
    return new Done(
        words.event(draft, it, EventType.COLLECTION, "OpenCluster", "opened"),
        OpenClusterResponse.newBuilder().setClusterId(it.id().toString()).build().toByteArray());
  }

  private Done add(Draft draft, AddEventRequest request) {
    Cluster it = access.open(draft, request.getClusterId());
    Linked event =
        access.events(draft, it.service(), List.of(request.getAlertId())).iterator().next();
    if (it.event(event.id()).isPresent()) {
      throw EVENT_ALREADY_LINKED.refused();
    }
    if (it.events().size() >= Cluster.EVENTS_MAX) {
      throw TOO_MANY_EVENTS.refused();
    }
    var unused =
        access.speakTo(draft, it.service(), it.speakTo().toString(), List.of(event.child()));
    if (it.alerts().contains(event.id())) {
      tables.linkAgain(draft.entry(), it.id(), event.id());
    } else {
      tables.link(draft.entry(), it.id(), event);
    }
    List<Cluster.Event> after = without(it, event.id());
    after.add(new Cluster.Event(event.id(), event.child(), false));
    settle(draft, it, danger(draft, it, after), RecallReason.RECALL_REASON_FALSE);
    return done(draft, it, "AddEvent", "added");
  }

  private Done remove(Draft draft, RemoveEventRequest request) {
    Cluster it = access.open(draft, request.getClusterId());
    UUID id = UUID.fromString(request.getAlertId());
    if (it.event(id).isEmpty()) {
      throw ClusterAccess.EVENT_NOT_FOUND.refused();
    }
    tables.unlink(draft.entry(), it.id(), id, draft.now());
    settle(draft, it, danger(draft, it, without(it, id)), request.getReason());
    return done(draft, it, "RemoveEvent", "removed." + ClusterWords.code(request.getReason()));
  }

  private void settle(Draft draft, Cluster it, Danger danger, RecallReason reason) {
    if (danger.tooFew()) {
      throw TOO_FEW_CHILDREN.refused();
    }
    warnings.settle(draft.entry(), draft.key(), it, danger, reason, draft.now());
  }

  /** What must become of the warnings when these are the events; a withdrawal meanwhile is seen. */
  private Danger danger(Draft draft, Cluster it, List<Cluster.Event> events) {
    events.forEach(event -> draft.entry().depends(FactKey.alert(event.alert())));
    Map<UUID, Linked> known = alerts.find(events.stream().map(Cluster.Event::alert).toList());
    return Danger.of(Cluster.inDanger(events, known), it.warned(), it.isWithOthers());
  }

  private static List<Cluster.Event> without(Cluster it, UUID alert) {
    List<Cluster.Event> left = new ArrayList<>(it.events());
    left.removeIf(event -> event.alert().equals(alert));
    return left;
  }

  private Done done(Draft draft, Cluster it, String method, String outcome) {
    return new Done(words.event(draft, it, EventType.ALTERATION, method, outcome));
  }
}
