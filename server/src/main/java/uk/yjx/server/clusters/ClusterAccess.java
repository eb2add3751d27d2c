package uk.yjx.server.clusters;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import uk.yjx.common.v1.Role;
import uk.yjx.server.alerts.LinkedAlerts;
import uk.yjx.server.alerts.LinkedAlerts.Linked;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.CallerEntries.Draft;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Grant;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;

/** Who leads a service, which events are the lead's to link, and who may be spoken to. */
@Singleton
final class ClusterAccess {
  static final Failure NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND, "CLUSTER_NOT_FOUND", "there is no such cluster of your services");

  static final Failure CLOSED =
      Failure.of(Failure.Code.FAILED_PRECONDITION, "CLUSTER_CLOSED", "the cluster is closed");

  static final Failure EVENT_NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND,
          "EVENT_NOT_FOUND",
          "there is no such event about a child of the service that you may link");

  private static final Failure SERVICE_NOT_ALLOWED =
      Failure.of(
          Failure.Code.PERMISSION_DENIED,
          "SERVICE_NOT_ALLOWED",
          "only a manager or the head of the service may do this");

  private static final Failure CONTACT_NOT_ALLOWED =
      Failure.field(
          "CONTACT_NOT_ALLOWED",
          "speak_to",
          "somebody of the service whom every child's worker may speak to");

  /** Who leads a service. */
  static final List<Role> LEADS = List.of(Role.ROLE_SERVICE_MANAGER, Role.ROLE_HEAD_OF_SERVICE);

  private static final List<Role> SPOKEN_TO =
      List.of(
          Role.ROLE_SERVICE_MANAGER,
          Role.ROLE_HEAD_OF_SERVICE,
          Role.ROLE_DUTY_OFFICER,
          Role.ROLE_CASE_MANAGER,
          Role.ROLE_SECONDED_OFFICER,
          Role.ROLE_SERVICE_SOCIAL_WORKER);

  private final ClusterStore store;
  private final LinkedAlerts alerts;
  private final Caseload caseload;
  private final DirectoryFacts directory;

  ClusterAccess(
      ClusterStore store, LinkedAlerts alerts, Caseload caseload, DirectoryFacts directory) {
    this.store = store;
    this.alerts = alerts;
    this.caseload = caseload;
    this.directory = directory;
  }

  /** The service, which the caller leads. */
  static AgencyId led(Caller caller, String service) {
    for (AgencyId own : led(caller)) {
      if (own.value().equals(service)) {
        return own;
      }
    }
    throw SERVICE_NOT_ALLOWED.refused();
  }

  /** Services that the caller leads. */
  static Set<AgencyId> led(Caller caller) {
    Set<AgencyId> found = new TreeSet<>();
    LEADS.forEach(role -> found.addAll(caller.services(role)));
    return found;
  }

  /** The open cluster of a service the caller leads; the draft depends on it from now on. */
  Cluster open(Draft draft, String id) {
    Cluster found = any(draft, id);
    if (!found.isOpen()) {
      throw CLOSED.refused();
    }
    return found;
  }

  /** The same, open or closed. */
  Cluster any(Draft draft, String id) {
    UUID cluster = UUID.fromString(id);
    draft.entry().depends(FactKey.cluster(cluster));
    return store
        .find(cluster)
        .filter(it -> led(draft.caller()).contains(it.service()))
        .orElseThrow(NOT_FOUND::refused);
  }

  /**
   * Events as the lead names them: alerts about children of the service that the lead may see, told
   * by somebody else, and not withdrawn. A withdrawal at the same time is seen.
   */
  Collection<Linked> events(Draft draft, AgencyId service, Collection<String> ids) {
    Set<UUID> asked = new LinkedHashSet<>();
    ids.forEach(id -> asked.add(UUID.fromString(id)));
    asked.forEach(id -> draft.entry().depends(FactKey.alert(id)));
    Map<UUID, Linked> found = alerts.visible(draft.caller(), asked, draft.now());
    for (UUID id : asked) {
      Linked event = found.get(id);
      if (event == null
          || !event.service().equals(service)
          || event.source().equals(service)
          || event.recalled() != null) {
        throw EVENT_NOT_FOUND.refused();
      }
      draft.entry().depends(FactKey.child(event.child()));
    }
    return found.values();
  }

  /** Whom workers speak to, where every one of them may: kept apart from none of the children. */
  PrincipalId speakTo(Draft draft, AgencyId service, String id, Collection<ChildId> children) {
    draft.entry().depends(FactKey.service(service));
    PrincipalId person = parsed(id);
    draft.entry().depends(FactKey.principal(person));
    boolean ofService =
        directory
            .current()
            .principal(person)
            .filter(it -> !it.disabled())
            .filter(it ->
                SPOKEN_TO.stream().anyMatch(role -> it.grants().contains(new Grant(role, service))))
            .isPresent();
    if (!ofService
        || children.stream()
            .anyMatch(
                child -> caseload.now().holders(child, draft.now()).barred().contains(person))) {
      throw CONTACT_NOT_ALLOWED.refused();
    }
    return person;
  }

  private static PrincipalId parsed(String id) {
    try {
      return PrincipalId.parse(id);
    } catch (IllegalArgumentException noId) {
      throw CONTACT_NOT_ALLOWED.refused();
    }
  }
}
