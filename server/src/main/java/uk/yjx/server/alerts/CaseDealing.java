package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.clocks.Clock;
import uk.yjx.server.clocks.ClockBook;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Effect;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.RecordKey;

/** Deals with a child's alerts together, and lets what rests upon one of them climb. */
@Singleton
public final class CaseDealing {
  private final AlertReader reader;
  private final AlertTables tables;
  private final AlertLadders ladders;
  private final Relations relations;
  private final Colleagues colleagues;
  private final DirectoryFacts directory;
  private final ClockSettings settings;

  CaseDealing(
      AlertReader reader,
      AlertTables tables,
      AlertLadders ladders,
      Relations relations,
      Colleagues colleagues,
      DirectoryFacts directory,
      ClockSettings settings) {
    this.reader = reader;
    this.tables = tables;
    this.ladders = ladders;
    this.relations = relations;
    this.colleagues = colleagues;
    this.directory = directory;
    this.settings = settings;
  }

  /**
   * Records what was done about alerts that have no outcome yet and that the caller may see; their
   * ladders stop. The reason is kept sealed under the entry's key.
   */
  public void outcome(
      Entry.Builder entry,
      RecordKey key,
      Collection<UUID> alerts,
      AlertOutcome outcome,
      String reason,
      Caller by,
      Instant at) {
    for (AlertRow row : read(alerts).values()) {
      entry.depends(FactKey.alert(row.id()));
      if (row.outcome() == AlertOutcome.ALERT_OUTCOME_UNSPECIFIED
          && row.state() != AlertState.ALERT_STATE_WITHDRAWN
          && relations.standing(by, row, at).maySee()) {
        tables.change(entry, after(row, by, at));
        ladders.stop(entry, row, "reviewed", at);
        colleagues.tell(entry, by.principal(), row, at);
        tables.outcome(entry, key, row.id(), outcome, reason);
      }
    }
  }

  /** What cover did stands in the alert, which stays open for the case manager. */
  private AlertTables.StateChange after(AlertRow row, Caller by, Instant at) {
    Standing standing = relations.standing(by, row, at);
    boolean anothers =
        standing != Standing.OWN_WORKER
            && standing != Standing.MANAGER
            && !row.isDealtWith()
            && relations.holders(row.alert(), at).lead().isPresent();
    return anothers
        ? new AlertTables.StateChange(
            row.id(), AlertState.ALERT_STATE_HANDLED_BY_COVER, by.principal(), at)
        : new AlertTables.StateChange(
            row.id(), AlertState.ALERT_STATE_OUTCOME_RECORDED, null, null);
  }

  /** Tells who holds the case that its review wants them; this alert stands for it. */
  public void tellWorkers(Entry.Builder entry, UUID alert, Instant now) {
    AlertRow row = read(Set.of(alert)).get(alert);
    if (row != null) {
      relations
          .holders(row.alert(), now)
          .workers()
          .forEach(worker ->
              ladders.append(
                  entry, Mailbox.of(worker), row.alert(), EntryCause.ENTRY_CAUSE_REVIEW));
    }
  }

  /** Adds to a climb what its own room writes. */
  @FunctionalInterface
  public interface Also {
    /** Adds it to the entry of the deadline. */
    void into(Entry.Builder entry, RecordKey key);
  }

  /**
   * The step of a clock that waits for something about a child: who is at that rung gets the alert
   * it rests upon, as overdue. Where nobody is left, an item without content reaches the operator.
   *
   * @param alert the alert that stands for it
   * @param facts what it was decided upon; more are added
   */
  public Effect climb(
      Clock due, UUID alert, ChildId child, Set<Long> facts, Instant now, Also also) {
    facts.add(FactKey.alert(alert));
    facts.add(FactKey.child(child));
    facts.add(FactKey.service(due.agency()));
    facts.add(FactKey.clockRules(due.agency()));
    AlertRow row = read(Set.of(alert)).get(alert);
    if (row == null) {
      return new Effect.Ended("erased", facts);
    }
    NewAlert about = row.alert();
    ClockBook book = settings.now();
    Holders holders = relations.holders(about, now);
    Climb climb =
        Climb.of(
            due,
            book.ladder(due.agency(), due.key().kind(), due.startedAt()),
            book.calendar(due.agency()),
            about.isProtected() ? holders.shield() : holders,
            due.agency(),
            directory.current());
    return new Effect.Act(
        climb.outcome(),
        facts,
        (entry, key) -> {
          climb.to().forEach(to -> ladders.append(entry, to, about, EntryCause.ENTRY_CAUSE_REVIEW));
          if (climb.nobodyLeft()) {
            tables.unowned(
                entry,
                new AlertTables.UnownedItem(
                    UUID.nameUUIDFromBytes(
                        ("nobody-left " + due.key() + due.run() + "." + due.step())
                            .getBytes(StandardCharsets.UTF_8)),
                    UnownedReason.UNOWNED_REASON_NOBODY_LEFT,
                    about.urgency(),
                    due.agency(),
                    due.startedAt(),
                    now));
          }
          also.into(entry, key);
        },
        climb.next());
  }

  private Map<UUID, AlertRow> read(Collection<UUID> alerts) {
    try {
      return reader.byIds(alerts);
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }
}
