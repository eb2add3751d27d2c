package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.SeparationWarning;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.common.v1.Role;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.caseload.CaseBook;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.PrincipalId;

/**
 * Warns managers of workers who turn out to stand on both sides only when an alert is delivered,
 * and says to managers what they were warned of.
 */
@Singleton
final class SeparationWarnings {
  private final Caseload caseload;
  private final Agreements agreements;
  private final DirectoryFacts directory;
  private final AlertTables tables;
  private final SeparationTables separations;
  private final Ids ids;

  SeparationWarnings(
      Caseload caseload,
      Agreements agreements,
      DirectoryFacts directory,
      AlertTables tables,
      SeparationTables separations,
      Ids ids) {
    this.caseload = caseload;
    this.agreements = agreements;
    this.directory = directory;
    this.tables = tables;
    this.separations = separations;
    this.ids = ids;
  }

  /**
   * Adds to the entry of a delivery that the reader stands on both sides, or too near, unless the
   * managers know already. Who may not have the alert loses it to the managers and the desk.
   *
   * @return whether anything was added
   */
  boolean notice(Entry.Builder entry, PrincipalId reader, AlertRow row, Instant now) {
    NewAlert alert = row.alert();
    ChildId child = alert.child();
    if (child == null || alert.isNote() || row.isDealtWith()) {
      return false;
    }
    CaseBook book = caseload.now();
    Sides.opposite(alert).forEach(other -> entry.depends(FactKey.child(other)));
    Holders holders = book.holders(child, now);
    if (!Sides.doubtful(alert, holders, book, now).contains(reader)
        || separations.warned(alert.id()).containsKey(reader)) {
      return false;
    }
    Holders all = Sides.apart(alert, holders, book, agreements.now(), now);
    Holders apart = alert.isProtected() ? all.shield() : all;
    boolean denied = apart.barred().contains(reader);
    separations.warn(entry, new SeparationFound(alert.id(), Set.of(reader), denied));
    List<Mailbox> managers =
        Recipients.warned(apart, Set.of(reader), alert.service(), directory.current());
    managers.forEach(to -> append(entry, to, alert, EntryCause.ENTRY_CAUSE_SEPARATION));
    if (managers.isEmpty()) {
      tables.unowned(
          entry,
          new AlertTables.UnownedItem(
              ids.next(),
              UnownedReason.UNOWNED_REASON_SEPARATION,
              alert.urgency(),
              alert.service(),
              now,
              now));
    }
    if (denied) {
      List<Mailbox> instead = new ArrayList<>();
      instead.addAll(Recipients.of(apart, alert.service(), alert.urgency(), directory.current()));
      apart.workers().forEach(worker -> instead.remove(Mailbox.of(worker)));
      instead.forEach(to -> append(entry, to, alert, EntryCause.ENTRY_CAUSE_REASSIGNED));
    }
    return true;
  }

  /** Whether a reader is one whom a warning about an alert is for. */
  boolean isFor(Caller caller, AlertRow row, Instant now) {
    NewAlert alert = row.alert();
    ChildId child = alert.child();
    boolean manages =
        caller.holds(Role.ROLE_SERVICE_MANAGER, alert.service())
            || caller.holds(Role.ROLE_HEAD_OF_SERVICE, alert.service());
    if (child == null || !manages || alert.isProtected()) {
      return false;
    }
    Holders holders = caseload.now().holders(child, now);
    return !holders.shielded() && !holders.barred().contains(caller.principal());
  }

  /** What a manager is told: who, and whether they have it; empty where it is about themselves. */
  AlertEvent event(Caller caller, AlertRow row, uk.yjx.alerts.v1.Alert shown) {
    SeparationWarning.Builder warning = SeparationWarning.newBuilder();
    boolean denied = false;
    for (Map.Entry<PrincipalId, Boolean> one : separations.warned(row.id()).entrySet()) {
      if (!one.getKey().equals(caller.principal())) {
        warning.addWorkers(one.getKey().toString());
        denied |= one.getValue();
      }
    }
    return AlertEvent.newBuilder()
        .setCause(EntryCause.ENTRY_CAUSE_SEPARATION)
        .setAlert(shown)
        .setSeparation(warning.setDenied(denied))
        .build();
  }

  private void append(Entry.Builder entry, Mailbox to, NewAlert alert, EntryCause cause) {
    tables.append(entry, new MailboxEntry(to, alert.service(), alert.id(), cause));
  }
}
