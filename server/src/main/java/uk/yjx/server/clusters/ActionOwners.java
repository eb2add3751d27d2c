package uk.yjx.server.clusters;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.identity.Agency;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;

/**
 * Who may own joint actions, and so who reads the list: the service, and social care of its area.
 */
@Singleton
final class ActionOwners {
  private static final Failure AGENCY_NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND,
          "AGENCY_NOT_FOUND",
          "neither the service nor social care of its area");

  private static final Failure OWNER_NOT_ALLOWED =
      Failure.field("OWNER_NOT_ALLOWED", "owner_role", "nobody reads the list in this role there");

  /** Who reads the list in the service, beside its leads. */
  private static final List<Role> OFFICERS =
      List.of(Role.ROLE_SECONDED_OFFICER, Role.ROLE_SERVICE_SOCIAL_WORKER);

  /** Who reads it in social care. */
  private static final List<Role> PARTNERS =
      List.of(
          Role.ROLE_FRONT_DOOR,
          Role.ROLE_PARTNER_WORKER,
          Role.ROLE_PARTNER_MANAGER,
          Role.ROLE_PARTNER_HEAD,
          Role.ROLE_DIRECTOR);

  private final DirectoryFacts directory;

  ActionOwners(DirectoryFacts directory) {
    this.directory = directory;
  }

  /** The agency that is to own an action of a service's list in this role. */
  AgencyId owner(String agency, Role role, AgencyId service) {
    boolean own = agency.equals(service.value());
    AgencyId found = own ? service : partner(agency, service);
    boolean may =
        own
            ? ClusterAccess.LEADS.contains(role) || OFFICERS.contains(role)
            : PARTNERS.contains(role);
    if (!may) {
      throw OWNER_NOT_ALLOWED.refused();
    }
    return found;
  }

  /** Services whose list a caller reads as lead or officer. */
  static Set<AgencyId> services(Caller caller) {
    Set<AgencyId> found = new TreeSet<>(ClusterAccess.led(caller));
    OFFICERS.forEach(role -> found.addAll(caller.services(role)));
    return found;
  }

  /** Whether a caller works for social care in a role that reads the list. */
  static boolean isPartner(Caller caller) {
    return PARTNERS.stream().anyMatch(caller::holds);
  }

  /** Whether a caller owns an action, or leads the service whose list it is on. */
  static boolean mayRecord(Caller caller, JointActionRow action, Cluster of) {
    if (ClusterAccess.led(caller).contains(of.service())) {
      return true;
    }
    return action.owner().equals(of.service())
        ? caller.holds(action.role(), of.service())
        : of.isOpen() && caller.agency().equals(action.owner()) && isPartner(caller);
  }

  /** The role in which a caller reads a service's list. */
  static Role role(Caller caller, AgencyId service) {
    return OFFICERS.stream()
        .filter(role -> caller.holds(role, service))
        .filter(role -> !ClusterAccess.led(caller).contains(service))
        .findFirst()
        .orElse(Role.ROLE_SERVICE_MANAGER);
  }

  private AgencyId partner(String id, AgencyId service) {
    Directory all = directory.current();
    List<String> area = all.agency(service).map(Agency::localAuthorities).orElse(List.of());
    return area.stream()
        .flatMap(authority ->
            all.serving(authority, AgencyKind.AGENCY_KIND_CHILDRENS_SOCIAL_CARE).stream())
        .map(Agency::id)
        .filter(agency -> agency.value().equals(id))
        .findFirst()
        .orElseThrow(AGENCY_NOT_FOUND::refused);
  }
}
