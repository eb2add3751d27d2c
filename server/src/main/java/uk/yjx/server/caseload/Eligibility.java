package uk.yjx.server.caseload;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Role;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.identity.Grant;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Violations;

/** Who may hold or cover a case. */
final class Eligibility {
  /** Reason for a worker who may not hold or cover, and for two leads at one time. */
  static final String NOT_ELIGIBLE = "ALLOCATION_NOT_ELIGIBLE";

  private static final List<Role> CASE_HOLDING =
      List.of(Role.ROLE_CASE_MANAGER, Role.ROLE_SERVICE_MANAGER, Role.ROLE_DUTY_OFFICER);

  private Eligibility() {}

  /** Reports allocations that are not over and name someone who may not hold, and second leads. */
  static void check(
      List<Allocation> allocations,
      AgencyId service,
      Directory directory,
      Instant now,
      Violations violations) {
    for (int i = 0; i < allocations.size(); i++) {
      Allocation allocation = allocations.get(i);
      PrincipalId worker = allocation.worker();
      boolean over = allocation.end().map(end -> !end.isAfter(now)).orElse(false);
      // Somebody who has left the service since may well have held the case once.
      if (worker != null && !over && !mayHold(worker, service, directory)) {
        report(violations, "case.allocations[" + i + "].principal_id");
      }
      if (overlapsEarlierLead(allocations, i)) {
        violations.add(
            NOT_ELIGIBLE, "case.allocations[" + i + "].from", "a case has one lead at a time");
      }
    }
  }

  /** Reports a worker who may not hold or cover. */
  static void check(
      @Nullable PrincipalId worker,
      AgencyId service,
      Directory directory,
      String path,
      Violations violations) {
    if (worker != null && !mayHold(worker, service, directory)) {
      report(violations, path);
    }
  }

  private static boolean mayHold(PrincipalId worker, AgencyId service, Directory directory) {
    return worker.kind() == PrincipalId.Kind.USER
        && worker.agency().equals(service)
        && directory
            .principal(worker)
            .filter(p -> !p.disabled())
            .map(p ->
                CASE_HOLDING.stream()
                    .anyMatch(role -> p.grants().contains(new Grant(role, service))))
            .orElse(false);
  }

  private static boolean overlapsEarlierLead(List<Allocation> allocations, int index) {
    Allocation lead = allocations.get(index);
    return lead.role() == Allocation.Role.LEAD
        && allocations.subList(0, index).stream()
            .anyMatch(a -> a.role() == Allocation.Role.LEAD && a.overlaps(lead));
  }

  private static void report(Violations violations, String path) {
    violations.add(
        NOT_ELIGIBLE,
        path,
        "a case is held by a person of the service who may call and is a case manager, manager or"
            + " duty officer there");
  }
}
