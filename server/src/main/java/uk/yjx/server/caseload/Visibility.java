package uk.yjx.server.caseload;

import java.util.List;
import uk.yjx.common.v1.Role;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.AgencyId;

/** Which cases of a service a caller may read. */
enum Visibility {
  /** All of them: an editor, a manager, a duty officer of that very service. */
  WHOLE_SERVICE,
  /** Those the caller holds or covers now: a case manager. */
  OWN_CASES,
  /** None; what is there looks the same as what is not. */
  NOTHING;

  private static final List<Role> WHOLE =
      List.of(Role.ROLE_CASELOAD_EDITOR, Role.ROLE_SERVICE_MANAGER, Role.ROLE_DUTY_OFFICER);

  static Visibility of(Caller caller, AgencyId service) {
    if (!caller.agency().equals(service)) {
      return NOTHING;
    }
    if (WHOLE.stream().anyMatch(role -> caller.holds(role, service))) {
      return WHOLE_SERVICE;
    }
    return caller.holds(Role.ROLE_CASE_MANAGER, service) ? OWN_CASES : NOTHING;
  }
}
