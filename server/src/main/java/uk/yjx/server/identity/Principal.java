package uk.yjx.server.identity;

import java.util.HashSet;
import java.util.Set;
import uk.yjx.server.kernel.PrincipalId;

/**
 * A system or a person of an agency.
 *
 * @param id its id
 * @param displayName name for colleagues
 * @param disabled it may not call any more
 * @param grants roles in force
 */
public record Principal(PrincipalId id, String displayName, boolean disabled, Set<Grant> grants) {

  public Principal {
    grants = Set.copyOf(grants);
  }

  Principal with(Grant grant) {
    Set<Grant> more = new HashSet<>(grants);
    more.add(grant);
    return new Principal(id, displayName, disabled, more);
  }

  Principal without(Grant grant) {
    Set<Grant> fewer = new HashSet<>(grants);
    fewer.remove(grant);
    return new Principal(id, displayName, disabled, fewer);
  }

  @Override
  public String toString() {
    return "Principal[" + id + "]";
  }
}
