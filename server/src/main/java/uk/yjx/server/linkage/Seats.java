package uk.yjx.server.linkage;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import uk.yjx.common.v1.Role;
import uk.yjx.linkage.v1.Desk;
import uk.yjx.linkage.v1.DeskState;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.intake.Doubt;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;

/**
 * The desks at which somebody sits. What partners send is decided by nobody who is of the police:
 * whoever sits at the police desk of a service sits at no other, unless as its manager.
 *
 * @param who sits there
 * @param police services at whose police desk the caller sits, in order
 * @param partners services at whose desk for partners the caller sits, in order
 */
record Seats(PrincipalId who, Set<AgencyId> police, Set<AgencyId> partners) {
  private static final List<Role> POLICE =
      List.of(Role.ROLE_MATCHING_OFFICER, Role.ROLE_SECONDED_OFFICER);

  private static final List<Role> PARTNERS = List.of(Role.ROLE_SERVICE_INFORMATION_OFFICER);

  private static final Role DEPUTY = Role.ROLE_SERVICE_MANAGER;

  /** Where the caller sits, as officer or as deputy. */
  static Seats of(Caller caller) {
    Set<AgencyId> police = services(caller, POLICE);
    Set<AgencyId> partners = services(caller, PARTNERS);
    partners.removeAll(police);
    Set<AgencyId> deputy = caller.services(DEPUTY);
    police.addAll(deputy);
    partners.addAll(deputy);
    return new Seats(caller.principal(), police, partners);
  }

  /** The services at whose desk of this kind the caller sits. */
  Set<AgencyId> at(Desk desk) {
    return switch (desk) {
      case DESK_POLICE -> police;
      case DESK_PARTNERS -> partners;
      case DESK_UNSPECIFIED, UNRECOGNIZED -> Set.of();
    };
  }

  /** The services at whose desk of any kind the caller sits. */
  Set<AgencyId> services() {
    Set<AgencyId> all = new TreeSet<>(police);
    all.addAll(partners);
    return all;
  }

  /** Every seat, in order of service. */
  void each(BiConsumer<AgencyId, Desk> action) {
    for (AgencyId service : services()) {
      for (Desk desk : List.of(Desk.DESK_POLICE, Desk.DESK_PARTNERS)) {
        if (at(desk).contains(service)) {
          action.accept(service, desk);
        }
      }
    }
  }

  /** Who decides at a desk, and how much waits there. */
  static DeskState state(AgencyId service, Desk desk, List<Doubt> waiting, Directory directory) {
    long urgent =
        waiting.stream()
            .filter(doubt -> doubt.subject().urgency().compareTo(Urgency.SAME_DAY) <= 0)
            .count();
    return DeskState.newBuilder()
        .setService(service.value())
        .setDesk(desk)
        .setWaiting(waiting.size())
        .setUrgent((int) urgent)
        .addAllOfficers(people(desk == Desk.DESK_POLICE ? POLICE : PARTNERS, service, directory))
        .addAllDeputies(people(List.of(DEPUTY), service, directory))
        .build();
  }

  private static List<String> people(List<Role> roles, AgencyId service, Directory directory) {
    Set<PrincipalId> found = new LinkedHashSet<>();
    roles.forEach(role -> found.addAll(directory.holders(role, service)));
    List<String> ids = new ArrayList<>();
    found.forEach(person -> ids.add(person.toString()));
    return ids;
  }

  private static Set<AgencyId> services(Caller caller, List<Role> roles) {
    Set<AgencyId> found = new TreeSet<>();
    roles.forEach(role -> found.addAll(caller.services(role)));
    return found;
  }
}
