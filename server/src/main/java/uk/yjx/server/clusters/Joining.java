package uk.yjx.server.clusters;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.clusters.v1.InvitationState;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.CallerEntries.Draft;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.Urgency;

/** Asks other services to join for their own children, and takes their answers. */
@Singleton
final class Joining {
  /** Invitations of a lead's services that are looked at, and shown, at most. */
  static final int INVITATIONS_MAX = 200;

  private static final Failure SERVICE_NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND, "SERVICE_NOT_FOUND", "there is no other service of this name");

  private static final Failure ALREADY_ASKED =
      Failure.of(
          Failure.Code.ALREADY_EXISTS, "ALREADY_ASKED", "the service is asked or has joined");

  private static final Failure INVITATION_NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND,
          "INVITATION_NOT_FOUND",
          "there is no such invitation of your services that waits for an answer");

  private final ClusterStore store;
  private final ClusterTables tables;
  private final ClusterTerms terms;
  private final AlertTables alerts;
  private final DirectoryFacts directory;
  private final DueTimes due;
  private final Ids ids;

  Joining(
      ClusterStore store,
      ClusterTables tables,
      ClusterTerms terms,
      AlertTables alerts,
      DirectoryFacts directory,
      DueTimes due,
      Ids ids) {
    this.store = store;
    this.tables = tables;
    this.terms = terms;
    this.alerts = alerts;
    this.directory = directory;
    this.due = due;
    this.ids = ids;
  }

  /** Asks a service; its duty desk and managers hear of it as of what nobody owns yet. */
  void ask(Draft draft, Cluster from, String service) {
    AgencyId to = service(service, from.service());
    if (from.others().stream().anyMatch(it -> it.service().equals(to) && it.isLive())) {
      throw ALREADY_ASKED.refused();
    }
    draft.entry().depends(FactKey.agency(to));
    mayShare(draft, from.service(), to, from.gateway());
    Invited invited =
        new Invited(ids.next(), from.id(), from.service(), to, from.speakTo(), draft.now());
    tables.invite(draft.entry(), invited);
    alerts.unowned(
        draft.entry(),
        new AlertTables.UnownedItem(
            invited.id(),
            UnownedReason.UNOWNED_REASON_CLUSTER_INVITATION,
            Urgency.IMMEDIATE,
            to,
            draft.now(),
            due.acknowledgeBy(Urgency.IMMEDIATE, draft.now()).orElse(draft.now())));
  }

  /** The invitation of a service; refuses one that does not wait for an answer. */
  Invited waiting(Draft draft, Iterable<AgencyId> services, String id) {
    for (AgencyId service : services) {
      Optional<Invited> found =
          store.invited(List.of(service), INVITATIONS_MAX).stream()
              .filter(it -> it.id().toString().equals(id))
              .findFirst();
      if (found.isPresent()) {
        draft.entry().depends(FactKey.cluster(found.get().cluster()));
        return found.get();
      }
    }
    throw INVITATION_NOT_FOUND.refused();
  }

  /** Joins with a cluster of the service's own. */
  void join(Draft draft, Invited invited, UUID joined, LegalGateway gateway) {
    mayShare(draft, invited.to(), invited.from(), gateway);
    answer(draft, invited, InvitationState.INVITATION_STATE_JOINED, joined);
  }

  /** Does not join. */
  void decline(Draft draft, Invited invited) {
    answer(draft, invited, InvitationState.INVITATION_STATE_DECLINED, null);
  }

  private void answer(Draft draft, Invited invited, InvitationState state, @Nullable UUID joined) {
    tables.answer(draft.entry(), invited.cluster(), invited.id(), state, joined);
    alerts.close(draft.entry(), invited.id());
  }

  private void mayShare(Draft draft, AgencyId one, AgencyId other, LegalGateway gateway) {
    var unused = terms.basis(draft.entry(), one, other, gateway, draft.now());
    unused = terms.basis(draft.entry(), other, one, gateway, draft.now());
  }

  private AgencyId service(String id, AgencyId own) {
    try {
      AgencyId service = new AgencyId(id);
      if (directory.current().isService(service) && !service.equals(own)) {
        return service;
      }
    } catch (IllegalArgumentException noId) {
      throw SERVICE_NOT_FOUND.refused();
    }
    throw SERVICE_NOT_FOUND.refused();
  }
}
