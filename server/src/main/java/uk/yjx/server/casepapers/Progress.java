package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import uk.yjx.alerts.v1.PapersProgress;
import uk.yjx.casepapers.v1.ExpectationState;
import uk.yjx.casepapers.v1.PapersContent;
import uk.yjx.casepapers.v1.PapersExpected;
import uk.yjx.casepapers.v1.SenderCause;
import uk.yjx.clocks.v1.ClockState;
import uk.yjx.server.clocks.Clock;
import uk.yjx.server.clocks.Clocks;
import uk.yjx.server.clocks.NewClock;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.storage.RecordKey;

/**
 * Judges expectations by the completeness rules, and writes what follows when papers come or are
 * answered: the state, the clock, the alert to the worker, the line to the sender.
 */
@Singleton
final class Progress {
  private final ProgressStore store;
  private final ProgressTables lines;
  private final PapersTables tables;
  private final PapersAlerts alerts;
  private final Clocks clocks;
  private final CompletenessRules rules = CompletenessRules.inForce();

  Progress(
      ProgressStore store,
      ProgressTables lines,
      PapersTables tables,
      PapersAlerts alerts,
      Clocks clocks) {
    this.store = store;
    this.lines = lines;
    this.tables = tables;
    this.alerts = alerts;
    this.clocks = clocks;
  }

  /** What papers must tell for an expectation. */
  Set<PapersContent> needed(ExpectationRow row) {
    PapersExpected facts = row.facts();
    return rules.needed(row.stage(), facts.getDisposal(), facts.getPlea(), facts.getFileType());
  }

  /** Version of the rules. */
  int rulesVersion() {
    return rules.version();
  }

  /** How an expectation stands by what is stored. Reads the tables. */
  Completeness of(ExpectationRow row, Instant now) {
    return of(row, List.of(), now);
  }

  /** The same with answers that are about to be stored. */
  Completeness of(ExpectationRow row, List<Completeness.Answer> more, Instant now) {
    List<Completeness.Arrival> arrivals =
        store.arrivals(row.child(), row.urnKey()).stream()
            .map(ProgressStore.StoredArrival::arrival)
            .toList();
    return of(row, arrivals, more, now);
  }

  /** The same with these arrivals instead of those stored. */
  Completeness of(
      ExpectationRow row,
      List<Completeness.Arrival> arrivals,
      List<Completeness.Answer> more,
      Instant now) {
    return Completeness.of(
        rules,
        needed(row),
        arrivals,
        Stream.concat(store.answers(row.id()).stream(), more.stream()).toList(),
        row.effectiveDue(),
        now);
  }

  /** Opens an expectation, which may be complete at once: papers came before the event. */
  void open(Entry.Builder entry, RecordKey key, ExpectationRow row, Instant now) {
    ExpectationRow judged = judged(row, of(row, now), now);
    tables.open(entry, key, judged);
    if (judged.isOpen()) {
      clocks.start(entry, clockOf(judged));
    }
    tell(entry, judged, SenderCause.SENDER_CAUSE_EXPECTED);
  }

  /**
   * Judges an expectation anew whose matter has changed.
   *
   * @param again its clock runs to another due time, or runs again
   */
  void refresh(Entry.Builder entry, RecordKey key, ExpectationRow row, boolean again, Instant now) {
    ExpectationRow next = judged(row, of(row, now), now);
    tables.change(entry, key, next);
    if (next.isOpen()) {
      if (again || !row.isOpen()) {
        move(entry, next);
      }
    } else if (row.isOpen()) {
      clocks.stop(entry, Expectations.clock(row.id()), "settled");
    }
    tell(entry, next, again ? SenderCause.SENDER_CAUSE_EXPECTED : SenderCause.SENDER_CAUSE_CHANGED);
  }

  /** Writes what follows when an expectation that is not closed stands otherwise than before. */
  void settle(
      Entry.Builder entry,
      RecordKey key,
      ExpectationRow row,
      Completeness before,
      Completeness after,
      Instant now) {
    entry.depends(FactKey.papersOf(row.child()));
    if (row.state() == ExpectationState.EXPECTATION_STATE_CLOSED || before.equals(after)) {
      return;
    }
    ExpectationRow next = judged(row, after, now);
    tables.change(entry, key, next);
    turnClock(entry, row, next);
    boolean news = !before.there().containsAll(after.there());
    if (row.isOpen() && !next.isOpen()) {
      alerts.tell(entry, key, next, closing(next), List.of(), now);
    } else if (next.isOpen() && news) {
      alerts.tell(entry, key, next, PapersProgress.PAPERS_PROGRESS_PARTIAL, after.missing(), now);
    }
    tell(
        entry,
        next,
        next.isOpen() ? SenderCause.SENDER_CAUSE_CHANGED : SenderCause.SENDER_CAUSE_CLOSED);
  }

  /** Gives the clock of an open expectation its due time; one that has acted runs again. */
  void move(Entry.Builder entry, ExpectationRow row) {
    Optional<Clock> clock = clocks.find(Expectations.clock(row.id()));
    if (clock.isEmpty()) {
      clocks.start(entry, clockOf(row));
    } else if (clock.get().state() == ClockState.CLOCK_STATE_PENDING) {
      clocks.move(entry, Expectations.clock(row.id()), row.effectiveDue());
    } else {
      clocks.restart(entry, clockOf(row));
    }
  }

  /** Tells the sender of an expectation. */
  void tell(Entry.Builder entry, ExpectationRow row, SenderCause cause) {
    lines.tellSender(entry, new ProgressTables.Line(row.from(), row.id(), cause));
  }

  static NewClock clockOf(ExpectationRow row) {
    Instant due = row.effectiveDue();
    Instant starts = row.since().isBefore(due) ? row.since() : due;
    return new NewClock(
        Expectations.clock(row.id()),
        row.service(),
        starts,
        due,
        0,
        List.of(uk.yjx.clocks.v1.Post.POST_WORKER));
  }

  /** The row as it stands after all: what was announced for later moves its due time. */
  static ExpectationRow judged(ExpectationRow row, Completeness after, Instant now) {
    boolean complete = after.state() == ExpectationState.EXPECTATION_STATE_COMPLETE;
    Instant was = row.completeAt();
    Instant moved = row.movedTo();
    if (after.missing().isEmpty()) {
      moved = after.announcedUntil().orElse(moved);
    }
    return row.judged(after.state(), complete ? was == null ? now : was : null, moved);
  }

  private void turnClock(Entry.Builder entry, ExpectationRow row, ExpectationRow next) {
    if (!next.isOpen()) {
      if (row.isOpen()) {
        clocks.stop(entry, Expectations.clock(row.id()), "settled");
      }
    } else if (!row.isOpen() || !next.effectiveDue().equals(row.effectiveDue())) {
      move(entry, next);
    }
  }

  private static PapersProgress closing(ExpectationRow row) {
    return row.state() == ExpectationState.EXPECTATION_STATE_COMPLETE
        ? PapersProgress.PAPERS_PROGRESS_COMPLETE
        : PapersProgress.PAPERS_PROGRESS_ANSWERED;
  }
}
