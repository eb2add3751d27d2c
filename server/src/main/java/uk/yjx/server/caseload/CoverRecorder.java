package uk.yjx.server.caseload;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.caseload.v1.RecordCoverRequest;
import uk.yjx.caseload.v1.RecordCoverResponse;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.AuditTrail;
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
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.storage.RecordKey;

/** Takes cover from its service to its commit. */
@Singleton
final class CoverRecorder {
  private static final String OPERATION = "yjx.caseload.v1.CaseloadService/RecordCover";

  private final Journal journal;
  private final AuditTrail audit;
  private final Requests requests;
  private final FirstAnswers firstAnswers;
  private final Receipts receipts;
  private final DirectoryFacts directory;
  private final Caseload caseload;
  private final CoverTable table;
  private final List<CaseloadChangeListener> listeners;
  private final InstantSource clock;

  CoverRecorder(
      Journal journal,
      AuditTrail audit,
      Requests requests,
      FirstAnswers firstAnswers,
      Receipts receipts,
      DirectoryFacts directory,
      Caseload caseload,
      CoverTable table,
      List<CaseloadChangeListener> listeners,
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
    this.clock = clock;
  }

  /** Records cover; completes after the commit, or fails with {@link Failure.Refused}. */
  CompletableFuture<RecordCoverResponse> record(Caller caller, RecordCoverRequest request) {
    try {
      Cover cover = read(request);
      RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
      return firstAnswers
          .appendOrFind(key, () -> decide(caller, key, cover))
          .thenApply(committed ->
              RecordCoverResponse.newBuilder()
                  .setReceipt(receipts.of(request.getRequestId(), committed))
                  .build());
    } catch (Failure.Refused refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  private Cover read(RecordCoverRequest request) {
    AgencyId service = CaseTranslation.service(request.getService(), "service");
    Violations violations = new Violations();
    PrincipalId absent =
        CaseTranslation.principal(
            request.getAbsentPrincipalId(), "absent_principal_id", violations);
    PrincipalId standIn =
        CaseTranslation.principal(request.getCoverPrincipalId(), "cover_principal_id", violations);
    Instant from = CaseTranslation.instant(request.getFrom(), "from", violations);
    Instant to = CaseTranslation.instant(request.getTo(), "to", violations);
    if (from != null && to != null && !from.isBefore(to)) {
      violations.add(CaseTranslation.DATES_REVERSED, "to", "cover ends after it begins");
    }
    if (absent != null && absent.equals(standIn)) {
      violations.add(
          Eligibility.NOT_ELIGIBLE, "cover_principal_id", "nobody covers for themselves");
    }
    violations.throwIfAny();
    return new Cover(service, known(absent), known(standIn), known(from), known(to), now());
  }

  private Proposal.Decision decide(Caller asking, RequestKey request, Cover read) {
    long stamp = journal.stamp();
    return switch (directory.again(asking)) {
      case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
      case Verdict.Accepted accepted -> decide(stamp, accepted.caller(), request, read);
    };
  }

  private Proposal.Decision decide(long stamp, Caller caller, RequestKey request, Cover read) {
    AgencyId service = read.service();
    if (!caller.agency().equals(service)
        || !(caller.holds(Role.ROLE_CASELOAD_EDITOR, service)
            || caller.holds(Role.ROLE_SERVICE_MANAGER, service))) {
      return new Proposal.Decision.Abandon(CaseRecorder.SERVICE_NOT_ALLOWED);
    }
    Directory people = directory.current();
    Violations violations = new Violations();
    // Cases of somebody who has lost the role still need cover, so only belonging is asked here.
    if (!read.absent().agency().equals(service) || people.principal(read.absent()).isEmpty()) {
      violations.add(
          Eligibility.NOT_ELIGIBLE, "absent_principal_id", "no such worker of this service");
    }
    Eligibility.check(read.standIn(), service, people, "cover_principal_id", violations);
    if (!violations.isEmpty()) {
      return new Proposal.Decision.Abandon(violations.failure());
    }
    Cover cover = new Cover(service, read.absent(), read.standIn(), read.from(), read.to(), now());
    return new Proposal.Decision.Write(entry(stamp, caller, request, cover));
  }

  private Entry entry(long stamp, Caller caller, RequestKey request, Cover cover) {
    CaseBook book = caseload.now();
    int children = book.allocatedTo(cover.absent(), cover.from()).size();
    Entry.Builder entry = Entry.decidedAt(stamp).row(table, cover);
    RecordKey key = audit.newKey(entry);
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    entry
        .depends(FactKey.principal(cover.absent()))
        .depends(FactKey.principal(cover.standIn()))
        .touches(FactKey.service(cover.service()));
    audit.add(
        entry,
        key,
        audit
            .event(EventType.ALTERATION, OPERATION, "recorded", cover.decidedAt())
            .from(cover.service().value())
            .purpose(Purpose.PURPOSE_PREVENT_OFFENDING.name())
            .data("yjx.caseload.v1.RecordCoverRequest", List.of("CASELOAD"), children)
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.TARGET_ID, cover.absent().toString())
            .personal(PersonalMember.RECIPIENT_ID, cover.standIn().toString())
            .personal(PersonalMember.REQUEST_ID, request.requestId()));
    audit.answer(entry, key, request, RecordCoverResponse.getDefaultInstance().toByteArray());
    CaseloadChange.CoverRecorded change = new CaseloadChange.CoverRecorded(cover, book);
    listeners.forEach(listener -> listener.contribute(change, entry));
    return entry.build();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** What is missing was reported, and the request refused, before this is asked. */
  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a value that was not reported is missing");
    }
    return value;
  }
}
