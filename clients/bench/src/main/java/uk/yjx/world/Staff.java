package uk.yjx.world;

import java.util.List;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.Principal;
import uk.yjx.identity.v1.RoleGrant;

/**
 * A principal to register, with the roles to grant.
 *
 * @param principal without roles
 * @param roles one or more
 */
public record Staff(Principal principal, List<RoleGrant> roles) {

  /** Copies the list; the principal itself carries no roles. */
  public Staff {
    roles = List.copyOf(roles);
    if (roles.isEmpty() || principal.getRolesCount() > 0) {
      throw new IllegalArgumentException("roles stand beside the principal, at least one");
    }
  }

  /** The principal's id, for example {@code southwark-yjs/user/a.mensah}. */
  public String id() {
    return principal.getPrincipalId();
  }

  /** The agency's id. */
  public String agencyId() {
    return id().substring(0, id().indexOf('/'));
  }

  /** Whether {@code role} is among the roles. */
  public boolean holds(Role role) {
    return roles.stream().anyMatch(grant -> grant.getRole() == role);
  }

  /** A principal with one role; {@code service} empty for a role of no service. */
  static Staff of(String principalId, String displayName, Role role, String service) {
    return new Staff(
        Principal.newBuilder().setPrincipalId(principalId).setDisplayName(displayName).build(),
        List.of(RoleGrant.newBuilder().setRole(role).setService(service).build()));
  }
}
