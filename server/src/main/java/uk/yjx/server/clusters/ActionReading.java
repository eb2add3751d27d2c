package uk.yjx.server.clusters;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import uk.yjx.clusters.v1.ActionChild;
import uk.yjx.clusters.v1.JointAction;
import uk.yjx.clusters.v1.ListJointActionsRequest;
import uk.yjx.clusters.v1.ListJointActionsResponse;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.alerts.Consultations;
import uk.yjx.server.alerts.LinkedAlerts;
import uk.yjx.server.alerts.LinkedAlerts.Linked;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.ChildId;

/** Shows joint actions to those who do them: logged first, each with the children they may know. */
@Singleton
final class ActionReading {
  /** Actions looked at for one page: those a reader may not see are passed over. */
  static final int LOOKED_AT_MAX = 1_000;

  private static final String SCHEMA = "yjx.clusters.v1.JointAction";

  private final ActionStore store;
  private final ClusterStore clusters;
  private final ClusterTerms terms;
  private final LinkedAlerts alerts;
  private final Caseload caseload;
  private final Consultations consultations;
  private final PageTokens tokens;
  private final InstantSource clock;

  ActionReading(
      ActionStore store,
      ClusterStore clusters,
      ClusterTerms terms,
      LinkedAlerts alerts,
      Caseload caseload,
      Consultations consultations,
      PageTokens tokens,
      InstantSource clock) {
    this.store = store;
    this.clusters = clusters;
    this.terms = terms;
    this.alerts = alerts;
    this.caseload = caseload;
    this.consultations = consultations;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** One page of the actions a caller may read; null when there is none. */
  @Nullable Disclosed<ListJointActionsResponse> list(
      Caller caller, ListJointActionsRequest request) {
    Instant now = clock.instant();
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String scope = "joint actions " + caller.principal();
    String last = tokens.read(scope, request.getPageToken());
    long before = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    List<JointActionRow> looked =
        store.page(
            new ActionStore.Wanted(
                ActionOwners.services(caller),
                caller.agency(),
                request.getIncludeClosed(),
                request.getOpenOnly()),
            before,
            LOOKED_AT_MAX);
    Lists lists = lists(looked);
    ListJointActionsResponse.Builder page = ListJointActionsResponse.newBuilder();
    for (JointActionRow row : looked) {
      if (page.getActionsCount() == size) {
        break;
      }
      before = row.position();
      JointAction shown = shown(row, lists, caller, request.getPurpose(), now);
      if (shown != null) {
        page.addActions(shown);
      }
    }
    if (page.getActionsCount() == 0) {
      return null;
    }
    if (looked.getLast().position() < before || looked.size() == LOOKED_AT_MAX) {
      page.setNextPageToken(tokens.after(scope, Long.toString(before)));
    }
    return disclosed(caller, request.getPurpose(), page.build());
  }

  private Disclosed<ListJointActionsResponse> disclosed(
      Caller caller, Purpose purpose, ListJointActionsResponse page) {
    return Disclosed.by(
        consultations
            .commit(
                caller,
                new Consultations.Shown(
                    ClusterWords.SERVICE + "ListJointActions",
                    purpose,
                    SCHEMA,
                    ClusterTerms.CATEGORY.name(),
                    page.getActionsList().stream().map(JointAction::getActionId).toList(),
                    page.getActionsList().stream()
                        .flatMap(action -> action.getChildrenList().stream())
                        .map(ActionChild::getChildId)
                        .distinct()
                        .toList()))
            .join(),
        page);
  }

  /** The clusters of a page, and their events as they are now. */
  private record Lists(Map<UUID, Cluster> clusters, Map<UUID, Linked> events) {}

  private Lists lists(List<JointActionRow> rows) {
    Set<UUID> ids = rows.stream().map(JointActionRow::cluster).collect(Collectors.toSet());
    Map<UUID, Cluster> found =
        clusters.load(ids).stream().collect(Collectors.toMap(Cluster::id, Function.identity()));
    Set<UUID> events = new LinkedHashSet<>();
    found.values().forEach(it -> events.addAll(it.alerts()));
    return new Lists(found, events.isEmpty() ? Map.of() : alerts.find(events));
  }

  /** An action as a reader may know it; null where they may know of none of its children. */
  private @Nullable JointAction shown(
      JointActionRow row, Lists lists, Caller caller, Purpose purpose, Instant now) {
    Cluster of = lists.clusters().get(row.cluster());
    if (of == null) {
      return null;
    }
    boolean own = ActionOwners.services(caller).contains(of.service());
    if (!own && !(of.isOpen() && ActionOwners.isPartner(caller))) {
      return null;
    }
    ClusterTerms.Reader reader =
        own
            ? new ClusterTerms.Reader(
                caller,
                of.service(),
                ActionOwners.role(caller, of.service()),
                "JOINT_ACTIONS",
                purpose)
            : new ClusterTerms.Reader(
                caller, caller.agency(), Role.ROLE_FRONT_DOOR, "PARTNER", purpose);
    Set<ChildId> about = new LinkedHashSet<>(Cluster.inDanger(of.events(), lists.events()));
    if (!row.children().isEmpty()) {
      about.retainAll(row.children());
    }
    List<ChildId> known = new ArrayList<>(about);
    known.removeIf(child -> !mayKnow(of, reader, child, now));
    return known.isEmpty() ? null : view(row, of, known, own && known.size() == about.size(), now);
  }

  private boolean mayKnow(Cluster of, ClusterTerms.Reader reader, ChildId child, Instant now) {
    Holders holders = caseload.now().holders(child, now);
    boolean shielded = caseload.now().isShielded(child);
    boolean named = holders.isNamed(reader.caller().principal());
    return !holders.barred().contains(reader.caller().principal())
        && (!shielded || named)
        && terms.mayRead(of, reader, shielded, named, now);
  }

  private JointAction view(
      JointActionRow row, Cluster of, List<ChildId> known, boolean whole, Instant now) {
    JointAction.Builder view =
        JointAction.newBuilder()
            .setActionId(row.id().toString())
            .setClusterId(of.id().toString())
            .setService(of.service().value())
            .setKind(row.kind())
            .setOwnerAgency(row.owner().value())
            .setOwnerRole(row.role())
            .setDueAt(Receipts.timestamp(row.dueAt()))
            .setOverdue(row.isOverdue(now))
            .setOutcome(row.outcome());
    Instant outcomeAt = row.outcomeAt();
    if (outcomeAt != null) {
      view.setOutcomeAt(Receipts.timestamp(outcomeAt));
    }
    for (ChildId child : known) {
      view.addChildren(
          ActionChild.newBuilder()
              .setChildId(child.value().toString())
              .setName(ClusterReading.name(caseload, child)));
    }
    if (whole) {
      view.setDetail(row.detail());
    }
    return view.build();
  }
}
