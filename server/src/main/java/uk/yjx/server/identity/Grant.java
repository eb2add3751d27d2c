package uk.yjx.server.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Role;
import uk.yjx.server.kernel.AgencyId;

/**
 * A role held.
 *
 * @param role the role
 * @param service the youth justice service it is held for; null for roles that are not of a service
 */
public record Grant(Role role, @Nullable AgencyId service) {
  private static final Set<Role> OF_A_SERVICE =
      Set.of(
          Role.ROLE_CASELOAD_EDITOR,
          Role.ROLE_CASE_MANAGER,
          Role.ROLE_SERVICE_MANAGER,
          Role.ROLE_DUTY_OFFICER,
          Role.ROLE_MATCHING_OFFICER,
          Role.ROLE_VICTIM_WORKER,
          Role.ROLE_VOLUNTEER,
          Role.ROLE_HEAD_OF_SERVICE,
          Role.ROLE_ON_CALL,
          Role.ROLE_SERVICE_ADMINISTRATOR,
          Role.ROLE_SERVICE_NURSE,
          Role.ROLE_SERVICE_SOCIAL_WORKER,
          Role.ROLE_SECONDED_OFFICER,
          Role.ROLE_BOARD_MEMBER,
          Role.ROLE_SERVICE_INFORMATION_OFFICER,
          Role.ROLE_PREVENTION_LEAD);

  public Grant {
    if (role == Role.ROLE_UNSPECIFIED || role == Role.UNRECOGNIZED) {
      throw new IllegalArgumentException("this role is never granted");
    }
    if (isOfService(role) != (service != null)) {
      throw new IllegalArgumentException("exactly the roles of a service name one: " + role);
    }
  }

  /** Whether a role is held for one youth justice service. */
  public static boolean isOfService(Role role) {
    return OF_A_SERVICE.contains(role);
  }
}
