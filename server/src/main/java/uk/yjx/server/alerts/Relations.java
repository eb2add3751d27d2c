package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.common.v1.Role;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.caseload.CaseBook;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.caseload.Relationships;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;

/** How callers stand to alerts and mailboxes, by the caseload as it is now. */
@Singleton
public final class Relations {
  private static final Failure SCOPE_NOT_ALLOWED =
      Failure.of(
          Failure.Code.PERMISSION_DENIED,
          "SCOPE_NOT_ALLOWED",
          "this scope needs the role of manager or duty officer of a service");

  private final Caseload caseload;
  private final Agreements agreements;
  private final Relationships relationships;

  Relations(Caseload caseload, Agreements agreements, Relationships relationships) {
    this.caseload = caseload;
    this.agreements = agreements;
    this.relationships = relationships;
  }

  /** What the caller is to the alert now: nothing, where the child is shielded from them. */
  Standing standing(Caller caller, AlertRow row, Instant now) {
    NewAlert alert = row.alert();
    if (isOver(alert.through(), now)) {
      return Standing.NONE;
    }
    return standing(caller, Standing.Subject.of(alert), row.assignedTo(), holders(alert, now), now);
  }

  /** Whether the placement because of which alone something was told is over. */
  boolean isOver(@Nullable UUID through, Instant now) {
    return through != null && !relationships.now().isLive(through, now);
  }

  /**
   * Whether an alert is there for a caller, as far as can be said before it is opened: the whole
   * answer to whom it is not. What is absent has no service and is there for nobody.
   */
  boolean isThere(Caller caller, Glances.Glance glance, Instant now) {
    ChildId child = glance.subject().child();
    Holders all = child == null ? Holders.NOBODY : caseload.now().holders(child, now);
    Holders holders = glance.isProtected() ? all.shield() : all;
    Standing standing = standing(caller, glance.subject(), glance.assignedTo(), holders, now);
    boolean over = isOver(glance.through(), now);
    return (standing.maySee() && !over) || glance.recalledFromCaller();
  }

  private Standing standing(
      Caller caller,
      Standing.Subject alert,
      @Nullable PrincipalId assignedTo,
      Holders holders,
      Instant now) {
    if (caller.principal().equals(assignedTo)
        && !holders.barred().contains(caller.principal())
        && Standing.CASE_HOLDING.stream().anyMatch(r -> caller.holds(r, alert.service()))) {
      return Standing.OWN_WORKER;
    }
    return Standing.of(caller, alert, holders, () -> groupsOf(caller, caseload.now(), now));
  }

  /** Who holds the alert's child now, without those who are kept apart from this alert. */
  Holders holders(NewAlert alert, Instant now) {
    ChildId child = alert.child();
    if (child == null) {
      return Holders.NOBODY;
    }
    CaseBook book = caseload.now();
    Holders all = Sides.apart(alert, book.holders(child, now), book, agreements.now(), now);
    return alert.isProtected() ? all.shield() : all;
  }

  /**
   * What the caller is to a child's case now: nothing, where the child is shielded from them or
   * they are kept apart from the child.
   */
  public Standing standing(Caller caller, ChildCase child, boolean isProtected, Instant now) {
    Holders all = caseload.now().holders(child.id(), now);
    return standing(
        caller,
        new Standing.Subject(child.id(), child.service(), false, false),
        null,
        isProtected ? all.shield() : all,
        now);
  }

  /** Whether the caller holds the case by name: not by a desk, a group, cover or an office. */
  public boolean isNamed(Caller caller, ChildCase child, Instant now) {
    return caseload.now().holders(child.id(), now).isNamed(caller.principal());
  }

  /**
   * Children from whom the caller is kept apart, and shielded children of the caller's services
   * whose cases the caller does not hold by name.
   */
  Set<UUID> hidden(Caller caller, Instant now) {
    CaseBook book = caseload.now();
    Set<UUID> found = new HashSet<>();
    book.keptFrom(caller.principal(), now).forEach(child -> found.add(child.value()));
    for (AgencyId service : caller.services()) {
      for (ChildId child : book.shielded(service)) {
        if (!book.holders(child, now).isNamed(caller.principal())) {
          found.add(child.value());
        }
      }
    }
    return found;
  }

  /** Whether the child of an alert is shielded, by the alert or by the caseload now. */
  boolean isShielded(NewAlert alert) {
    ChildId child = alert.child();
    return alert.isProtected() || (child != null && caseload.now().isShielded(child));
  }

  /** Whether another child is shielded now. */
  boolean isShielded(ChildId other) {
    return caseload.now().isShielded(other);
  }

  /** Whether the caller holds the case by name: not by a desk, a group, cover or an office. */
  boolean isNamed(Caller caller, AlertRow row, Instant now) {
    ChildId child = row.alert().child();
    PrincipalId who = caller.principal();
    if (child == null || who.equals(row.assignedTo())) {
      return child != null;
    }
    return holders(row.alert(), now).isNamed(who);
  }

  /** The lines a caller's scope means; SCOPE_NOT_ALLOWED when the caller has no such scope. */
  Selection selection(Caller caller, Scope asked, Instant now) {
    Scope scope = asked == Scope.SCOPE_UNSPECIFIED ? Scope.SCOPE_MY_CASELOAD : asked;
    return switch (scope) {
      case SCOPE_MY_CASELOAD -> new Selection(scope, ownMailboxes(caller), Set.of());
      case SCOPE_TEAM -> new Selection(scope, teamMailboxes(caller, now), Set.of());
      case SCOPE_SERVICE -> new Selection(scope, Set.of(), services(caller));
      case SCOPE_UNSPECIFIED, UNRECOGNIZED -> throw SCOPE_NOT_ALLOWED.refused();
    };
  }

  private static Set<String> ownMailboxes(Caller caller) {
    Set<String> found = new HashSet<>();
    found.add(Mailbox.of(caller.principal()).name());
    for (AgencyId service : caller.services(Role.ROLE_DUTY_OFFICER)) {
      found.add(Mailbox.dutyDesk(service).name());
    }
    for (AgencyId service : caller.services(Role.ROLE_VICTIM_WORKER)) {
      found.add(Mailbox.victimDesk(service).name());
    }
    if (caller.holds(Role.ROLE_FRONT_DOOR)) {
      found.add(Mailbox.frontDoor(caller.agency()).name());
    }
    return found;
  }

  private Set<String> teamMailboxes(Caller caller, Instant now) {
    Set<String> found = new HashSet<>();
    for (String group : groupsOf(caller, caseload.now(), now)) {
      found.add(Mailbox.group(caller.agency(), group).name());
    }
    return found;
  }

  private static Set<String> services(Caller caller) {
    Set<String> found = new HashSet<>();
    caller.services(Role.ROLE_SERVICE_MANAGER).forEach(s -> found.add(s.value()));
    caller.services(Role.ROLE_DUTY_OFFICER).forEach(s -> found.add(s.value()));
    if (found.isEmpty()) {
      throw SCOPE_NOT_ALLOWED.refused();
    }
    return found;
  }

  /** A worker's practice groups are those that share a case the worker holds. */
  private static Set<String> groupsOf(Caller caller, CaseBook book, Instant now) {
    Set<String> groups = new HashSet<>();
    for (ChildId child : book.allocatedTo(caller.principal(), now)) {
      book.child(child)
          .map(ChildCase::id)
          .ifPresent(id -> groups.addAll(book.holders(id, now).practiceGroups()));
    }
    return groups;
  }
}
