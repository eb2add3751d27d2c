package uk.yjx.server.alerts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import uk.yjx.alerts.v1.InvolvedOther;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.RecordKey;

/**
 * The journal entry of one release while it is decided: to whom, at what time, what it depends on
 * and what the log is to say of it.
 */
final class DisclosureEntry {
  private final AuditTrail audit;
  private final Entry.Builder entry;
  private final RecordKey key;
  private final Disclosures.Reader reads;
  private final Caller caller;
  private final Instant now;
  private boolean written;

  /**
   * Begins an entry.
   *
   * @param stamp the journal's position before anything was read for it
   * @param caller the reader as the directory knows them now
   */
  DisclosureEntry(
      AuditTrail audit, long stamp, Disclosures.Reader reads, Caller caller, Instant now) {
    this.audit = audit;
    this.reads = reads;
    this.caller = caller;
    this.now = now;
    this.entry = Entry.decidedAt(stamp).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    this.key = audit.newKey(entry);
  }

  /** The reader as the directory knows them now. */
  Caller caller() {
    return caller;
  }

  /** Who is released to. */
  PrincipalId principal() {
    return caller.principal();
  }

  /** Why and by which call. */
  Disclosures.Reader reads() {
    return reads;
  }

  /** The time of the decision. */
  Instant now() {
    return now;
  }

  /** The entry itself, for rows that go with it. */
  Entry.Builder rows() {
    return entry;
  }

  /** Decides again if the alert, its child or what is agreed about it changes before the commit. */
  void dependsOn(AlertRow row, long asOf) {
    NewAlert alert = row.alert();
    ChildId child = alert.child();
    entry.depends(FactKey.alert(alert.id()), asOf);
    entry.depends(FactKey.agreements(alert.source()));
    entry.depends(FactKey.service(alert.service()));
    UUID through = alert.through();
    if (child != null) {
      entry.depends(FactKey.child(child));
    }
    if (through != null) {
      entry.depends(FactKey.relationship(through));
    }
    for (InvolvedOther other : alert.material().getOthersList()) {
      if (!other.getChildId().isEmpty()) { // a shield put up meanwhile takes them out
        entry.depends(FactKey.child(new ChildId(UUID.fromString(other.getChildId()))));
      }
    }
  }

  /** An audit event of this call, to be completed and given to {@link #log}. */
  AuditEventBuilder event(EventType type, String outcome) {
    return audit.event(type, reads.operation(), outcome, now);
  }

  /** An audit event of another operation at the same time. */
  AuditEventBuilder event(EventType type, String operation, String outcome) {
    return audit.event(type, operation, outcome, now);
  }

  /** The log says this once the entry is committed. */
  void log(AuditEventBuilder event) {
    audit.add(entry, key, event);
    written = true;
  }

  /** The log says what of an alert went to the reader, or was withheld, and on what basis. */
  void log(NewAlert alert, SharingBasis basis, String outcome) {
    AuditEventBuilder event =
        event(EventType.DISCLOSURE, outcome)
            .from(alert.source().value())
            .to(caller.agency().value())
            .purpose(reads.purpose().name())
            .basis(basis)
            .data("yjx.alerts.v1.Alert", List.of(alert.category().name()), 1)
            .personal(PersonalMember.RECIPIENT_ID, caller.principal().toString())
            .personal(PersonalMember.RECORDS, alert.id().toString());
    ChildId child = alert.child();
    if (child != null) {
      event.personal(PersonalMember.SUBJECTS, child.value().toString());
    }
    log(event);
  }

  /** Whether the log is to say anything at all. */
  boolean isWritten() {
    return written;
  }

  /** The entry, complete. */
  Entry build() {
    return entry.build();
  }
}
