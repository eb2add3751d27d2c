package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.RecordKey;

/** Entries about emergency accesses: by whom, and what the log is to say. */
@Singleton
final class EmergencyEntries {
  private final Journal journal;
  private final AuditTrail audit;
  private final DirectoryFacts directory;

  EmergencyEntries(Journal journal, AuditTrail audit, DirectoryFacts directory) {
    this.journal = journal;
    this.audit = audit;
    this.directory = directory;
  }

  /** What is decided for a caller as the directory knows them now. */
  interface Deciding {
    Proposal.Decision decide(long stamp, Caller caller);
  }

  /** Decides unless the caller's access has ended. */
  Proposal.Decision decide(Caller asking, Deciding deciding) {
    long stamp = journal.stamp();
    return switch (directory.again(asking)) {
      case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
      case Verdict.Accepted accepted -> deciding.decide(stamp, accepted.caller());
    };
  }

  /** An entry of a caller: decided again when what they may do changes. */
  static Entry.Builder entry(long stamp, Caller caller) {
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    return entry;
  }

  /** An event about an access; who opens it says why. */
  AuditEventBuilder event(
      String operation, String outcome, Caller caller, EmergencyAccessRow access, Instant now) {
    return audit
        .event(EventType.CONSULTATION, operation, outcome, now)
        .from(access.service().value())
        .to(access.reader().agency().value())
        .purpose(Purpose.PURPOSE_EMERGENCY.name())
        .basis(SharingBasis.gateway(EmergencyRules.gateway()))
        .data("yjx.alerts.v1.EmergencyAccess", List.of(access.reason().name()), 1)
        .personal(PersonalMember.ACTOR_ID, caller.principal().toString());
  }

  /** Nothing but the erasable part of the event says whether there was a child. */
  void record(
      Entry.Builder entry, RecordKey key, AuditEventBuilder event, EmergencyAccessRow access) {
    ChildId child = access.child();
    event
        .personal(PersonalMember.RECORDS, access.id().toString())
        .personal(
            PersonalMember.SUBJECTS, child == null ? List.of() : List.of(child.value().toString()));
    audit.add(entry, key, event);
  }
}
