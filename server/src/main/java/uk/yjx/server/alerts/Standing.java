package uk.yjx.server.alerts;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Role;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/** How a caller stands to an alert: what they may do with it follows from this alone. */
public enum Standing {
  /** Leads the case, works on it, or shares it through a practice group. */
  OWN_WORKER,
  /** Covers for someone who does. */
  COVER,
  /** Sits at the duty desk of the child's service, or is on call for it. */
  DUTY_DESK,
  /** Manages the child's service, or is its head. */
  MANAGER,
  /** Works with victims for the child's service, and there is one in the event. */
  VICTIM_WORKER,
  /** Sits at the front door the notice went to. */
  FRONT_DOOR,
  /** Has nothing to do with it. */
  NONE;

  /** Who of an agency that is no youth justice service is told of concerns, beside its door. */
  private static final List<Role> PARTNERS =
      List.of(
          Role.ROLE_PARTNER_WORKER,
          Role.ROLE_PARTNER_MANAGER,
          Role.ROLE_PARTNER_HEAD,
          Role.ROLE_DIRECTOR);

  /** Roles of a service whose holders may lead, share or cover a case. */
  static final List<Role> CASE_HOLDING =
      List.of(Role.ROLE_CASE_MANAGER, Role.ROLE_SERVICE_MANAGER, Role.ROLE_DUTY_OFFICER);

  /**
   * What an alert must be known by to say how somebody stands to it.
   *
   * @param child the child it is about; null when it went to a front door
   * @param service the child's service, or the front door's agency
   * @param victim whether a victim is known to be in the event
   * @param concern it tells of a concern, or of what is owed to a child placed elsewhere
   */
  record Subject(@Nullable ChildId child, AgencyId service, boolean victim, boolean concern) {

    static Subject of(NewAlert alert) {
      return new Subject(
          alert.child(), alert.service(), alert.hasVictim(), alert.hasLadderElsewhere());
    }
  }

  /** Decides from the roles a caller holds and who holds the case now. */
  static Standing of(
      Caller caller, Subject alert, Holders holders, Supplier<Set<String>> ownGroups) {
    PrincipalId who = caller.principal();
    if (holders.barred().contains(who)) {
      return NONE; // whatever the roles
    }
    if (alert.child() == null) {
      boolean atDoor =
          caller.agency().equals(alert.service())
              && (caller.holds(Role.ROLE_FRONT_DOOR)
                  || (alert.concern() && PARTNERS.stream().anyMatch(caller::holds)));
      return atDoor ? FRONT_DOOR : NONE;
    }
    boolean mayHold = CASE_HOLDING.stream().anyMatch(r -> caller.holds(r, alert.service()));
    if (mayHold && holders.isNamed(who)) {
      return OWN_WORKER;
    }
    if (holders.shielded()) {
      return NONE;
    }
    if (mayHold && holders.standIns().containsKey(who)) {
      return COVER;
    }
    if (mayHold
        && !holders.practiceGroups().isEmpty()
        && !Collections.disjoint(holders.practiceGroups(), ownGroups.get())) {
      return OWN_WORKER;
    }
    if (caller.holds(Role.ROLE_DUTY_OFFICER, alert.service())
        || caller.holds(Role.ROLE_ON_CALL, alert.service())) {
      return DUTY_DESK;
    }
    if (caller.holds(Role.ROLE_SERVICE_MANAGER, alert.service())
        || caller.holds(Role.ROLE_HEAD_OF_SERVICE, alert.service())) {
      return MANAGER;
    }
    if (alert.concern()
        && caller.agency().equals(alert.service())
        && caller.holds(Role.ROLE_DIRECTOR)) {
      return MANAGER;
    }
    if (caller.holds(Role.ROLE_VICTIM_WORKER, alert.service()) && alert.victim()) {
      return VICTIM_WORKER;
    }
    return NONE;
  }

  /** The role in which whoever stands so reads. */
  public Role role() {
    return switch (this) {
      case OWN_WORKER, COVER -> Role.ROLE_CASE_MANAGER;
      case DUTY_DESK -> Role.ROLE_DUTY_OFFICER;
      case MANAGER -> Role.ROLE_SERVICE_MANAGER;
      case VICTIM_WORKER -> Role.ROLE_VICTIM_WORKER;
      case FRONT_DOOR -> Role.ROLE_FRONT_DOOR;
      case NONE -> Role.ROLE_UNSPECIFIED;
    };
  }

  /** Whether the caller may see the alert. */
  public boolean maySee() {
    return this != NONE;
  }
}
