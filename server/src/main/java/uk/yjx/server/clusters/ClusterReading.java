package uk.yjx.server.clusters;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.clusters.v1.ClusterEvent;
import uk.yjx.clusters.v1.ClusterView;
import uk.yjx.clusters.v1.EventState;
import uk.yjx.clusters.v1.GetClusterRequest;
import uk.yjx.clusters.v1.GetClusterResponse;
import uk.yjx.clusters.v1.Invitation;
import uk.yjx.clusters.v1.ListClustersRequest;
import uk.yjx.clusters.v1.ListClustersResponse;
import uk.yjx.clusters.v1.OtherService;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.alerts.Consultations;
import uk.yjx.server.alerts.LinkedAlerts;
import uk.yjx.server.alerts.LinkedAlerts.Linked;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/**
 * Shows clusters to the leads of their services: logged first, without children they may not see.
 */
@Singleton
final class ClusterReading {
  private final ClusterStore store;
  private final ClusterTerms terms;
  private final LinkedAlerts alerts;
  private final Caseload caseload;
  private final Consultations consultations;
  private final PageTokens tokens;
  private final InstantSource clock;

  ClusterReading(
      ClusterStore store,
      ClusterTerms terms,
      LinkedAlerts alerts,
      Caseload caseload,
      Consultations consultations,
      PageTokens tokens,
      InstantSource clock) {
    this.store = store;
    this.terms = terms;
    this.alerts = alerts;
    this.caseload = caseload;
    this.consultations = consultations;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** One cluster. */
  Disclosed<GetClusterResponse> get(Caller caller, GetClusterRequest request) {
    Cluster it =
        store
            .find(UUID.fromString(request.getClusterId()))
            .filter(found -> ClusterAccess.led(caller).contains(found.service()))
            .orElseThrow(ClusterAccess.NOT_FOUND::refused);
    List<ClusterView> views = views(caller, List.of(it), request.getPurpose(), clock.instant());
    if (views.isEmpty()) {
      throw ClusterAccess.NOT_FOUND.refused();
    }
    return disclosed(
        caller,
        request.getPurpose(),
        "GetCluster",
        views,
        GetClusterResponse.newBuilder().setCluster(views.getFirst()).build());
  }

  /** One page of clusters, and on the first page the invitations; null when there is none. */
  @Nullable Disclosed<ListClustersResponse> list(Caller caller, ListClustersRequest request) {
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String scope = "clusters " + caller.principal();
    String last = tokens.read(scope, request.getPageToken());
    long before = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    Set<AgencyId> services = ClusterAccess.led(caller);
    List<Cluster> page = store.of(services, request.getIncludeClosed(), before, size);
    List<ClusterView> views = views(caller, page, request.getPurpose(), clock.instant());
    ListClustersResponse.Builder response = ListClustersResponse.newBuilder().addAllClusters(views);
    if (last.isEmpty()) {
      store
          .invited(services, Joining.INVITATIONS_MAX)
          .forEach(it -> response.addInvitations(invitation(it)));
    }
    if (page.size() == size) {
      response.setNextPageToken(tokens.after(scope, Long.toString(page.getLast().position())));
    }
    if (response.getClustersCount() == 0
        && response.getInvitationsCount() == 0
        && response.getNextPageToken().isEmpty()) {
      return null;
    }
    return disclosed(caller, request.getPurpose(), "ListClusters", views, response.build());
  }

  private <T extends com.google.protobuf.Message> Disclosed<T> disclosed(
      Caller caller, Purpose purpose, String method, List<ClusterView> views, T message) {
    return Disclosed.by(
        consultations
            .commit(
                caller,
                new Consultations.Shown(
                    ClusterWords.SERVICE + method,
                    purpose,
                    ClusterWords.SCHEMA,
                    ClusterTerms.CATEGORY.name(),
                    views.stream().map(ClusterView::getClusterId).toList(),
                    views.stream()
                        .flatMap(view -> view.getEventsList().stream())
                        .map(ClusterEvent::getChildId)
                        .filter(id -> !id.isEmpty())
                        .distinct()
                        .toList()))
            .join(),
        message);
  }

  private List<ClusterView> views(
      Caller caller, List<Cluster> clusters, Purpose purpose, Instant now) {
    List<UUID> all = new ArrayList<>();
    clusters.forEach(it -> all.addAll(it.alerts()));
    Map<UUID, Linked> known = all.isEmpty() ? Map.of() : alerts.find(all);
    Map<UUID, Linked> visible =
        all.isEmpty() ? new LinkedHashMap<>() : alerts.visible(caller, all, now);
    List<ClusterView> views = new ArrayList<>();
    for (Cluster it : clusters) {
      var reader =
          new ClusterTerms.Reader(
              caller, it.service(), Role.ROLE_SERVICE_MANAGER, "MANAGER", purpose);
      if (terms.mayRead(it, reader, false, false, now)) {
        views.add(view(it, reader, known, visible, now));
      }
    }
    return views;
  }

  private ClusterView view(
      Cluster it,
      ClusterTerms.Reader reader,
      Map<UUID, Linked> known,
      Map<UUID, Linked> visible,
      Instant now) {
    ClusterView.Builder view =
        ClusterView.newBuilder()
            .setClusterId(it.id().toString())
            .setService(it.service().value())
            .setSpeakTo(it.speakTo().toString())
            .setOpenedBy(it.openedBy().toString())
            .setOpenedAt(Receipts.timestamp(it.openedAt()))
            .setClosing(it.closing());
    Instant closed = it.closedAt();
    if (closed != null) {
      view.setClosedAt(Receipts.timestamp(closed));
    }
    boolean whole = true;
    for (Cluster.Event event : it.events()) {
      Linked alert = visible.get(event.alert());
      if (alert == null || !mayRead(it, reader, event.child(), now)) {
        whole = whole && !known.containsKey(event.alert());
      } else {
        view.addEvents(event(event, alert));
      }
    }
    if (whole) {
      view.setReason(it.reason());
    }
    it.others().forEach(other -> view.addServices(other(other)));
    return view.build();
  }

  private boolean mayRead(Cluster it, ClusterTerms.Reader reader, ChildId child, Instant now) {
    return terms.mayRead(
        it,
        reader,
        caseload.now().isShielded(child),
        caseload.now().holders(child, now).isNamed(reader.caller().principal()),
        now);
  }

  /** Of what was withdrawn nothing is told but that it was. */
  private ClusterEvent event(Cluster.Event event, Linked alert) {
    EventState state = event.state(alert);
    ClusterEvent.Builder shown =
        ClusterEvent.newBuilder().setAlertId(event.alert().toString()).setState(state);
    if (alert.recalled() == null || state == EventState.EVENT_STATE_CORRECTED) {
      shown
          .setChildId(event.child().value().toString())
          .setChildName(name(caseload, event.child()))
          .setKind(alert.kind())
          .setRaisedAt(Receipts.timestamp(alert.raisedAt()));
    }
    return shown.build();
  }

  /** First forename and surname as on the caseload. */
  static String name(Caseload caseload, ChildId child) {
    return caseload
        .now()
        .child(child)
        .map(found -> found.person().names().getFirst().shown())
        .orElse("");
  }

  private static OtherService other(Cluster.Other it) {
    PrincipalId speakTo = it.speakTo();
    return OtherService.newBuilder()
        .setService(it.service().value())
        .setState(it.state())
        .setSpeakTo(speakTo == null ? "" : speakTo.toString())
        .build();
  }

  private static Invitation invitation(Invited it) {
    return Invitation.newBuilder()
        .setInvitationId(it.id().toString())
        .setService(it.to().value())
        .setFromService(it.from().value())
        .setSpeakTo(it.speakTo().toString())
        .setAskedAt(Receipts.timestamp(it.askedAt()))
        .build();
  }
}
