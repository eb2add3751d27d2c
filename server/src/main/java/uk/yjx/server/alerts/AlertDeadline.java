package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.clocks.Clock;
import uk.yjx.server.clocks.ClockBook;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Deadline;
import uk.yjx.server.clocks.Effect;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.ChildId;

/** An alert that nobody acknowledged in time climbs: the next on its ladder gets it too. */
@Singleton
final class AlertDeadline implements Deadline {
  private final AlertReader reader;
  private final AlertTables tables;
  private final AlertLadders ladders;
  private final Relations relations;
  private final DirectoryFacts directory;
  private final ClockSettings settings;

  AlertDeadline(
      AlertReader reader,
      AlertTables tables,
      AlertLadders ladders,
      Relations relations,
      DirectoryFacts directory,
      ClockSettings settings) {
    this.reader = reader;
    this.tables = tables;
    this.ladders = ladders;
    this.relations = relations;
    this.directory = directory;
    this.settings = settings;
  }

  @Override
  public Set<ClockKind> kinds() {
    return Set.of(
        ClockKind.CLOCK_KIND_ALERT_IMMEDIATE,
        ClockKind.CLOCK_KIND_ALERT_SAME_DAY,
        ClockKind.CLOCK_KIND_ALERT_ROUTINE);
  }

  @Override
  public Effect decide(Clock due, Instant now) {
    UUID id = due.key().subject();
    Set<Long> facts = new HashSet<>(Set.of(FactKey.alert(id)));
    @Nullable AlertRow row = read(id);
    if (row == null) {
      return new Effect.Ended("erased", facts);
    }
    if (!AlertLadders.waits(row)) {
      return new Effect.Ended("dealt-with", facts);
    }
    NewAlert alert = row.alert();
    UUID through = alert.through();
    if (through != null) {
      facts.add(FactKey.relationship(through));
    }
    if (relations.isOver(through, now)) {
      return new Effect.Ended("placement-over", facts);
    }
    Climb climb = climb(due, alert, now, facts);
    return new Effect.Act(
        climb.outcome(),
        facts,
        (entry, key) -> {
          climb
              .to()
              .forEach(to -> ladders.append(entry, to, alert, EntryCause.ENTRY_CAUSE_ESCALATED));
          if (climb.nobodyLeft()) {
            tables.unowned(
                entry,
                new AlertTables.UnownedItem(
                    AlertLadders.nobodyLeftItem(alert),
                    UnownedReason.UNOWNED_REASON_NOBODY_LEFT,
                    alert.urgency(),
                    alert.service(),
                    alert.raisedAt(),
                    now));
          }
        },
        climb.next());
  }

  private Climb climb(Clock due, NewAlert alert, Instant now, Set<Long> facts) {
    ChildId child = alert.child();
    if (child == null) {
      return new Climb("nobody-left", List.of(), true, Optional.empty());
    }
    facts.add(FactKey.child(child));
    facts.add(FactKey.service(alert.service()));
    facts.add(FactKey.clockRules(alert.service()));
    ClockBook book = settings.now();
    Holders holders = relations.holders(alert, now);
    return Climb.of(
        due,
        AlertLadders.ladder(book, alert),
        book.calendar(alert.service()),
        alert.isProtected() ? holders.shield() : holders,
        alert.service(),
        directory.current());
  }

  private @Nullable AlertRow read(UUID alert) {
    try {
      return reader.byIds(List.of(alert)).get(alert);
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }
}
