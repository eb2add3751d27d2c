package uk.yjx.server.caseload;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
    Holders all = Holders.of(it.allocations(), this::coverFor, at);
    return it.isShielded() ? all.shield() : all;
  }

  /**
   * Children whose cases a worker holds at an instant, or covers for somebody who does; closed ones
   * included; in order of id.
   */
  public List<ChildId> allocatedTo(PrincipalId worker, Instant at) {
    Set<ChildId> found = new TreeSet<>();
    for (PrincipalId holder : standsInFor(worker, at)) {
      for (ChildId id : orNone(indexes.byWorker().get(holder))) {
        if (holdsItself(holder, id, at)) {
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

  /** The first instant after this one at which an allocation or cover begins or ends. */
  public Optional<Instant> nextChangeAfter(Instant after) {
    return Stream.of(
            indexes.allocationsDue().nextAfter(after), indexes.coversDue().nextAfter(after))
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
   */
  CaseBook with(Collection<ChildCase> changed, Collection<ChildId> erased, List<Cover> covers) {
    if (changed.isEmpty() && erased.isEmpty() && covers.isEmpty()) {
      return this;
    }
    return new CaseBook(indexes.with(changed, erased, covers));
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
