package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.clocks.v1.Post;
import uk.yjx.common.v1.Role;
import uk.yjx.safeguarding.v1.PlacementParty;
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.alerts.Mailbox;
import uk.yjx.server.alerts.MailboxEntry;
import uk.yjx.server.alerts.Recipients;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/** Who is a party to a placement, and who of the parties is told of what is owed. */
@Singleton
final class PlacementNews {
  private static final List<Role> OF_AUTHORITY =
      List.of(
          Role.ROLE_FRONT_DOOR,
          Role.ROLE_PARTNER_WORKER,
          Role.ROLE_PARTNER_MANAGER,
          Role.ROLE_PARTNER_HEAD,
          Role.ROLE_DIRECTOR);

  private final Caseload caseload;
  private final DirectoryFacts directory;
  private final Parties parties;
  private final AlertTables alerts;

  PlacementNews(Caseload caseload, DirectoryFacts directory, Parties parties, AlertTables alerts) {
    this.caseload = caseload;
    this.directory = directory;
    this.parties = parties;
    this.alerts = alerts;
  }

  private record Line(Mailbox to, AgencyId agency, UUID alert) {}

  /** The part a caller has in a placement; empty for strangers, and for others once it is over. */
  Optional<PlacementParty> party(Caller caller, HostedChild it, Instant now) {
    if (parties.mayRaise(caller, it.hostChild(), it.host(), now)) {
      return Optional.of(PlacementParty.PLACEMENT_PARTY_HOST);
    }
    if (!it.isLive(now)) {
      return Optional.empty();
    }
    ChildId homeChild = it.homeChild();
    if (homeChild != null
        && (parties.mayRaise(caller, homeChild, it.home(), now)
            || isDirector(caller, it.home(), homeChild, now))) {
      return Optional.of(PlacementParty.PLACEMENT_PARTY_HOME);
    }
    return caller.agency().equals(it.placing()) && OF_AUTHORITY.stream().anyMatch(caller::holds)
        ? Optional.of(PlacementParty.PLACEMENT_PARTY_PLACING)
        : Optional.empty();
  }

  /** Tells those who owe that something is owed: home worker and placing authority's front door. */
  void begin(Entry.Builder entry, HostedChild it, Instant now) {
    Set<Line> lines = new LinkedHashSet<>(home(it, List.of(Post.POST_WORKER), now));
    lines.addAll(placing(it, List.of(Post.POST_WORKER)));
    lines.forEach(line -> append(entry, line, EntryCause.ENTRY_CAUSE_NEW));
  }

  /** Tells who is at these posts, of the host and of those who owe; whether anybody was there. */
  boolean climb(
      Entry.Builder entry, HostedChild it, PlacementParty by, List<Post> posts, Instant now) {
    List<Line> lines = lines(it, by, posts, now);
    lines.forEach(line -> append(entry, line, EntryCause.ENTRY_CAUSE_ESCALATED));
    return !lines.isEmpty();
  }

  /** Whether anybody is at these posts. */
  boolean isAnyoneThere(HostedChild it, PlacementParty by, List<Post> posts, Instant now) {
    return !lines(it, by, posts, now).isEmpty();
  }

  /** The facts by which it is decided who is told. */
  static Set<Long> facts(HostedChild it) {
    Set<Long> facts =
        new HashSet<>(
            Set.of(
                FactKey.placement(it.id()),
                FactKey.child(it.hostChild()),
                FactKey.service(it.host()),
                FactKey.agency(it.host()),
                FactKey.clockRules(it.host()),
                FactKey.service(it.home()),
                FactKey.agency(it.home())));
    ChildId homeChild = it.homeChild();
    AgencyId placing = it.placing();
    if (homeChild != null) {
      facts.add(FactKey.child(homeChild));
    }
    if (placing != null) {
      facts.add(FactKey.agency(placing));
    }
    return facts;
  }

  private boolean isDirector(Caller caller, AgencyId of, ChildId child, Instant now) {
    return caller.agency().equals(of)
        && caller.holds(Role.ROLE_DIRECTOR)
        && !caseload.now().holders(child, now).barred().contains(caller.principal());
  }

  private void append(Entry.Builder entry, Line line, EntryCause cause) {
    alerts.append(entry, new MailboxEntry(line.to(), line.agency(), line.alert(), cause));
  }

  private List<Line> lines(HostedChild it, PlacementParty by, List<Post> posts, Instant now) {
    Set<Line> lines = new LinkedHashSet<>();
    at(it.hostChild(), it.host(), posts, now)
        .forEach(to -> lines.add(new Line(to, it.host(), it.hostAlert())));
    if (by == PlacementParty.PLACEMENT_PARTY_HOME) {
      lines.addAll(home(it, posts, now));
      // Whatever is owed by whom: in the end its director answers for the child's placement.
      lines.addAll(placing(it, posts.stream().filter(Post.POST_DIRECTOR::equals).toList()));
    } else {
      lines.addAll(placing(it, posts));
    }
    return new ArrayList<>(lines);
  }

  private List<Line> home(HostedChild it, List<Post> posts, Instant now) {
    ChildId child = it.homeChild();
    if (child == null) {
      return List.of();
    }
    List<Line> lines = new ArrayList<>();
    for (Mailbox to : at(child, it.home(), posts, now)) {
      lines.add(new Line(to, it.home(), it.homeAlert()));
    }
    Holders holders = caseload.now().holders(child, now);
    if (posts.contains(Post.POST_DIRECTOR) && !holders.shielded()) {
      for (PrincipalId director : directory.current().holders(Role.ROLE_DIRECTOR, it.home())) {
        if (!holders.barred().contains(director)) {
          lines.add(new Line(Mailbox.of(director), it.home(), it.homeAlert()));
        }
      }
    }
    return lines;
  }

  private List<Mailbox> at(ChildId child, AgencyId service, List<Post> posts, Instant now) {
    return Recipients.at(posts, caseload.now().holders(child, now), service, directory.current());
  }

  private List<Line> placing(HostedChild it, List<Post> posts) {
    AgencyId agency = it.placing();
    if (agency == null) {
      return List.of();
    }
    Directory all = directory.current();
    List<Mailbox> to = new ArrayList<>();
    if (posts.contains(Post.POST_WORKER) && !all.holders(Role.ROLE_FRONT_DOOR, agency).isEmpty()) {
      to.add(Mailbox.frontDoor(agency));
    }
    if (posts.contains(Post.POST_HEAD_OF_SERVICE)) {
      all.holders(Role.ROLE_PARTNER_HEAD, agency).forEach(head -> to.add(Mailbox.of(head)));
    }
    if (posts.contains(Post.POST_DIRECTOR)) {
      all.holders(Role.ROLE_DIRECTOR, agency).forEach(director -> to.add(Mailbox.of(director)));
    }
    return to.stream().map(mailbox -> new Line(mailbox, agency, it.placingAlert())).toList();
  }
}
