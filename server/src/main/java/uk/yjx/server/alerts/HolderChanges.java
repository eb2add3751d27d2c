package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import uk.yjx.alerts.v1.EntryCause;
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
import uk.yjx.server.kernel.PrincipalId;

/**
 * Whoever becomes responsible for a child gets every alert not yet dealt with, in the same entry
 * that changes who is responsible, so that nothing older than a cursor is ever missed.
 */
@Singleton
final class HolderChanges implements CaseloadChangeListener {
  private final AlertReader reader;
  private final AlertTables tables;
  private final DirectoryFacts directory;

  HolderChanges(AlertReader reader, AlertTables tables, DirectoryFacts directory) {
    this.reader = reader;
    this.tables = tables;
    this.directory = directory;
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
              recorded.holdersAfter(),
              EntryCause.ENTRY_CAUSE_REASSIGNED);
        }
      }
      case CaseloadChange.CoverRecorded recorded -> coverBegins(entry, recorded);
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
      book.child(child).map(ChildCase::service).ifPresent(service -> give(
          entry, child, service, Mailbox.of(cover.standIn()), EntryCause.ENTRY_CAUSE_COVER));
    }
  }

  /** Appends what a change of holders means for the alerts of a child. */
  void move(
      Entry.Builder entry,
      ChildId child,
      AgencyId service,
      Holders before,
      Holders after,
      EntryCause cause) {
    entry.depends(FactKey.alertsOf(child));
    Set<Mailbox> were = mailboxes(before, service);
    Set<Mailbox> are = mailboxes(after, service);
    if (were.equals(are)) {
      return;
    }
    for (AlertRow row : open(child)) {
      for (Mailbox mailbox : were) {
        if (!are.contains(mailbox)) {
          append(entry, mailbox, service, row, EntryCause.ENTRY_CAUSE_MOVED_AWAY);
        }
      }
      for (Mailbox mailbox : are) {
        if (!were.contains(mailbox)) {
          append(entry, mailbox, service, row, cause);
        }
      }
    }
  }

  private void give(
      Entry.Builder entry, ChildId child, AgencyId service, Mailbox to, EntryCause cause) {
    entry.depends(FactKey.alertsOf(child));
    for (AlertRow row : open(child)) {
      append(entry, to, service, row, cause);
    }
  }

  private void append(
      Entry.Builder entry, Mailbox to, AgencyId service, AlertRow row, EntryCause cause) {
    entry.depends(FactKey.alert(row.id()));
    tables.append(entry, new MailboxEntry(to, service, row.id(), cause));
  }

  private Set<Mailbox> mailboxes(Holders holders, AgencyId service) {
    Set<Mailbox> found = new LinkedHashSet<>();
    for (PrincipalId worker : holders.workers()) {
      found.add(Mailbox.of(worker));
    }
    holders.practiceGroups().forEach(g -> found.add(Mailbox.group(service, g)));
    if (holders.lead().isEmpty()) {
      found.addAll(
          Recipients.of(
              holders, service, uk.yjx.server.kernel.Urgency.ROUTINE, directory.current()));
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
