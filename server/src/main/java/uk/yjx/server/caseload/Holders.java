package uk.yjx.server.caseload;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import uk.yjx.server.kernel.PrincipalId;

/**
 * Who holds a child's case at one instant. Without a lead the case is the duty desk's and the
 * manager's: their roles stand in the directory.
 *
 * @param lead who leads the case; empty when nobody does
 * @param coWorkers who works with the lead, in order
 * @param practiceGroups groups that share the case, in order
 * @param standIns who covers for one of these workers at that instant, and for whom
 * @param shielded nobody but lead and co-workers may know: no group, no cover, no desk, no office
 * @param barred who is kept apart from the child: in no role may they know of it, and none of the
 *     others is one of them
 */
public record Holders(
    Optional<PrincipalId> lead,
    List<PrincipalId> coWorkers,
    List<String> practiceGroups,
    Map<PrincipalId, PrincipalId> standIns,
    boolean shielded,
    Set<PrincipalId> barred) {
  /** Nobody holds the case. */
  public static final Holders NOBODY =
      new Holders(Optional.empty(), List.of(), List.of(), Map.of());

  public Holders {
    coWorkers = List.copyOf(coWorkers);
    practiceGroups = List.copyOf(practiceGroups);
    standIns = Map.copyOf(standIns);
    barred = Set.copyOf(barred);
  }

  /** The same with some more kept apart. */
  public Holders without(Set<PrincipalId> more) {
    if (barred.containsAll(more)) {
      return this;
    }
    Set<PrincipalId> all = new LinkedHashSet<>(barred);
    all.addAll(more);
    Map<PrincipalId, PrincipalId> left = new LinkedHashMap<>(standIns);
    left.keySet().removeAll(all);
    return new Holders(
        lead.filter(it -> !all.contains(it)),
        coWorkers.stream().filter(it -> !all.contains(it)).toList(),
        practiceGroups,
        left,
        shielded,
        all);
  }

  /** Holders of a case that is not shielded and from which nobody is kept apart. */
  public Holders(
      Optional<PrincipalId> lead,
      List<PrincipalId> coWorkers,
      List<String> practiceGroups,
      Map<PrincipalId, PrincipalId> standIns) {
    this(lead, coWorkers, practiceGroups, standIns, false, Set.of());
  }

  /** Those of them who may know when the child is shielded: whom the case names as workers. */
  public Holders shield() {
    return shielded ? this : new Holders(lead, coWorkers, List.of(), Map.of(), true, barred);
  }

  /** Whether somebody leads the case or works on it by their own name. */
  public boolean isNamed(PrincipalId worker) {
    return lead.filter(worker::equals).isPresent() || coWorkers.contains(worker);
  }

  /** Whether nobody at all holds the case. */
  public boolean isNobody() {
    return lead.isEmpty() && coWorkers.isEmpty() && practiceGroups.isEmpty();
  }

  /** Every worker who may see the case: the lead, co-workers, and who covers for them. */
  public Set<PrincipalId> workers() {
    Set<PrincipalId> all = new LinkedHashSet<>();
    lead.ifPresent(all::add);
    all.addAll(coWorkers);
    standIns.keySet().stream().sorted().forEach(all::add);
    return all;
  }

  /**
   * Who holds a case. Whoever is kept apart from the child hands it to nobody by being absent.
   *
   * @param covers every cover recorded for an absent worker
   * @param separations every separation from the child
   */
  static Holders of(
      List<Allocation> allocations,
      Function<PrincipalId, List<Cover>> covers,
      List<Separation> separations,
      Instant at) {
    Set<PrincipalId> barred = barred(separations, at);
    PrincipalId lead = null;
    Set<PrincipalId> coWorkers = new LinkedHashSet<>();
    List<String> groups = new ArrayList<>();
    for (Allocation allocation : allocations) {
      PrincipalId worker = allocation.worker();
      if (!allocation.holds(at) || (worker != null && barred.contains(worker))) {
        continue;
      }
      if (worker == null) {
        groups.add(allocation.practiceGroup());
      } else if (allocation.role() == Allocation.Role.LEAD) {
        lead = worker;
      } else {
        coWorkers.add(worker);
      }
    }
    Set<PrincipalId> own = new LinkedHashSet<>(coWorkers);
    if (lead != null) {
      own.add(lead);
    }
    return new Holders(
        Optional.ofNullable(lead),
        coWorkers.stream().sorted().toList(),
        groups.stream().sorted().distinct().toList(),
        standIns(own, covers, barred, at),
        false,
        barred);
  }

  private static Set<PrincipalId> barred(List<Separation> separations, Instant at) {
    if (separations.isEmpty()) {
      return Set.of();
    }
    Set<PrincipalId> found = new LinkedHashSet<>();
    for (Separation separation : separations) {
      if (separation.denied() && separation.holds(at)) {
        found.add(separation.worker());
      }
    }
    return found;
  }

  /** Follows cover for cover too; whoever is met again ends the chain. */
  private static Map<PrincipalId, PrincipalId> standIns(
      Set<PrincipalId> own,
      Function<PrincipalId, List<Cover>> covers,
      Set<PrincipalId> barred,
      Instant at) {
    Map<PrincipalId, PrincipalId> found = new LinkedHashMap<>();
    Deque<PrincipalId> absent = new ArrayDeque<>(own);
    while (!absent.isEmpty()) {
      PrincipalId worker = absent.removeFirst();
      for (Cover cover : covers.apply(worker)) {
        PrincipalId standIn = cover.standIn();
        if (cover.holds(at)
            && !own.contains(standIn)
            && !barred.contains(standIn)
            && !found.containsKey(standIn)) {
          found.put(standIn, worker);
          absent.addLast(standIn);
        }
      }
    }
    return found;
  }
}
