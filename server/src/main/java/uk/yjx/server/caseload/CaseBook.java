package uk.yjx.server.caseload;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/** The whole caseload as of one moment; never changes. A change of it costs what changed. */
public final class CaseBook {
  /** A caseload without children. */
  static final CaseBook EMPTY = new CaseBook(CaseIndexes.EMPTY);

  private final CaseIndexes indexes;

  private CaseBook(CaseIndexes indexes) {
    this.indexes = indexes;
  }

  /** The child's case. */
  public Optional<ChildCase> child(ChildId id) {
    return Optional.ofNullable(indexes.byChild().get(id));
  }

  /** The case a service keeps under its own number. */
  public Optional<ChildCase> numbered(AgencyId service, String number) {
    ChildId id = indexes.byNumber().get(new CaseIndexes.Numbered(service, number));
    return id == null ? Optional.empty() : child(id);
  }

  /** Shows every case, closed ones too, in no order. */
  public void forEach(Consumer<ChildCase> action) {
    indexes.byChild().forEach((id, it) -> action.accept(it));
  }

  /** How many cases there are, closed ones included. */
  public int size() {
    return indexes.byChild().size();
  }

  /** Who holds a child's case at an instant; nobody when there is no such case. */
  public Holders holders(ChildId id, Instant at) {
    ChildCase it = indexes.byChild().get(id);
    return it == null ? Holders.NOBODY : holders(it, at);
  }

  /** Whether a child's case is shielded; not when there is no such case. */
  public boolean isShielded(ChildId id) {
    ChildCase it = indexes.byChild().get(id);
    return it != null && it.isShielded();
  }

  /** Shielded children of a service. */
  public Set<ChildId> shielded(AgencyId service) {
    return orNone(indexes.shielded().get(service));
  }

  /**
   * Who would hold this case at an instant, with the cover that is recorded here; of a shielded
   * child only whom the case names as workers.
   */
  public Holders holders(ChildCase it, Instant at) {
    return holders(it, separations(it.id()), at);
  }

  /** Who would hold this case at an instant if these were all separations from the child. */
  public Holders holders(ChildCase it, List<Separation> separations, Instant at) {
    Holders all = Holders.of(it.allocations(), this::coverFor, separations, at);
    return it.isShielded() ? all.shield() : all;
  }

  /** Every separation declared from a child, past, lifted and to come included. */
  public List<Separation> separations(ChildId child) {
    List<Separation> found = indexes.separations().get(child);
    return found == null ? List.of() : found;
  }

  /** A separation by its id; it is looked for in all, which are few. */
  Optional<Separation> separation(UUID id) {
    List<Separation> found = new ArrayList<>();
    forEachSeparation(it -> {
      if (it.id().equals(id)) {
        found.add(it);
      }
    });
    return found.stream().findFirst();
  }

  /** Children from whom a worker is kept apart at an instant. */
  public Set<ChildId> keptFrom(PrincipalId worker, Instant at) {
    Set<ChildId> found = new TreeSet<>();
    forEachSeparation(it -> {
      if (it.denied() && it.worker().equals(worker) && it.holds(at)) {
        found.add(it.child());
      }
    });
    return found;
  }

  /** Shows every separation, in no order. */
  void forEachSeparation(Consumer<Separation> action) {
    indexes.separations().forEach((child, all) -> all.forEach(action));
  }

  /** Workers about whom managers are to be warned when they get something of the child. */
  public Set<PrincipalId> doubtful(ChildId child, Instant at) {
    Set<PrincipalId> found = new TreeSet<>();
    for (Separation separation : separations(child)) {
      if (!separation.denied() && separation.holds(at)) {
        found.add(separation.worker());
      }
    }
    return found;
  }

  /**
   * Children whose cases a worker holds at an instant, or covers for somebody who does; closed ones
   * included; in order of id. None from whom the worker is kept apart.
   */
  public List<ChildId> allocatedTo(PrincipalId worker, Instant at) {
    Set<ChildId> found = new TreeSet<>();
    for (PrincipalId holder : standsInFor(worker, at)) {
      for (ChildId id : orNone(indexes.byWorker().get(holder))) {
        if (holdsItself(holder, id, at)
            && (separations(id).isEmpty() || holders(id, at).workers().contains(worker))) {
          found.add(id);
        }
      }
    }
    return List.copyOf(found);
  }

  /** Every cover recorded for an absent worker, past and to come included. */
  public List<Cover> coverFor(PrincipalId absent) {
    List<Cover> covers = indexes.byAbsent().get(absent);
    return covers == null ? List.of() : covers;
  }

  /** The first instant after this one at which an allocation, cover or separation changes. */
  public Optional<Instant> nextChangeAfter(Instant after) {
    return Stream.of(
            indexes.allocationsDue().nextAfter(after),
            indexes.coversDue().nextAfter(after),
            indexes.separationsDue().nextAfter(after))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /** What changed by date alone in (after, upTo]. */
  public DatedChanges datedChanges(Instant after, Instant upTo) {
    Set<ChildId> children = new HashSet<>();
    Set<AgencyId> services = new HashSet<>();
    Set<PrincipalId> principals = new HashSet<>();
    for (Agenda.Due<ChildId> due : indexes.allocationsDue().within(after, upTo)) {
      children.add(due.subject());
      child(due.subject()).ifPresent(it -> principals.addAll(it.workers()));
    }
    for (Agenda.Due<ChildId> due : indexes.separationsDue().within(after, upTo)) {
      children.add(due.subject());
      separations(due.subject()).forEach(it -> principals.add(it.worker()));
    }
    for (Agenda.Due<PrincipalId> due : indexes.coversDue().within(after, upTo)) {
      PrincipalId absent = due.subject();
      principals.add(absent);
      children.addAll(allocatedTo(absent, due.at()));
      children.addAll(allocatedTo(absent, due.at().minusNanos(1)));
      for (Cover cover : coverFor(absent)) {
        services.add(cover.service());
        principals.add(cover.standIn());
      }
    }
    children.forEach(id -> child(id).ifPresent(it -> services.add(it.service())));
    return new DatedChanges(children, services, principals);
  }

  /**
   * This caseload after changes.
   *
   * @param changed cases new or replaced
   * @param erased children whose record is erased; unknown ones are ignored
   * @param covers cover recorded since
   * @param separations declared or lifted since
   */
  CaseBook with(
      Collection<ChildCase> changed,
      Collection<ChildId> erased,
      List<Cover> covers,
      List<Separation> separations) {
    if (changed.isEmpty() && erased.isEmpty() && covers.isEmpty() && separations.isEmpty()) {
      return this;
    }
    return new CaseBook(indexes.with(changed, erased, covers, separations));
  }

  /** The same without changes of separations. */
  CaseBook with(Collection<ChildCase> changed, Collection<ChildId> erased, List<Cover> covers) {
    return with(changed, erased, covers, List.of());
  }

  private boolean holdsItself(PrincipalId worker, ChildId id, Instant at) {
    ChildCase it = indexes.byChild().get(id);
    return it != null
        && it.allocations().stream().anyMatch(a -> worker.equals(a.worker()) && a.holds(at));
  }

  /** The worker and everybody the worker covers for, over any number of steps. */
  private Set<PrincipalId> standsInFor(PrincipalId worker, Instant at) {
    Set<PrincipalId> found = new HashSet<>(Set.of(worker));
    Deque<PrincipalId> next = new ArrayDeque<>(found);
    while (!next.isEmpty()) {
      List<Cover> covers = indexes.byStandIn().get(next.removeFirst());
      for (Cover cover : covers == null ? List.<Cover>of() : covers) {
        if (cover.holds(at) && found.add(cover.absent())) {
          next.addLast(cover.absent());
        }
      }
    }
    return found;
  }

  private static Set<ChildId> orNone(@Nullable Set<ChildId> children) {
    return children == null ? Set.of() : children;
  }
}
