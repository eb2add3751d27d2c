package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import uk.yjx.casepapers.v1.ExpectationState;
import uk.yjx.casepapers.v1.SenderCause;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.PapersDuty;
import uk.yjx.server.alerts.NewAlert;
import uk.yjx.server.clocks.ClockBook;
import uk.yjx.server.clocks.ClockKey;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Clocks;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.RecordKey;

/**
 * Keeps the papers expected in step with a matter, in the entry that changes it: opens what is
 * newly called for where an agreement says so, closes what is called for no longer, and starts,
 * moves and stops the clocks.
 */
@Singleton
final class Expectations {
  private final PapersStore store;
  private final PapersTables tables;
  private final Agreements agreements;
  private final DirectoryFacts directory;
  private final ClockSettings settings;
  private final Clocks clocks;
  private final Progress progress;

  Expectations(
      PapersStore store,
      PapersTables tables,
      Agreements agreements,
      DirectoryFacts directory,
      ClockSettings settings,
      Clocks clocks,
      Progress progress) {
    this.store = store;
    this.tables = tables;
    this.agreements = agreements;
    this.directory = directory;
    this.settings = settings;
    this.clocks = clocks;
    this.progress = progress;
  }

  /** One child's part in one case, by name. */
  record Part(ChildId child, AgencyId service, long urnKey, String urn, String defendant) {}

  /** The clock of an expectation. */
  static ClockKey clock(UUID expectation) {
    return new ClockKey(ClockKind.CLOCK_KIND_PAPERS_EXPECTED, expectation);
  }

  /** Puts what must change into the entry. Call it inside the proposal: it reads the tables. */
  void reconcile(Entry.Builder entry, RecordKey key, Part part, Matter matter, Instant now) {
    entry.depends(FactKey.papersOf(part.child()));
    entry.depends(FactKey.clockRules(part.service()));
    Reconciliation change =
        Reconciliation.of(
            store.expectations(part.child(), part.urnKey()), wanted(entry, part, matter, now));
    change.open().forEach(row -> progress.open(entry, key, row, now));
    change.changed().forEach(row -> progress.refresh(entry, key, row, false, now));
    change.moved().forEach(row -> progress.refresh(entry, key, row, true, now));
    change.reopened().forEach(row -> progress.refresh(entry, key, row, true, now));
    for (ExpectationRow row : change.closed()) {
      tables.change(entry, key, row);
      clocks.stop(entry, clock(row.id()), "not-wanted");
      progress.tell(entry, row, SenderCause.SENDER_CAUSE_CLOSED);
    }
  }

  private List<ExpectationRow> wanted(Entry.Builder entry, Part part, Matter matter, Instant now) {
    List<ExpectationRow> rows = new ArrayList<>();
    for (WantedPapers wanted : WantedPapers.of(matter, LocalDate.ofInstant(now, DueTimes.LONDON))) {
      duty(part, wanted, now)
          .ifPresent(duty -> {
            entry.depends(FactKey.agreements(duty.from()));
            entry.depends(FactKey.clockRules(duty.from()));
            rows.add(row(part, wanted, duty));
          });
    }
    return rows;
  }

  private Optional<PapersDuty> duty(Part part, WantedPapers wanted, Instant now) {
    Directory known = directory.current();
    return agreements
        .now()
        .papersDuty(
            part.service(),
            wanted.stage(),
            agency ->
                known
                    .agency(agency)
                    .filter(a -> a.kind() == WantedPapers.owedBy(wanted.stage()))
                    .isPresent(),
            wanted.since(),
            now);
  }

  private ExpectationRow row(Part part, WantedPapers wanted, PapersDuty duty) {
    ClockBook book = settings.now();
    Instant due =
        PapersDue.of(
            duty.term(),
            wanted.since(),
            wanted.panelAt(),
            book.calendar(duty.from()),
            book.calendar(part.service()));
    return new ExpectationRow(
        wanted.id(part.child(), part.urnKey()),
        part.child(),
        part.service(),
        part.urnKey(),
        duty.from(),
        new NewAlert.Basis(duty.agreementId(), duty.version(), duty.gateway()),
        wanted.stage(),
        wanted.since(),
        due,
        ExpectationState.EXPECTATION_STATE_OPEN,
        null,
        null,
        null,
        Reconciliation.facts(wanted, part.urn(), part.defendant()));
  }
}
