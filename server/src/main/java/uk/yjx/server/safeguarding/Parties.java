package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import uk.yjx.clocks.v1.Post;
import uk.yjx.common.v1.Role;
import uk.yjx.server.alerts.Mailbox;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/** Who is a party to a concern, and into whose mailboxes its changes go, in both agencies. */
@Singleton
final class Parties {
  private static final List<Role> RECEIVING =
      List.of(
          Role.ROLE_FRONT_DOOR,
          Role.ROLE_PARTNER_WORKER,
          Role.ROLE_PARTNER_MANAGER,
          Role.ROLE_PARTNER_HEAD,
          Role.ROLE_DIRECTOR);

  private static final List<Role> HOLDING =
      List.of(Role.ROLE_CASE_MANAGER, Role.ROLE_SERVICE_MANAGER, Role.ROLE_DUTY_OFFICER);

  private static final List<Role> OFFICES =
      List.of(
          Role.ROLE_SERVICE_MANAGER,
          Role.ROLE_DUTY_OFFICER,
          Role.ROLE_HEAD_OF_SERVICE,
          Role.ROLE_ON_CALL);

  private final Caseload caseload;
  private final DirectoryFacts directory;

  Parties(Caseload caseload, DirectoryFacts directory) {
    this.caseload = caseload;
    this.directory = directory;
  }

  /** On which side a caller stands; empty for a stranger to it. */
  Optional<Concern.Side> side(Caller caller, ConcernTables.Head head, Instant now) {
    if (caller.agency().equals(head.to()) && RECEIVING.stream().anyMatch(caller::holds)) {
      return Optional.of(Concern.Side.RECEIVER);
    }
    return mayRaise(caller, head.child(), head.from(), now)
            || (caller.agency().equals(head.from())
                && caller.holds(Role.ROLE_DIRECTOR)
                && !isKeptApart(caller.principal(), head, now))
        ? Optional.of(Concern.Side.RAISER)
        : Optional.empty();
  }

  /** Whether a caller works with a child of a service, or answers for those who do. */
  boolean mayRaise(Caller caller, ChildId child, AgencyId service, Instant now) {
    Optional<ChildCase> found = caseload.now().child(child);
    if (found.isEmpty() || !found.get().service().equals(service)) {
      return false;
    }
    Holders holders = caseload.now().holders(child, now);
    PrincipalId who = caller.principal();
    if (holders.barred().contains(who)) {
      return false; // whatever the roles
    }
    boolean holds = HOLDING.stream().anyMatch(role -> caller.holds(role, service));
    if (holds && holders.isNamed(who)) {
      return true;
    }
    return !holders.shielded()
        && ((holds && holders.workers().contains(who))
            || OFFICES.stream().anyMatch(role -> caller.holds(role, service)));
  }

  /** Whether somebody is kept apart from the child of a concern. */
  boolean isKeptApart(PrincipalId who, ConcernTables.Head head, Instant now) {
    return caseload.now().holders(head.child(), now).barred().contains(who);
  }

  /** The role in which a party reads, for the agreements. */
  static Role role(Caller caller, Concern.Side side) {
    if (side == Concern.Side.RECEIVER) {
      return Role.ROLE_FRONT_DOOR;
    }
    return caller.holds(Role.ROLE_CASE_MANAGER)
        ? Role.ROLE_CASE_MANAGER
        : Role.ROLE_SERVICE_MANAGER;
  }

  /**
   * Who of the raising side is told: those there are; of a shielded child its own workers alone.
   */
  List<Mailbox> raising(List<Post> posts, ConcernTables.Head head, Instant now) {
    Directory all = directory.current();
    AgencyId service = head.from();
    Holders holders = caseload.now().holders(head.child(), now);
    Set<Mailbox> found = new LinkedHashSet<>();
    for (Post post : posts) {
      if (post == Post.POST_WORKER) {
        holders.workers().forEach(worker -> found.add(Mailbox.of(worker)));
      } else if (!holders.shielded()) {
        switch (post) {
          case POST_DUTY_OFFICER -> {
            if (!all.holders(Role.ROLE_DUTY_OFFICER, service).isEmpty()) {
              found.add(Mailbox.dutyDesk(service));
            }
          }
          case POST_TEAM_MANAGER, POST_SERVICE_MANAGER ->
              add(found, all.holders(Role.ROLE_SERVICE_MANAGER, service));
          case POST_HEAD_OF_SERVICE -> add(found, all.holders(Role.ROLE_HEAD_OF_SERVICE, service));
          case POST_DIRECTOR -> add(found, all.holders(Role.ROLE_DIRECTOR, service));
          case POST_ON_CALL -> add(found, all.holders(Role.ROLE_ON_CALL, service));
          case POST_WORKER,
              POST_EMERGENCY_DUTY_TEAM,
              POST_MATCHING_OFFICER,
              POST_OPERATOR,
              POST_UNSPECIFIED,
              UNRECOGNIZED -> {}
        }
      }
    }
    holders.barred().forEach(apart -> found.remove(Mailbox.of(apart)));
    return new ArrayList<>(found);
  }

  /** Who of the receiving side is told: those there are. */
  List<Mailbox> receiving(List<Post> posts, ConcernTables.Head head) {
    Directory all = directory.current();
    AgencyId agency = head.to();
    Set<Mailbox> found = new LinkedHashSet<>();
    for (Post post : posts) {
      switch (post) {
        case POST_WORKER, POST_DUTY_OFFICER, POST_ON_CALL, POST_EMERGENCY_DUTY_TEAM -> {
          if (!all.holders(Role.ROLE_FRONT_DOOR, agency).isEmpty()) {
            found.add(Mailbox.frontDoor(agency));
          }
        }
        case POST_TEAM_MANAGER, POST_SERVICE_MANAGER ->
            add(found, all.holders(Role.ROLE_PARTNER_MANAGER, agency));
        case POST_HEAD_OF_SERVICE -> add(found, all.holders(Role.ROLE_PARTNER_HEAD, agency));
        case POST_DIRECTOR -> add(found, all.holders(Role.ROLE_DIRECTOR, agency));
        case POST_MATCHING_OFFICER, POST_OPERATOR, POST_UNSPECIFIED, UNRECOGNIZED -> {}
      }
    }
    return new ArrayList<>(found);
  }

  private static void add(Set<Mailbox> found, List<PrincipalId> persons) {
    persons.forEach(person -> found.add(Mailbox.of(person)));
  }
}
