package uk.yjx.server.intelligence;

import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.caseload.CaseloadChange;
import uk.yjx.server.caseload.CaseloadChangeListener;
import uk.yjx.server.journal.CommitListener;
import uk.yjx.server.journal.Entry;

/** Writes the work of a look-back into the entry that changes a case, and starts it after. */
@Singleton
final class LookBackTrigger implements CaseloadChangeListener, CommitListener {
  private final NoticeTables tables;
  private final Provider<LookBack> lookBack;

  /** The look-back itself writes through the journal, which is made after its listeners. */
  LookBackTrigger(NoticeTables tables, Provider<LookBack> lookBack) {
    this.tables = tables;
    this.lookBack = lookBack;
  }

  @Override
  public void contribute(CaseloadChange change, Entry.Builder entry) {
    if (change instanceof CaseloadChange.CaseRecorded recorded && recorded.needsLookBack()) {
      tables.lookBack(entry, recorded.after().id());
    }
  }

  @Override
  public void committed(long first, List<Entry> entries) {
    if (entries.stream().anyMatch(tables::asksForLookBack)) {
      lookBack.get().soon();
    }
  }

  @Override
  public void advanced(long upTo) {
    // Another process's work is its own; the schedule picks up what a dead one left.
  }
}
