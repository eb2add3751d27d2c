package uk.yjx.server.caseload;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import uk.yjx.caseload.v1.DeclareSeparationRequest;
import uk.yjx.caseload.v1.DeclareSeparationResponse;
import uk.yjx.caseload.v1.LiftSeparationRequest;
import uk.yjx.caseload.v1.LiftSeparationResponse;
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
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.RecordKey;

/** Takes declared and lifted separations to their commit. */
@Singleton
final class SeparationRecorder {
  private static final String DECLARE = "yjx.caseload.v1.SeparationService/DeclareSeparation";
  private static final String LIFT = "yjx.caseload.v1.SeparationService/LiftSeparation";

  private static final Failure NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND,
          "SEPARATION_NOT_FOUND",
          "there is no such separation that this caller may lift");

  private static final Failure CONCERNS_CALLER =
      Failure.of(
          Failure.Code.PERMISSION_DENIED,
          "SEPARATION_CONCERNS_CALLER",
          "nobody lifts a separation that concerns themselves");

  private final Journal journal;
  private final AuditTrail audit;
  private final Requests requests;
  private final FirstAnswers firstAnswers;
  private final Receipts receipts;
  private final DirectoryFacts directory;
  private final Caseload caseload;
  private final SeparationTable table;
  private final List<CaseloadChangeListener> listeners;
  private final Ids ids;
  private final InstantSource clock;

  SeparationRecorder(
      Journal journal,
      AuditTrail audit,
      Requests requests,
      FirstAnswers firstAnswers,
      Receipts receipts,
      DirectoryFacts directory,
      Caseload caseload,
      SeparationTable table,
      List<CaseloadChangeListener> listeners,
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
    this.listeners = List.copyOf(listeners);
    this.ids = ids;
    this.clock = clock;
  }

  /** Declares; completes after the commit, or fails with {@link Failure.Refused}. */
  CompletableFuture<DeclareSeparationResponse> declare(
      Caller caller, DeclareSeparationRequest request) {
    try {
      SeparationTranslation.Read read = SeparationTranslation.read(request, now());
      RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
      return firstAnswers
          .appendOrFind(
              key,
              () -> decide(caller, read.service(), (stamp, it) -> declare(stamp, it, key, read)))
          .thenApply(committed -> declared(request.getRequestId(), committed));
    } catch (Failure.Refused refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  /** Lifts; completes after the commit, or fails with {@link Failure.Refused}. */
  CompletableFuture<LiftSeparationResponse> lift(Caller caller, LiftSeparationRequest request) {
    try {
      AgencyId service = CaseTranslation.service(request.getService(), "service");
      UUID id = UUID.fromString(request.getSeparationId());
      RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
      return firstAnswers
          .appendOrFind(
              key, () -> decide(caller, service, (stamp, it) -> lift(stamp, it, key, service, id)))
          .thenApply(committed ->
              LiftSeparationResponse.newBuilder()
                  .setReceipt(receipts.of(request.getRequestId(), committed))
                  .build());
    } catch (Failure.Refused refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  /** Whether a caller keeps the separations of a service. */
  static boolean keeps(Caller caller, AgencyId service) {
    return caller.agency().equals(service)
        && (caller.holds(Role.ROLE_SERVICE_MANAGER, service)
            || caller.holds(Role.ROLE_HEAD_OF_SERVICE, service));
  }

  private interface Deciding {
    Proposal.Decision decide(long stamp, Caller caller);
  }

  private Proposal.Decision decide(Caller asking, AgencyId service, Deciding deciding) {
    long stamp = journal.stamp();
    return switch (directory.again(asking)) {
      case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
      case Verdict.Accepted accepted ->
          keeps(accepted.caller(), service)
              ? deciding.decide(stamp, accepted.caller())
              : new Proposal.Decision.Abandon(CaseRecorder.SERVICE_NOT_ALLOWED);
    };
  }

  private Proposal.Decision declare(
      long stamp, Caller caller, RequestKey request, SeparationTranslation.Read read) {
    if (!read.worker().agency().equals(read.service())
        || directory.current().principal(read.worker()).isEmpty()) {
      return new Proposal.Decision.Abandon(SeparationTranslation.NO_SUCH_WORKER);
    }
    CaseBook book = caseload.now();
    Instant now = now();
    List<Separation> declared = new ArrayList<>();
    for (String number : read.numbers()) {
      ChildCase child = book.numbered(read.service(), number).orElse(null);
      if (child == null || isBarred(caller, child, book, now)) {
        return new Proposal.Decision.Abandon(CaseReader.CASE_NOT_FOUND);
      }
      declared.add(read.separation(ids.next(), child.id(), caller.principal(), now));
    }
    DeclareSeparationResponse.Builder answer = DeclareSeparationResponse.newBuilder();
    declared.forEach(it -> answer.addSeparationIds(it.id().toString()));
    Entry.Builder entry = entry(stamp, caller, declared, book, now);
    RecordKey key = audit.newKey(entry);
    record(entry, key, caller, DECLARE, read.denied() ? "denied" : "warned", declared, now);
    audit.answer(entry, key, request, answer.build().toByteArray());
    return new Proposal.Decision.Write(entry.build());
  }

  private Proposal.Decision lift(
      long stamp, Caller caller, RequestKey request, AgencyId service, UUID id) {
    CaseBook book = caseload.now();
    Instant now = now();
    Separation found =
        book.separation(id)
            .filter(it -> it.service().equals(service) && !it.isOver(now))
            .orElse(null);
    ChildCase child = found == null ? null : book.child(found.child()).orElse(null);
    if (found == null || child == null) {
      return new Proposal.Decision.Abandon(NOT_FOUND);
    }
    boolean own = found.worker().equals(caller.principal());
    if (isBarred(caller, child, book, now)) {
      return new Proposal.Decision.Abandon(NOT_FOUND);
    }
    if (own) {
      return new Proposal.Decision.Abandon(CONCERNS_CALLER);
    }
    List<Separation> lifted = List.of(found.lifted(now));
    Entry.Builder entry = entry(stamp, caller, lifted, book, now);
    RecordKey key = audit.newKey(entry);
    record(entry, key, caller, LIFT, "lifted", lifted, now);
    audit.answer(entry, key, request, new byte[0]);
    return new Proposal.Decision.Write(entry.build());
  }

  /** The rows, and what follows for the alerts of each child. */
  private Entry.Builder entry(
      long stamp, Caller caller, List<Separation> changed, CaseBook book, Instant now) {
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    for (Separation it : changed) {
      ChildCase child = book.child(it.child()).orElseThrow();
      long fact = FactKey.child(child.id());
      entry
          .row(table, it)
          .depends(fact)
          .touches(fact)
          .depends(FactKey.service(it.service()))
          .depends(FactKey.principal(it.worker()));
      List<Separation> after = new ArrayList<>(book.separations(child.id()));
      after.removeIf(old -> old.id().equals(it.id()));
      after.add(it);
      CaseloadChange.SeparationsChanged change =
          new CaseloadChange.SeparationsChanged(child, after, book, now);
      listeners.forEach(listener -> listener.contribute(change, entry));
    }
    return entry;
  }

  private void record(
      Entry.Builder entry,
      RecordKey key,
      Caller caller,
      String operation,
      String outcome,
      List<Separation> changed,
      Instant now) {
    Separation first = changed.getFirst();
    audit.add(
        entry,
        key,
        audit
            .event(EventType.ALTERATION, operation, outcome, now)
            .from(first.service().value())
            .purpose(Purpose.PURPOSE_SAFEGUARDING.name())
            .data("yjx.caseload.v1.Separation", List.of(first.reason().name()), changed.size())
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.TARGET_ID, first.worker().toString())
            .personal(
                PersonalMember.SUBJECTS,
                changed.stream().map(it -> it.child().toString()).toList()));
  }

  private static boolean isBarred(Caller caller, ChildCase child, CaseBook book, Instant now) {
    return book.holders(child, now).barred().contains(caller.principal());
  }

  private DeclareSeparationResponse declared(String requestId, Committed committed) {
    try {
      return DeclareSeparationResponse.parseFrom(committed.answer()).toBuilder()
          .setReceipt(receipts.of(requestId, committed))
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
