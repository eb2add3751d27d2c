package uk.yjx.server.caseload;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import uk.yjx.caseload.v1.ListSeparationsRequest;
import uk.yjx.caseload.v1.ListSeparationsResponse;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.storage.RecordKey;

/** Lists separations of a service; the audit event is committed first. */
@Singleton
final class SeparationReader {
  private static final String LIST = "yjx.caseload.v1.SeparationService/ListSeparations";

  /** Ids made later sort later, so newest first is the order of ids turned round. */
  private static final Comparator<Separation> NEWEST_FIRST =
      Comparator.comparing(it -> it.id().toString(), Comparator.reverseOrder());

  private final Journal journal;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final Caseload caseload;
  private final PageTokens tokens;
  private final InstantSource clock;

  SeparationReader(
      Journal journal,
      AuditTrail audit,
      DirectoryFacts directory,
      Caseload caseload,
      PageTokens tokens,
      InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.directory = directory;
    this.caseload = caseload;
    this.tokens = tokens;
    this.clock = clock;
  }

  private record Page(List<Separation> shown, ListSeparationsResponse response) {}

  /** One page; fails with SERVICE_NOT_ALLOWED for who does not keep them. */
  CompletableFuture<Disclosed<ListSeparationsResponse>> list(
      Caller caller, ListSeparationsRequest request) {
    AgencyId service = CaseTranslation.service(request.getService(), "service");
    if (!SeparationRecorder.keeps(caller, service)) {
      return CompletableFuture.failedFuture(CaseRecorder.SERVICE_NOT_ALLOWED.refused());
    }
    Page page = page(caller, service, request);
    return journal
        .append(() -> decide(caller, service, page.shown()))
        .thenApply(committed -> Disclosed.by(committed, page.response()));
  }

  private Page page(Caller caller, AgencyId service, ListSeparationsRequest request) {
    Instant now = clock.instant();
    CaseBook book = caseload.now();
    String scope = "separations " + caller.principal() + " " + service;
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String before = tokens.read(scope, request.getPageToken());
    List<Separation> all = new ArrayList<>();
    book.forEachSeparation(it -> {
      boolean next = before.isEmpty() || it.id().toString().compareTo(before) < 0;
      if (next
          && it.service().equals(service)
          && (request.getIncludeEnded() || !it.isOver(now))
          && !book.holders(it.child(), now).barred().contains(caller.principal())) {
        all.add(it);
      }
    });
    all.sort(NEWEST_FIRST);
    ListSeparationsResponse.Builder response = ListSeparationsResponse.newBuilder();
    List<Separation> shown = new ArrayList<>();
    for (Separation it : all.subList(0, Math.min(size, all.size()))) {
      Optional<ChildCase> child = book.child(it.child());
      child.ifPresent(c -> {
        shown.add(it);
        response.addSeparations(SeparationTranslation.contract(it, c.number()));
      });
    }
    if (all.size() > size) {
      response.setNextPageToken(tokens.after(scope, all.get(size - 1).id().toString()));
    }
    return new Page(shown, response.build());
  }

  private Proposal.Decision decide(Caller asking, AgencyId service, List<Separation> shown) {
    long stamp = journal.stamp();
    return switch (directory.again(asking)) {
      case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
      case Verdict.Accepted accepted -> {
        CaseBook book = caseload.now();
        Instant now = clock.instant();
        boolean still =
            SeparationRecorder.keeps(accepted.caller(), service)
                && shown.stream()
                    .map(it -> book.holders(it.child(), now))
                    .noneMatch(it -> it.barred().contains(asking.principal()));
        yield still
            ? new Proposal.Decision.Write(entry(stamp, accepted.caller(), service, shown))
            : new Proposal.Decision.Abandon(CaseRecorder.SERVICE_NOT_ALLOWED);
      }
    };
  }

  private Entry entry(long stamp, Caller caller, AgencyId service, List<Separation> shown) {
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    shown.forEach(it -> entry.depends(FactKey.child(it.child())));
    RecordKey key = audit.newKey(entry);
    audit.add(
        entry,
        key,
        audit
            .event(EventType.CONSULTATION, LIST, "read", clock.instant())
            .from(service.value())
            .purpose(Purpose.PURPOSE_SAFEGUARDING.name())
            .data("yjx.caseload.v1.Separation", List.of("SEPARATION"), shown.size())
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(
                PersonalMember.SUBJECTS,
                shown.stream().map(it -> it.child().toString()).distinct().toList())
            .personal(
                PersonalMember.RECORDS,
                shown.stream().map(Separation::id).map(UUID::toString).toList()));
    return entry.build();
  }
}
