package uk.yjx.server.alerts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import uk.yjx.clocks.v1.Post;
import uk.yjx.common.v1.Role;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.clocks.AgencyCalendar;
import uk.yjx.server.clocks.Clock;
import uk.yjx.server.clocks.Effect;
import uk.yjx.server.clocks.Ladder;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;

/**
 * What one step of an alert's ladder does: whom it tells, whether nobody is left to tell, and which
 * step is next. A value, decided from the clock, the ladder and who is there.
 *
 * @param outcome short code for the log
 * @param to mailboxes that get the alert
 * @param nobodyLeft it reaches the operator, without content
 * @param next the next step; empty when there is none
 */
record Climb(String outcome, List<Mailbox> to, boolean nobodyLeft, Optional<Effect.Next> next) {

  Climb {
    to = List.copyOf(to);
  }

  /** The step of an alert that has a ladder. A rung at which nobody is passes on at once. */
  static Climb of(
      Clock due,
      Ladder ladder,
      AgencyCalendar calendar,
      Holders holders,
      AgencyId service,
      Directory directory) {
    Optional<Ladder.Step> here = ladder.step(due.step(), due.startedAt(), calendar);
    Optional<Ladder.Step> after = ladder.step(due.step() + 1, due.startedAt(), calendar);
    if (here.isEmpty()) {
      // The ladder has become shorter since.
      return new Climb("ladder-ended", List.of(), true, Optional.empty());
    }
    if (here.get().nobodyLeft()) {
      return new Climb("nobody-left", List.of(), true, Optional.empty());
    }
    List<Post> posts = here.get().posts();
    List<Mailbox> to = mailboxes(posts, holders, service, directory);
    if (!to.isEmpty()) {
      return new Climb("told." + codes(posts), to, false, after.map(Effect.Next::of));
    }
    boolean end = after.isEmpty() || after.get().nobodyLeft();
    return new Climb(
        "nobody-there." + codes(posts),
        List.of(),
        end,
        after
            .filter(step -> !step.nobodyLeft())
            .map(step -> new Effect.Next(step.index(), due.dueAt(), step.posts())));
  }

  /**
   * The mailboxes of those who are there and not kept apart; a desk counts when somebody sits at
   * it.
   */
  static List<Mailbox> mailboxes(
      List<Post> posts, Holders holders, AgencyId service, Directory directory) {
    Set<Mailbox> found = new LinkedHashSet<>();
    if (holders.shielded()) {
      // Whoever else is told, learns that the child is known: what they do not answer in time
      // reaches the operator, without content.
      if (posts.contains(Post.POST_WORKER)) {
        holders.workers().forEach(worker -> found.add(Mailbox.of(worker)));
      }
      return new ArrayList<>(found);
    }
    for (Post post : posts) {
      switch (post) {
        case POST_WORKER -> holders.workers().forEach(worker -> found.add(Mailbox.of(worker)));
        case POST_DUTY_OFFICER -> {
          if (Recipients.isAny(Role.ROLE_DUTY_OFFICER, holders, service, directory)) {
            found.add(Mailbox.dutyDesk(service));
          }
        }
        case POST_TEAM_MANAGER, POST_SERVICE_MANAGER ->
            found.addAll(persons(Role.ROLE_SERVICE_MANAGER, holders, service, directory));
        case POST_HEAD_OF_SERVICE ->
            found.addAll(persons(Role.ROLE_HEAD_OF_SERVICE, holders, service, directory));
        case POST_ON_CALL -> found.addAll(persons(Role.ROLE_ON_CALL, holders, service, directory));
        // Of an alert these learn nothing: it would be another agency, or an office without cases.
        case POST_DIRECTOR,
            POST_EMERGENCY_DUTY_TEAM,
            POST_MATCHING_OFFICER,
            POST_OPERATOR,
            POST_UNSPECIFIED,
            UNRECOGNIZED -> {}
      }
    }
    return new ArrayList<>(found);
  }

  private static List<Mailbox> persons(
      Role role, Holders holders, AgencyId service, Directory directory) {
    List<Mailbox> found = new ArrayList<>();
    for (PrincipalId person : directory.holders(role, service)) {
      if (!holders.barred().contains(person)) {
        found.add(Mailbox.of(person));
      }
    }
    return found;
  }

  private static String codes(List<Post> posts) {
    return posts.stream()
        .map(post -> post.name().substring("POST_".length()))
        .collect(Collectors.joining("+"));
  }
}
