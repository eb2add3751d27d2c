package uk.yjx.server.caseload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/**
 * The ways into a caseload; equal content, equal indexes.
 *
 * @param byChild cases by child
 * @param byNumber children by their service's number
 * @param byWorker children by every worker who ever held the case or will
 * @param shielded shielded children by service
 * @param byAbsent cover by who is absent
 * @param byStandIn cover by who stands in
 * @param allocationsDue children whose holders change by date
 * @param coversDue absent workers whose cover begins or ends by date
 * @param separations separations by the child
 * @param separationsDue children of whom a separation begins or ends by date
 */
record CaseIndexes(
    Shards<ChildId, ChildCase> byChild,
    Shards<Numbered, ChildId> byNumber,
    Shards<PrincipalId, Set<ChildId>> byWorker,
    Map<AgencyId, Set<ChildId>> shielded,
    Shards<PrincipalId, List<Cover>> byAbsent,
    Shards<PrincipalId, List<Cover>> byStandIn,
    Agenda<ChildId> allocationsDue,
    Agenda<PrincipalId> coversDue,
    Shards<ChildId, List<Separation>> separations,
    Agenda<ChildId> separationsDue) {
  /** Indexes of nothing. */
  static final CaseIndexes EMPTY =
      new CaseIndexes(
          Shards.empty(),
          Shards.empty(),
          Shards.empty(),
          Map.of(),
          Shards.empty(),
          Shards.empty(),
          Agenda.empty(),
          Agenda.empty(),
          Shards.empty(),
          Agenda.empty());

  /** A case as its service numbers it. */
  record Numbered(AgencyId service, String number) {}

  /** These indexes after changes; these stay as they are. */
  CaseIndexes with(
      Collection<ChildCase> changed,
      Collection<ChildId> erased,
      List<Cover> covers,
      List<Separation> separated) {
    Draft draft = new Draft(this);
    erased.forEach(draft::forget);
    changed.forEach(draft::put);
    covers.forEach(draft::put);
    separated.forEach(draft::put);
    return draft.build();
  }

  /** A changed copy in the making. */
  private static final class Draft {
    private final Shards.Edit<ChildId, ChildCase> byChild;
    private final Shards.Edit<Numbered, ChildId> byNumber;
    private final Shards.Edit<PrincipalId, Set<ChildId>> byWorker;
    private Map<AgencyId, Set<ChildId>> shielded;
    private final Shards.Edit<PrincipalId, List<Cover>> byAbsent;
    private final Shards.Edit<PrincipalId, List<Cover>> byStandIn;
    private final Set<PrincipalId> ownSets = new HashSet<>();
    private Agenda<ChildId> allocationsDue;
    private Agenda<PrincipalId> coversDue;
    private final Shards.Edit<ChildId, List<Separation>> separations;
    private Agenda<ChildId> separationsDue;

    Draft(CaseIndexes from) {
      byChild = from.byChild.edit();
      byNumber = from.byNumber.edit();
      byWorker = from.byWorker.edit();
      shielded = from.shielded;
      byAbsent = from.byAbsent.edit();
      byStandIn = from.byStandIn.edit();
      allocationsDue = from.allocationsDue;
      coversDue = from.coversDue;
      separations = from.separations.edit();
      separationsDue = from.separationsDue;
    }

    void forget(ChildId id) {
      ChildCase old = byChild.get(id);
      if (old == null) {
        return;
      }
      byChild.remove(id);
      byNumber.remove(new Numbered(old.service(), old.number()));
      old.workers().forEach(worker -> childrenOf(worker).remove(id));
      if (old.isShielded()) {
        shield(old.service(), id, false);
      }
      old.due().forEach(at -> allocationsDue = allocationsDue.without(at, id));
    }

    void put(ChildCase it) {
      forget(it.id());
      byChild.put(it.id(), it);
      byNumber.put(new Numbered(it.service(), it.number()), it.id());
      it.workers().forEach(worker -> childrenOf(worker).add(it.id()));
      if (it.isShielded()) {
        shield(it.service(), it.id(), true);
      }
      it.due().forEach(at -> allocationsDue = allocationsDue.with(at, it.id()));
    }

    void put(Cover cover) {
      byAbsent.put(cover.absent(), with(byAbsent.get(cover.absent()), cover));
      byStandIn.put(cover.standIn(), with(byStandIn.get(cover.standIn()), cover));
      cover.due().forEach(at -> coversDue = coversDue.with(at, cover.absent()));
    }

    void put(Separation it) {
      List<Separation> all = new ArrayList<>();
      List<Separation> known = separations.get(it.child());
      for (Separation old : known == null ? List.<Separation>of() : known) {
        old.due().forEach(at -> separationsDue = separationsDue.without(at, it.child()));
        if (!old.id().equals(it.id())) {
          all.add(old);
        }
      }
      all.add(it);
      for (Separation each : all) {
        each.due().forEach(at -> separationsDue = separationsDue.with(at, it.child()));
      }
      separations.put(it.child(), List.copyOf(all));
    }

    CaseIndexes build() {
      return new CaseIndexes(
          byChild.build(),
          byNumber.build(),
          byWorker.build(),
          shielded,
          byAbsent.build(),
          byStandIn.build(),
          allocationsDue,
          coversDue,
          separations.build(),
          separationsDue);
    }

    /** Few children are shielded, so everything is copied for each that changes. */
    private void shield(AgencyId service, ChildId child, boolean up) {
      Set<ChildId> own = new HashSet<>(shielded.getOrDefault(service, Set.of()));
      if (up) {
        own.add(child);
      } else {
        own.remove(child);
      }
      Map<AgencyId, Set<ChildId>> copy = new HashMap<>(shielded);
      if (own.isEmpty()) {
        copy.remove(service);
      } else {
        copy.put(service, Set.copyOf(own));
      }
      shielded = Map.copyOf(copy);
    }

    /** The worker's set of this draft: copied once, however many cases change. */
    private Set<ChildId> childrenOf(PrincipalId worker) {
      Set<ChildId> own = byWorker.get(worker);
      if (own == null || ownSets.add(worker)) {
        own = new HashSet<>(own == null ? Set.of() : own);
        ownSets.add(worker);
        byWorker.put(worker, own);
      }
      return own;
    }

    private static List<Cover> with(@Nullable List<Cover> covers, Cover more) {
      if (covers == null) {
        return List.of(more);
      }
      return covers.contains(more)
          ? covers
          : Stream.concat(covers.stream(), Stream.of(more)).toList();
    }
  }
}
