package uk.yjx.server.caseload;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PrincipalId;

/**
 * A child's case at one service as it stands.
 *
 * @param id the child
 * @param service the youth justice service
 * @param number the service's own number for the child
 * @param person who the child is
 * @param allocations who holds the case, past and to come included
 * @param closed no new alerts
 * @param shield why only who holds it by name may know of it; null when it is not shielded
 * @param version from 1 on
 * @param decidedAt when it was recorded; what was due by then has been dealt with then
 */
public record ChildCase(
    ChildId id,
    AgencyId service,
    String number,
    PersonDescription person,
    List<Allocation> allocations,
    boolean closed,
    @Nullable Shield shield,
    int version,
    Instant decidedAt) {

  public ChildCase {
    allocations = List.copyOf(allocations);
  }

  /** A case without a shield. */
  public ChildCase(
      ChildId id,
      AgencyId service,
      String number,
      PersonDescription person,
      List<Allocation> allocations,
      boolean closed,
      int version,
      Instant decidedAt) {
    this(id, service, number, person, allocations, closed, null, version, decidedAt);
  }

  /** Whether only who holds the case by name may know of it. */
  public boolean isShielded() {
    return shield != null;
  }

  /** Every worker who ever held it or will, in order. */
  Set<PrincipalId> workers() {
    Set<PrincipalId> found = new TreeSet<>();
    for (Allocation allocation : allocations) {
      PrincipalId worker = allocation.worker();
      if (worker != null) {
        found.add(worker);
      }
    }
    return found;
  }

  /** When its holders change by date, after it was recorded. */
  Set<Instant> due() {
    List<Instant> dates = new ArrayList<>();
    for (Allocation allocation : allocations) {
      dates.add(allocation.from());
      allocation.end().ifPresent(dates::add);
    }
    dates.removeIf(date -> !date.isAfter(decidedAt));
    return new TreeSet<>(dates);
  }

  /** Names the child by its pseudonym only. */
  @Override
  public String toString() {
    return "ChildCase[" + id + " v" + version + "]";
  }
}
