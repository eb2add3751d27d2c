package uk.yjx.server.alerts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import uk.yjx.clocks.v1.Post;
import uk.yjx.common.v1.Role;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.identity.Grant;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;

/** Into whose mailboxes an alert goes. */
public final class Recipients {

  private Recipients() {}

  /**
   * The mailboxes of everyone responsible now, and of those who work with victims when there is one
   * in the event and somebody holds that role.
   */
  public static List<Mailbox> of(Holders holders, NewAlert alert, Directory directory) {
    List<Mailbox> found = of(holders, alert.service(), alert.urgency(), directory);
    if (!holders.shielded()
        && alert.hasVictim()
        && !directory.holders(Role.ROLE_VICTIM_WORKER, alert.service()).isEmpty()) {
      found.add(Mailbox.victimDesk(alert.service()));
    }
    return found;
  }

  /**
   * The mailboxes of everyone responsible now: lead, co-workers, who covers for them, practice
   * groups. A case that nobody leads who can be reached goes to the duty desk and, unless it is a
   * note, to the managers; an immediate alert goes to the duty desk too. A desk has a mailbox
   * whether somebody sits there or not: who comes to it later finds what is open. Of a shielded
   * child nobody gets it but who holds the case by name.
   */
  public static List<Mailbox> of(
      Holders holders, AgencyId service, Urgency urgency, Directory directory) {
    Set<Mailbox> found = new LinkedHashSet<>();
    for (PrincipalId worker : holders.workers()) {
      found.add(Mailbox.of(worker));
    }
    if (holders.shielded()) {
      return new ArrayList<>(found);
    }
    for (String group : holders.practiceGroups()) {
      found.add(Mailbox.group(service, group));
    }
    boolean led = isLed(holders, service, directory);
    if (!led && urgency != Urgency.NOTE) {
      for (PrincipalId manager : managers(holders, service, directory)) {
        found.add(Mailbox.of(manager));
      }
    }
    if (!led || urgency == Urgency.IMMEDIATE) {
      found.add(Mailbox.dutyDesk(service));
    }
    return new ArrayList<>(found);
  }

  /** The mailboxes of those who are at these posts now; a desk counts when somebody sits at it. */
  public static List<Mailbox> at(
      List<Post> posts, Holders holders, AgencyId service, Directory directory) {
    return Climb.mailboxes(posts, holders, service, directory);
  }

  /** Whether somebody who can be reached is among the recipients of an alert that is no note. */
  public static boolean reachAnyone(Holders holders, AgencyId service, Directory directory) {
    boolean worker = holders.workers().stream().anyMatch(w -> mayRead(w, service, directory));
    if (worker || holders.shielded()) {
      return worker;
    }
    return !managers(holders, service, directory).isEmpty()
        || isAny(Role.ROLE_DUTY_OFFICER, holders, service, directory);
  }

  /** Whether somebody who is not kept apart holds a role of a service. */
  static boolean isAny(Role role, Holders holders, AgencyId service, Directory directory) {
    return !holders.barred().containsAll(directory.holders(role, service));
  }

  /**
   * The mailboxes of those who are told that workers may have to be kept apart: the managers or,
   * where none but these is there, the head; nobody for a shielded child.
   */
  public static List<Mailbox> warned(
      Holders holders, Set<PrincipalId> workers, AgencyId service, Directory directory) {
    if (holders.shielded()) {
      return List.of();
    }
    return managers(holders.without(workers), service, directory).stream()
        .map(Mailbox::of)
        .toList();
  }

  /** Managers who are not kept apart; the head where all of them are, or nobody is. */
  private static List<PrincipalId> managers(
      Holders holders, AgencyId service, Directory directory) {
    for (Role role : List.of(Role.ROLE_SERVICE_MANAGER, Role.ROLE_HEAD_OF_SERVICE)) {
      List<PrincipalId> found = new ArrayList<>(directory.holders(role, service));
      boolean kept = found.removeIf(holders.barred()::contains);
      if (!found.isEmpty() || !kept) {
        return found;
      }
    }
    return List.of();
  }

  /** Whether a lead, or who covers for a lead, can be reached: a caseload may name who has left. */
  private static boolean isLed(Holders holders, AgencyId service, Directory directory) {
    return holders.lead().isPresent()
        && (mayRead(holders.lead().get(), service, directory)
            || holders.standIns().keySet().stream().anyMatch(w -> mayRead(w, service, directory)));
  }

  private static boolean mayRead(PrincipalId worker, AgencyId service, Directory directory) {
    return directory
        .principal(worker)
        .filter(p -> !p.disabled())
        .filter(p ->
            Standing.CASE_HOLDING.stream()
                .anyMatch(role -> p.grants().contains(new Grant(role, service))))
        .isPresent();
  }
}
