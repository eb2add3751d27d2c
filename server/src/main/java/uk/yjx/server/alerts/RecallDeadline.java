package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.Post;
import uk.yjx.common.v1.Role;
import uk.yjx.server.clocks.Clock;
import uk.yjx.server.clocks.ClockKey;
import uk.yjx.server.clocks.Deadline;
import uk.yjx.server.clocks.Effect;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;

/** A recall that not everybody confirmed in time goes to the duty desk and the managers. */
@Singleton
final class RecallDeadline implements Deadline {
  static final List<Post> TOLD = List.of(Post.POST_DUTY_OFFICER, Post.POST_SERVICE_MANAGER);

  private final AlertReader reader;
  private final AlertTables tables;
  private final RecallTables recalls;
  private final DirectoryFacts directory;

  RecallDeadline(
      AlertReader reader, AlertTables tables, RecallTables recalls, DirectoryFacts directory) {
    this.reader = reader;
    this.tables = tables;
    this.recalls = recalls;
    this.directory = directory;
  }

  /** The clock of one alert's recall. */
  static ClockKey key(UUID alert) {
    return new ClockKey(ClockKind.CLOCK_KIND_RECALL, alert);
  }

  @Override
  public Set<ClockKind> kinds() {
    return Set.of(ClockKind.CLOCK_KIND_RECALL);
  }

  @Override
  public Effect decide(Clock due, Instant now) {
    UUID alert = due.key().subject();
    Set<Long> depends = Set.of(FactKey.alert(alert), FactKey.service(due.agency()));
    if (!waitsForSomebody(alert)) {
      return new Effect.Ended("confirmed", depends);
    }
    return new Effect.Act(
        "told.SERVICE_MANAGER",
        depends,
        (entry, key) -> {
          recalls.climbed(entry, alert, now);
          tell(entry, due.agency(), alert);
        },
        Optional.empty());
  }

  private boolean waitsForSomebody(UUID alert) {
    try {
      AlertRow row = reader.byIds(List.of(alert)).get(alert);
      AlertRow.Recalled recalled = row == null ? null : row.recalled();
      return recalled != null
          && recalled.recipients().values().stream().anyMatch(r -> r.confirmBy() != null);
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  private void tell(Entry.Builder entry, AgencyId service, UUID alert) {
    Set<Mailbox> to = new LinkedHashSet<>();
    to.add(Mailbox.dutyDesk(service));
    for (PrincipalId manager : directory.current().holders(Role.ROLE_SERVICE_MANAGER, service)) {
      to.add(Mailbox.of(manager));
    }
    for (Mailbox mailbox : to) {
      tables.append(
          entry, new MailboxEntry(mailbox, service, alert, EntryCause.ENTRY_CAUSE_ESCALATED));
    }
  }
}
