package uk.yjx.server.caseload;

import java.util.Set;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/**
 * What changed by date alone in a span of time, because an allocation or cover began or ended.
 * Never too little; what is named may turn out to be as it was.
 *
 * @param children children whose holders may have changed
 * @param services their services
 * @param principals workers who began or ceased to hold or cover
 */
public record DatedChanges(
    Set<ChildId> children, Set<AgencyId> services, Set<PrincipalId> principals) {

  public DatedChanges {
    children = Set.copyOf(children);
    services = Set.copyOf(services);
    principals = Set.copyOf(principals);
  }

  /** Whether nothing changed. */
  public boolean isEmpty() {
    return children.isEmpty() && principals.isEmpty();
  }
}
