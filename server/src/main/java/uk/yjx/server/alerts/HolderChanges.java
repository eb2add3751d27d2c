package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.server.caseload.CaseBook;
import uk.yjx.server.caseload.CaseloadChange;
import uk.yjx.server.caseload.CaseloadChangeListener;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.Cover;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;

/**
 * Whoever becomes responsible for a child gets every alert not yet dealt with, in the same entry
 * that changes who is responsible, so that nothing older than a cursor is ever missed.
 */
@Singleton
final class HolderChanges implements CaseloadChangeListener {
  private final AlertReader reader;
  private final AlertTables tables;
  private final DirectoryFacts directory;
  private final Ids ids;
  private final InstantSource clock;

  HolderChanges(
      AlertReader reader,
      AlertTables tables,
      DirectoryFacts directory,
      Ids ids,
      InstantSource clock) {
    this.reader = reader;
    this.tables = tables;
    this.directory = directory;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public void contribute(CaseloadChange change, Entry.Builder entry) {
    switch (change) {
      case CaseloadChange.CaseRecorded recorded -> {
        if (recorded.before().isPresent()) {
          move(
              entry,
              recorded.after().id(),
              recorded.after().service(),
              recorded.holdersBefore(),
              recorded.holdersAfter());
        }
      }
      case CaseloadChange.CoverRecorded recorded -> coverBegins(entry, recorded);
      case CaseloadChange.SeparationsChanged changed ->
          move(
              entry,
              changed.child().id(),
              changed.child().service(),
              changed.holdersBefore(),
              changed.holdersAfter());
    }
  }

  /** Cover that starts by its date later is put into mailboxes when the date comes. */
  private void coverBegins(Entry.Builder entry, CaseloadChange.CoverRecorded recorded) {
    Cover cover = recorded.cover();
    if (!cover.holds(recorded.at())) {
      return;
    }
    CaseBook book = recorded.book();
    for (ChildId child : book.allocatedTo(cover.absent(), recorded.at())) {
      Holders holders = book.holders(child, recorded.at());
      if (holders.shielded()
          || holders.workers().contains(cover.standIn())
          || holders.barred().contains(cover.standIn())) {
        continue; // learns nothing of the child, or has it already
      }
      book.child(child)
          .map(ChildCase::service)
          .ifPresent(service -> give(entry, child, service, Mailbox.of(cover.standIn())));
    }
  }

  /**
   * Appends what a change of holders means for the alerts of a child. Who gains comes before who
   * loses: a reader of both mailboxes is told by the first line.
   */
  void move(Entry.Builder entry, ChildId child, AgencyId service, Holders before, Holders after) {
    entry.depends(FactKey.alertsOf(child));
    if (before.equals(after)) {
      return;
    }
    Set<Mailbox> standIns = new HashSet<>();
    after.standIns().keySet().forEach(s -> standIns.add(Mailbox.of(s)));
    for (AlertRow row : open(child)) {
      List<Mailbox> were = mailboxes(before, service, row);
      List<Mailbox> are = mailboxes(after, service, row);
      for (Mailbox mailbox : are) {
        if (!were.contains(mailbox)) {
          append(
              entry,
              mailbox,
              service,
              row,
              standIns.contains(mailbox)
                  ? EntryCause.ENTRY_CAUSE_COVER
                  : EntryCause.ENTRY_CAUSE_REASSIGNED);
        }
      }
      for (Mailbox mailbox : were) {
        if (!are.contains(mailbox)) {
          append(entry, mailbox, service, row, EntryCause.ENTRY_CAUSE_MOVED_AWAY);
        }
      }
      if (!after.barred().equals(before.barred())) {
        orNobody(entry, service, row, after);
      }
    }
  }

  /** An urgent alert that a separation leaves with nobody is told without content. */
  private void orNobody(Entry.Builder entry, AgencyId service, AlertRow row, Holders after) {
    NewAlert alert = row.alert();
    boolean urgent = alert.urgency() == Urgency.IMMEDIATE || alert.urgency() == Urgency.SAME_DAY;
    boolean reached =
        Recipients.reachAnyone(
            alert.isProtected() ? after.shield() : after, service, directory.current());
    if (urgent && !reached && AlertLadders.waits(row)) {
      Instant at = clock.instant();
      tables.unowned(
          entry,
          new AlertTables.UnownedItem(
              ids.next(),
              UnownedReason.UNOWNED_REASON_NO_HOLDER,
              alert.urgency(),
              service,
              at,
              at));
    }
  }

  private void give(Entry.Builder entry, ChildId child, AgencyId service, Mailbox to) {
    entry.depends(FactKey.alertsOf(child));
    for (AlertRow row : open(child)) {
      if (!row.alert().isProtected()) {
        append(entry, to, service, row, EntryCause.ENTRY_CAUSE_COVER);
      }
    }
  }

  private void append(
      Entry.Builder entry, Mailbox to, AgencyId service, AlertRow row, EntryCause cause) {
    entry.depends(FactKey.alert(row.id()));
    tables.append(entry, new MailboxEntry(to, service, row.id(), cause));
  }

  /** Whoever an alert was given to by itself keeps it whatever becomes of the case. */
  private List<Mailbox> mailboxes(Holders holders, AgencyId service, AlertRow row) {
    Holders may = row.alert().isProtected() ? holders.shield() : holders;
    List<Mailbox> found = Recipients.of(may, service, row.alert().urgency(), directory.current());
    PrincipalId assigned = row.assignedTo();
    if (assigned != null
        && !found.contains(Mailbox.of(assigned))
        && !holders.barred().contains(assigned)) {
      found.add(Mailbox.of(assigned));
    }
    return found;
  }

  private List<AlertRow> open(ChildId child) {
    try {
      return reader.openOf(child);
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }
}
