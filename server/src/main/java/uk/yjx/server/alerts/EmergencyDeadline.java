package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.Post;
import uk.yjx.common.v1.Role;
import uk.yjx.server.clocks.AgencyCalendar;
import uk.yjx.server.clocks.Clock;
import uk.yjx.server.clocks.ClockBook;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Deadline;
import uk.yjx.server.clocks.Effect;
import uk.yjx.server.clocks.Ladder;
import uk.yjx.server.journal.FactKey;

/** An emergency access ends when its time is over, and climbs while nobody has reviewed it. */
@Singleton
final class EmergencyDeadline implements Deadline {
  private final EmergencyReader reader;
  private final EmergencyTables tables;
  private final EmergencyWatchers watchers;
  private final ClockSettings settings;

  EmergencyDeadline(
      EmergencyReader reader,
      EmergencyTables tables,
      EmergencyWatchers watchers,
      ClockSettings settings) {
    this.reader = reader;
    this.tables = tables;
    this.watchers = watchers;
    this.settings = settings;
  }

  @Override
  public Set<ClockKind> kinds() {
    return Set.of(
        ClockKind.CLOCK_KIND_EMERGENCY_ACCESS_REVIEW, ClockKind.CLOCK_KIND_EMERGENCY_ACCESS_END);
  }

  @Override
  public Effect decide(Clock due, Instant now) {
    UUID id = due.key().subject();
    Set<Long> depends =
        Set.of(
            FactKey.alert(id),
            FactKey.service(due.agency()),
            FactKey.agency(due.agency()),
            FactKey.clockRules(due.agency()));
    EmergencyAccessRow access = reader.find(id);
    if (access == null) {
      return new Effect.Ended("erased", depends);
    }
    if (due.key().kind() == ClockKind.CLOCK_KIND_EMERGENCY_ACCESS_END) {
      return access.closedAt() != null
          ? new Effect.Ended("closed", depends)
          : new Effect.Act(
              "closed", depends, (entry, key) -> tables.close(entry, id, now), Optional.empty());
    }
    return access.isUnreviewed()
        ? climb(due, access, depends, now)
        : new Effect.Ended("reviewed", depends);
  }

  private Effect climb(Clock due, EmergencyAccessRow access, Set<Long> depends, Instant now) {
    ClockBook book = settings.now();
    AgencyCalendar calendar = book.calendar(due.agency());
    Ladder ladder = book.ladder(due.agency(), due.key().kind(), due.startedAt());
    Optional<Ladder.Step> here = ladder.step(due.step(), due.startedAt(), calendar);
    Optional<Effect.Next> next =
        ladder.step(due.step() + 1, due.startedAt(), calendar).map(Effect.Next::of);
    boolean end = here.isEmpty() || here.get().nobodyLeft();
    Set<Role> roles = end ? Set.of() : roles(here.get().posts());
    return new Effect.Act(
        end ? "nobody-left" : "told",
        depends,
        (entry, key) -> {
          boolean told = !end && watchers.overdue(entry, access, roles, now);
          if (end || (!told && next.isEmpty())) {
            watchers.nobody(entry, access, now);
          }
        },
        end ? Optional.empty() : next);
  }

  private static Set<Role> roles(List<Post> posts) {
    Set<Role> roles = new LinkedHashSet<>();
    roles.add(Role.ROLE_DATA_PROTECTION_OFFICER);
    for (Post post : posts) {
      switch (post) {
        case POST_TEAM_MANAGER, POST_SERVICE_MANAGER -> roles.add(Role.ROLE_SERVICE_MANAGER);
        case POST_HEAD_OF_SERVICE -> roles.add(Role.ROLE_HEAD_OF_SERVICE);
        // The others do not answer for an emergency access.
        case POST_WORKER,
            POST_DUTY_OFFICER,
            POST_DIRECTOR,
            POST_ON_CALL,
            POST_EMERGENCY_DUTY_TEAM,
            POST_MATCHING_OFFICER,
            POST_OPERATOR,
            POST_UNSPECIFIED,
            UNRECOGNIZED -> {}
      }
    }
    return roles;
  }
}
