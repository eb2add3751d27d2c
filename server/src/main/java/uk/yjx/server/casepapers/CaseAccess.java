package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import uk.yjx.common.v1.Role;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;

/** Whose court record and papers a caller may know of: of their own service's children alone. */
@Singleton
final class CaseAccess {
  /** Absent, of another service, and not the caller's look the same. */
  static final Failure CHILD_NOT_FOUND =
      Failure.of(Failure.Code.NOT_FOUND, "CHILD_NOT_FOUND", "there is no such child for you");

  private static final List<Role> WHOLE_SERVICE =
      List.of(Role.ROLE_SERVICE_MANAGER, Role.ROLE_DUTY_OFFICER, Role.ROLE_HEAD_OF_SERVICE);

  private static final List<Role> CASE_HOLDING =
      List.of(Role.ROLE_CASE_MANAGER, Role.ROLE_SERVICE_MANAGER, Role.ROLE_DUTY_OFFICER);

  private final Caseload caseload;

  CaseAccess(Caseload caseload) {
    this.caseload = caseload;
  }

  /**
   * What a caller may see.
   *
   * @param services all children of these
   * @param children and these children
   */
  record Reach(Set<AgencyId> services, List<ChildId> children) {}

  /** The child's case, where the caller works with it, manages it or sits at its duty desk. */
  ChildCase mayRead(Caller caller, ChildId child, Instant now) {
    return find(caller, child, now, WHOLE_SERVICE);
  }

  /** The same, and who keeps the service's caseload. */
  ChildCase mayRecord(Caller caller, ChildId child, Instant now) {
    List<Role> roles = new ArrayList<>(WHOLE_SERVICE);
    roles.add(Role.ROLE_CASELOAD_EDITOR);
    return find(caller, child, now, roles);
  }

  /** All that a caller may see. */
  Reach reach(Caller caller, Instant now) {
    Set<AgencyId> services = new TreeSet<>();
    WHOLE_SERVICE.forEach(role -> services.addAll(caller.services(role)));
    List<ChildId> own =
        caller.holds(Role.ROLE_CASE_MANAGER)
            ? caseload.now().allocatedTo(caller.principal(), now)
            : List.of();
    return new Reach(services, own);
  }

  /**
   * Whether a caller may know of a child's papers: who holds the case, and the desks and managers
   * of the service, unless the child is shielded from them or they are kept apart from it.
   */
  boolean sees(Caller caller, ChildCase child, Instant now) {
    return sees(caller, child, now, WHOLE_SERVICE);
  }

  private boolean sees(Caller caller, ChildCase child, Instant now, List<Role> whole) {
    AgencyId service = child.service();
    Holders holders = caseload.now().holders(child.id(), now);
    if (!service.equals(caller.agency()) || holders.barred().contains(caller.principal())) {
      return false;
    }
    boolean holds =
        holders.workers().contains(caller.principal())
            && CASE_HOLDING.stream().anyMatch(role -> caller.holds(role, service));
    boolean office =
        !holders.shielded() && whole.stream().anyMatch(role -> caller.holds(role, service));
    return holds || office;
  }

  private ChildCase find(Caller caller, ChildId child, Instant now, List<Role> whole) {
    return caseload
        .now()
        .child(child)
        .filter(it -> sees(caller, it, now, whole))
        .orElseThrow(CHILD_NOT_FOUND::refused);
  }
}
