package uk.yjx.server.caseload;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.caseload.v1.RecordCaseResponse;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
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
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** Takes a case from its service to its commit. */
@Singleton
final class CaseRecorder {
  static final Failure SERVICE_NOT_ALLOWED =
      Failure.of(
          Failure.Code.PERMISSION_DENIED,
          "SERVICE_NOT_ALLOWED",
          "a caller keeps the caseload of its own service only, with a role held for it");

  private static final Failure VERSION_CHANGED =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "CASE_VERSION_CHANGED",
          "the case is at another version than the one to be replaced; read it and try again");

  private static final String OPERATION = "yjx.caseload.v1.CaseloadService/RecordCase";

  private final Journal journal;
  private final AuditTrail audit;
  private final Requests requests;
  private final FirstAnswers firstAnswers;
  private final Receipts receipts;
  private final DirectoryFacts directory;
  private final Caseload caseload;
  private final CaseTable table;
  private final CaseKeys keys;
  private final List<CaseloadChangeListener> listeners;
  private final Vault vault;
  private final Ids ids;
  private final InstantSource clock;

  CaseRecorder(
      Journal journal,
      AuditTrail audit,
      Requests requests,
      FirstAnswers firstAnswers,
      Receipts receipts,
      DirectoryFacts directory,
      Caseload caseload,
      CaseTable table,
      CaseKeys keys,
      List<CaseloadChangeListener> listeners,
      Vault vault,
      Ids ids,
      InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.requests = requests;
    this.firstAnswers = firstAnswers;
    this.receipts = receipts;
    this.directory = directory;
    this.caseload = caseload;
    this.table = table;
    this.keys = keys;
    this.listeners = List.copyOf(listeners);
    this.vault = vault;
    this.ids = ids;
    this.clock = clock;
  }

  /** Records a case; completes after the commit, or fails with {@link Failure.Refused}. */
  CompletableFuture<RecordCaseResponse> record(Caller caller, RecordCaseRequest request) {
    try {
      CaseTranslation.Read read = CaseTranslation.read(request.getCase(), now());
      RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
      return firstAnswers
          .appendOrFind(key, new Recording(caller, key, request.getCase(), read))
          .thenApply(committed -> response(request.getRequestId(), committed));
    } catch (Failure.Refused refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  private final class Recording implements Proposal {
    private final Caller asking;
    private final RequestKey request;
    private final Case sent;
    private final CaseTranslation.Read read;
    private final ChildId ifNew = new ChildId(ids.next());

    Recording(Caller asking, RequestKey request, Case sent, CaseTranslation.Read read) {
      this.asking = asking;
      this.request = request;
      this.sent = sent;
      this.read = read;
    }

    @Override
    public Decision decide() {
      long stamp = journal.stamp();
      return switch (directory.again(asking)) {
        case Verdict.Refused refused -> new Decision.Abandon(Sessions.ACCESS_ENDED);
        case Verdict.Accepted accepted -> decide(stamp, accepted.caller());
      };
    }

    private Decision decide(long stamp, Caller caller) {
      Instant now = now();
      if (!caller.agency().equals(read.service())
          || !caller.holds(Role.ROLE_CASELOAD_EDITOR, read.service())) {
        return new Decision.Abandon(SERVICE_NOT_ALLOWED);
      }
      CaseBook book = caseload.now();
      Optional<ChildCase> before = book.numbered(read.service(), read.number());
      int version = before.map(ChildCase::version).orElse(0);
      if (sent.getVersion() != 0 && sent.getVersion() != version) {
        return new Decision.Abandon(VERSION_CHANGED);
      }
      Violations violations = new Violations();
      Eligibility.check(read.allocations(), read.service(), directory.current(), now, violations);
      if (!violations.isEmpty()) {
        return new Decision.Abandon(violations.failure());
      }
      ChildCase after =
          new ChildCase(
              before.map(ChildCase::id).orElse(ifNew),
              read.service(),
              read.number(),
              read.person(),
              read.allocations(),
              sent.getClosed(),
              version + 1,
              now);
      return new Decision.Write(
          entry(stamp, caller, new CaseloadChange.CaseRecorded(before, after, book)));
    }

    private Entry entry(long stamp, Caller caller, CaseloadChange.CaseRecorded change) {
      ChildCase after = change.after();
      Entry.Builder entry = Entry.decidedAt(stamp);
      RecordKey key = audit.newKey(entry);
      byte[] sealed = vault.seal(key, toSeal(sent), CaseTable.SEALED_PURPOSE);
      entry.row(table, new CaseTable.Row(after, sealed)).weighing(sealed.length);
      addFacts(entry, caller, change);
      audit.add(
          entry,
          key,
          audit
              .event(
                  change.before().isEmpty() ? EventType.COLLECTION : EventType.ALTERATION,
                  OPERATION,
                  "recorded",
                  change.at())
              .from(after.service().value())
              .purpose(Purpose.PURPOSE_PREVENT_OFFENDING.name())
              .data("yjx.caseload.v1.Case", List.of("CASELOAD"), 1)
              .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
              .personal(PersonalMember.SUBJECTS, after.id().toString())
              .personal(PersonalMember.REQUEST_ID, request.requestId()));
      RecordCaseResponse answer =
          RecordCaseResponse.newBuilder()
              .setChildId(after.id().toString())
              .setVersion(after.version())
              .build();
      audit.answer(entry, key, request, answer.toByteArray());
      listeners.forEach(listener -> listener.contribute(change, entry));
      return entry.build();
    }

    private void addFacts(Entry.Builder entry, Caller caller, CaseloadChange.CaseRecorded change) {
      ChildCase after = change.after();
      for (long fact : caller.factKeys()) {
        entry.depends(fact);
      }
      for (PrincipalId worker : after.workers()) {
        entry.depends(FactKey.principal(worker));
      }
      long number = FactKey.caseNumber(after.service(), after.number());
      long child = FactKey.child(after.id());
      entry.depends(number).depends(child).touches(number).touches(child);
      touchKeys(entry, after.person());
      change.before().ifPresent(it -> touchKeys(entry, it.person()));
    }

    private void touchKeys(Entry.Builder entry, PersonDescription person) {
      for (String key : keys.of(person)) {
        entry.touches(FactKey.match(vault.fingerprint(key)));
      }
    }
  }

  private RecordCaseResponse response(String requestId, Committed committed) {
    try {
      return RecordCaseResponse.parseFrom(committed.answer()).toBuilder()
          .setReceipt(receipts.of(requestId, committed))
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
    }
  }

  /** Instants are stored to the microsecond, and a snapshot read again must be the same. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Who the child is and the orders; all else stands in columns. */
  private static byte[] toSeal(Case it) {
    return Case.newBuilder()
        .setPerson(it.getPerson())
        .addAllOrders(it.getOrdersList())
        .build()
        .toByteArray();
  }
}
