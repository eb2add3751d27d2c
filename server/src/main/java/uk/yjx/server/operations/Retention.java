package uk.yjx.server.operations;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Purpose;
import uk.yjx.operations.v1.RecordKind;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.FirstAnswers;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal.Decision;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/**
 * Erases what controllers need not keep. When a record is due follows from what happened to it
 * last, asked anew each time; a hold beats every schedule; one person proposes and another
 * approves. Erasing destroys the record's key; the event in the log says who and when, never what.
 */
@Singleton
final class Retention {
  private static final String SERVICE = "yjx.operations.v1.RetentionService/";
  private static final String REASON_PURPOSE = "retention.hold";

  private static final Failure NO_SCHEDULE =
      failure("NO_SCHEDULE", "the agency has not said for how long it keeps records");
  private static final Failure HELD = failure("RECORD_HELD", "a hold keeps the record");
  private static final Failure DONE = failure("ERASURE_DONE", "the record is erased");
  private static final Failure OWN_PROPOSAL =
      failure("APPROVER_IS_PROPOSER", "who proposed an erasure cannot approve it");
  private static final Failure HOLD_NOT_FOUND =
      Failure.of(Failure.Code.NOT_FOUND, "HOLD_NOT_FOUND", "there is no such hold of yours");
  private static final Failure NOT_FOUND =
      Failure.of(Failure.Code.NOT_FOUND, "ERASURE_NOT_FOUND", "there is no such erasure of yours");

  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final RetentionTables tables;
  private final RetentionReader reader;
  private final Vault vault;
  private final Ids ids;
  private final InstantSource clock;

  Retention(
      Journal journal,
      FirstAnswers firstAnswers,
      AuditTrail audit,
      DirectoryFacts directory,
      RetentionTables tables,
      RetentionReader reader,
      Vault vault,
      Ids ids,
      InstantSource clock) {
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.audit = audit;
    this.directory = directory;
    this.tables = tables;
    this.reader = reader;
    this.vault = vault;
    this.ids = ids;
    this.clock = clock;
  }

  /** What one request writes beside its event. */
  private interface Change {
    AuditEventBuilder into(Entry.Builder entry, RecordKey key, Instant at);
  }

  /** Sets for how long the caller's agency keeps its records. */
  CompletableFuture<Committed> set(Caller caller, RequestKey request, int keepDays) {
    return write(
        caller,
        request,
        (entry, key, at) -> {
          tables.schedule(entry, caller.agency(), keepDays);
          return audit
              .event(EventType.ADMIN, SERVICE + "SetRetention", "set." + keepDays, at)
              .count(0);
        });
  }

  /** Holds a child's records or all of the agency's; a null child means all. */
  CompletableFuture<Committed> hold(
      Caller caller, RequestKey request, @Nullable ChildId child, String reason) {
    return write(
        caller,
        request,
        (entry, key, at) -> {
          byte[] sealed = vault.seal(key, reason.getBytes(StandardCharsets.UTF_8), REASON_PURPOSE);
          tables.hold(entry, caller.agency(), child, sealed);
          return about(child, audit.event(EventType.ADMIN, SERVICE + "HoldRecords", "held", at))
              .personal(PersonalMember.JUSTIFICATION, reason);
        });
  }

  /** Lets go what was held. */
  CompletableFuture<Committed> release(
      Caller caller, RequestKey request, @Nullable ChildId child, String reason) {
    return write(
        caller,
        request,
        (entry, key, at) -> {
          if (!reader.holds(caller.agency(), child == null ? null : child.value())) {
            throw HOLD_NOT_FOUND.refused();
          }
          tables.release(entry, caller.agency(), child);
          return about(child, audit.event(EventType.ADMIN, SERVICE + "HoldRecords", "released", at))
              .personal(PersonalMember.JUSTIFICATION, reason);
        });
  }

  /** What is past its time now. */
  List<RetentionReader.Due> due(Caller caller) {
    int days = reader.keepDays(caller.agency()).orElseThrow(NO_SCHEDULE::refused);
    return reader.due(caller.agency(), days, clock.instant());
  }

  /** Puts records past their time up for a second person's review. */
  CompletableFuture<Committed> propose(
      Caller caller, RequestKey request, List<RetentionReader.Due> due) {
    return write(
        caller,
        request,
        (entry, key, at) -> {
          for (RetentionReader.Due one : due) {
            tables.propose(
                entry,
                new RetentionTables.Proposed(
                    ids.next(), one.position(), caller.agency(), one.since(), caller.principal()));
          }
          return audit
              .event(EventType.ADMIN, SERVICE + "RunRetention", "proposed", at)
              .count(due.size());
        });
  }

  /** Erases a record that another person proposed to erase. */
  CompletableFuture<Committed> approve(Caller caller, RequestKey request, UUID erasure) {
    return write(
        caller,
        request,
        (entry, key, at) -> {
          RetentionReader.Erasing found =
              reader.erasure(caller.agency(), erasure).orElseThrow(NOT_FOUND::refused);
          if (found.done()) {
            throw DONE.refused();
          }
          if (found.held()) {
            throw HELD.refused();
          }
          if (found.proposedBy().equals(caller.principal().toString())) {
            throw OWN_PROPOSAL.refused();
          }
          long record = FactKey.record(found.position());
          entry.depends(record).touches(record);
          if (found.kind() == RecordKind.RECORD_KIND_CASE_PAPERS) {
            entry.touches(FactKey.papers(found.record()));
          }
          reader.alertsOf(found.position()).forEach(id -> entry.touches(FactKey.alert(id)));
          tables.approve(entry, erasure, caller.principal(), at);
          return audit
              .event(EventType.ERASURE, SERVICE + "ApproveErasure", "erased", at)
              .data(message(found.kind()), List.of(word(found.kind())), 1)
              .personal(PersonalMember.TARGET_ID, found.proposedBy())
              .personal(PersonalMember.APPROVER_ID, caller.principal().toString())
              .personal(PersonalMember.RECORDS, Long.toString(found.position()));
        });
  }

  /** What was erased, as the contract names its message. */
  private static String message(RecordKind kind) {
    return switch (kind) {
      case RECORD_KIND_POLICE_NOTICE -> "yjx.intelligence.v1.Notice";
      case RECORD_KIND_CHILD_NOTICE -> "yjx.safeguarding.v1.ChildNotice";
      case RECORD_KIND_CASE_PAPERS -> "yjx.casepapers.v1.Package";
      case RECORD_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalStateException("a record of no known kind is to be erased");
    };
  }

  private static String word(RecordKind kind) {
    return kind == RecordKind.RECORD_KIND_CASE_PAPERS ? "papers" : "notice";
  }

  private static AuditEventBuilder about(@Nullable ChildId child, AuditEventBuilder event) {
    return child == null
        ? event
        : event.personal(PersonalMember.SUBJECTS, List.of(child.value().toString()));
  }

  private CompletableFuture<Committed> write(Caller caller, RequestKey request, Change change) {
    return firstAnswers.appendOrFind(
        request,
        () -> {
          long stamp = journal.stamp();
          if (directory.again(caller) instanceof Verdict.Refused) {
            return new Decision.Abandon(Sessions.ACCESS_ENDED);
          }
          Entry.Builder entry = Entry.decidedAt(stamp);
          for (long fact : caller.factKeys()) {
            entry.depends(fact);
          }
          RecordKey key = audit.newKey(entry);
          AuditEventBuilder event = change.into(entry, key, clock.instant());
          audit.add(
              entry,
              key,
              event
                  .from(caller.agency().value())
                  .purpose(Purpose.PURPOSE_LAWFULNESS_CHECK.name())
                  .personal(PersonalMember.ACTOR_ID, caller.principal().toString()));
          audit.answer(entry, key, request, new byte[0]);
          return new Decision.Write(entry.build());
        });
  }

  private static Failure failure(String reason, String message) {
    return Failure.of(Failure.Code.FAILED_PRECONDITION, reason, message);
  }
}
