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
 */
public record Holders(
    Optional<PrincipalId> lead,
    List<PrincipalId> coWorkers,
    List<String> practiceGroups,
    Map<PrincipalId, PrincipalId> standIns,
    boolean shielded) {
  /** Nobody holds the case. */
  public static final Holders NOBODY =
      new Holders(Optional.empty(), List.of(), List.of(), Map.of());

  public Holders {
    coWorkers = List.copyOf(coWorkers);
    practiceGroups = List.copyOf(practiceGroups);
    standIns = Map.copyOf(standIns);
  }

  /** Holders of a case that is not shielded. */
  public Holders(
      Optional<PrincipalId> lead,
      List<PrincipalId> coWorkers,
      List<String> practiceGroups,
      Map<PrincipalId, PrincipalId> standIns) {
    this(lead, coWorkers, practiceGroups, standIns, false);
  }

  /** Those of them who may know when the child is shielded: whom the case names as workers. */
  public Holders shield() {
    return shielded ? this : new Holders(lead, coWorkers, List.of(), Map.of(), true);
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
   * Who holds a case.
   *
   * @param covers every cover recorded for an absent worker
   */
  static Holders of(
      List<Allocation> allocations, Function<PrincipalId, List<Cover>> covers, Instant at) {
    PrincipalId lead = null;
    Set<PrincipalId> coWorkers = new LinkedHashSet<>();
    List<String> groups = new ArrayList<>();
    for (Allocation allocation : allocations) {
      PrincipalId worker = allocation.worker();
      if (!allocation.holds(at)) {
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
        standIns(own, covers, at));
  }

  /** Follows cover for cover too; whoever is met again ends the chain. */
  private static Map<PrincipalId, PrincipalId> standIns(
      Set<PrincipalId> own, Function<PrincipalId, List<Cover>> covers, Instant at) {
    Map<PrincipalId, PrincipalId> found = new LinkedHashMap<>();
    Deque<PrincipalId> absent = new ArrayDeque<>(own);
    while (!absent.isEmpty()) {
      PrincipalId worker = absent.removeFirst();
      for (Cover cover : covers.apply(worker)) {
        PrincipalId standIn = cover.standIn();
        if (cover.holds(at) && !own.contains(standIn) && !found.containsKey(standIn)) {
          found.put(standIn, worker);
          absent.addLast(standIn);
        }
      }
    }
    return found;
  }
}
