package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/** Tells everyone else who has an alert that somebody has done something about it. */
@Singleton
final class Colleagues {
  private final AlertTables tables;
  private final Relations relations;
  private final DirectoryFacts directory;

  Colleagues(AlertTables tables, Relations relations, DirectoryFacts directory) {
    this.tables = tables;
    this.relations = relations;
    this.directory = directory;
  }

  /** Appends a line to the mailboxes of all but the one who did it. */
  void tell(Entry.Builder entry, PrincipalId by, AlertRow row, Instant at) {
    Set<Mailbox> to = responsible(row, at);
    to.remove(Mailbox.of(by));
    append(entry, to, row);
  }

  /** Appends a line to all of these mailboxes: nobody who has the alert did it. */
  void tellAll(Entry.Builder entry, AlertRow row, Instant at) {
    append(entry, responsible(row, at), row);
  }

  private Set<Mailbox> responsible(AlertRow row, Instant at) {
    NewAlert alert = row.alert();
    ChildId child = alert.child();
    Set<Mailbox> to = new LinkedHashSet<>();
    if (child == null) {
      to.add(Mailbox.frontDoor(alert.service()));
    } else {
      Holders holders = relations.holders(alert, at);
      to.addAll(Recipients.of(holders, alert.service(), alert.urgency(), directory.current()));
    }
    PrincipalId assigned = row.assignedTo();
    if (assigned != null) {
      to.add(Mailbox.of(assigned));
    }
    return to;
  }

  private void append(Entry.Builder entry, Set<Mailbox> to, AlertRow row) {
    for (Mailbox mailbox : to) {
      tables.append(
          entry,
          new MailboxEntry(
              mailbox, row.alert().service(), row.id(), EntryCause.ENTRY_CAUSE_CHANGED));
    }
  }
}
