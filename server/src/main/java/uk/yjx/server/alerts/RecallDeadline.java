package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.server.clocks.Clock;
import uk.yjx.server.clocks.ClockBook;
import uk.yjx.server.clocks.ClockKey;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Deadline;
import uk.yjx.server.clocks.Effect;
import uk.yjx.server.clocks.Ladder;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Ids;

/**
 * A recall that not everybody confirmed climbs by the service's ladder, to the operator at last.
 */
@Singleton
final class RecallDeadline implements Deadline {
  private final AlertReader reader;
  private final AlertTables tables;
  private final RecallTables recalls;
  private final Relations relations;
  private final DirectoryFacts directory;
  private final ClockSettings settings;
  private final Ids ids;

  RecallDeadline(
      AlertReader reader,
      AlertTables tables,
      RecallTables recalls,
      Relations relations,
      DirectoryFacts directory,
      ClockSettings settings,
      Ids ids) {
    this.reader = reader;
    this.tables = tables;
    this.recalls = recalls;
    this.relations = relations;
    this.directory = directory;
    this.settings = settings;
    this.ids = ids;
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
    UUID id = due.key().subject();
    Set<Long> depends =
        new HashSet<>(
            Set.of(
                FactKey.alert(id),
                FactKey.service(due.agency()),
                FactKey.clockRules(due.agency())));
    AlertRow row = read(id);
    if (row == null || !waitsForSomebody(row)) {
      return new Effect.Ended("confirmed", depends);
    }
    NewAlert alert = row.alert();
    ChildId child = alert.child();
    if (child != null) {
      depends.add(FactKey.child(child));
    }
    ClockBook book = settings.now();
    Ladder ladder = book.ladder(due.agency(), ClockKind.CLOCK_KIND_RECALL, due.startedAt());
    Climb climb =
        Climb.of(
            due,
            ladder,
            book.calendar(due.agency()),
            relations.holders(alert, now),
            due.agency(),
            directory.current());
    return new Effect.Act(
        climb.outcome(),
        depends,
        (entry, key) -> {
          recalls.climbed(entry, id, now);
          for (Mailbox to : climb.to()) {
            tables.append(
                entry, new MailboxEntry(to, due.agency(), id, EntryCause.ENTRY_CAUSE_ESCALATED));
          }
          if (climb.nobodyLeft()) {
            tables.unowned(
                entry,
                new AlertTables.UnownedItem(
                    ids.next(),
                    UnownedReason.UNOWNED_REASON_RECALL_UNCONFIRMED,
                    alert.urgency(),
                    due.agency(),
                    due.startedAt(),
                    now));
          }
        },
        climb.next());
  }

  private static boolean waitsForSomebody(AlertRow row) {
    AlertRow.Recalled recalled = row.recalled();
    return recalled != null
        && recalled.recipients().values().stream().anyMatch(r -> r.confirmBy() != null);
  }

  private @Nullable AlertRow read(UUID alert) {
    try {
      return reader.byIds(List.of(alert)).get(alert);
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }
}
