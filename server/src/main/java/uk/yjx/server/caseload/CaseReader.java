package uk.yjx.server.caseload;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.GetCaseRequest;
import uk.yjx.caseload.v1.GetCaseResponse;
import uk.yjx.caseload.v1.ListCasesRequest;
import uk.yjx.caseload.v1.ListCasesResponse;
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
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/** Reads cases: the audit event is committed first, upon the facts as they are then. */
@Singleton
final class CaseReader {
  private static final String SERVICE = "yjx.caseload.v1.CaseloadService";

  static final Failure CASE_NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND,
          "CASE_NOT_FOUND",
          "there is no such case that this caller may read");

  /** Stands in for a child that is not there, so that all is asked of it as of any other. */
  private static final ChildId NO_CHILD = new ChildId(new UUID(0, 0));

  private static final Failure PAGE_GONE =
      Failure.field(
          "PAGE_TOKEN_EXPIRED", "page_token", "the page before has gone; start with the first");

  private final Journal journal;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final Caseload caseload;
  private final CaseFiles files;
  private final PageTokens tokens;
  private final InstantSource clock;

  CaseReader(
      Journal journal,
      AuditTrail audit,
      DirectoryFacts directory,
      Caseload caseload,
      CaseFiles files,
      PageTokens tokens,
      InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.directory = directory;
    this.caseload = caseload;
    this.files = files;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * Reads one case; fails with CASE_NOT_FOUND for what is absent, forbidden or shielded. The three
   * are told apart from memory alone, and then leave the same one event on the same way.
   */
  CompletableFuture<Disclosed<GetCaseResponse>> get(Caller caller, GetCaseRequest request) {
    AgencyId service = CaseTranslation.service(request.getService(), "service");
    String number = request.getServiceChildId();
    ChildId child = caseload.now().numbered(service, number).map(ChildCase::id).orElse(NO_CHILD);
    Optional<Case> found =
        maySee(caller, child, service) ? files.numbered(service, number) : Optional.empty();
    if (found.isEmpty()) {
      return notFound(caller, service, number);
    }
    return disclose(
        new Reading(caller, SERVICE + "/GetCase", service, List.of(child)),
        GetCaseResponse.newBuilder().setCase(found.get()).build());
  }

  private CompletableFuture<Disclosed<GetCaseResponse>> notFound(
      Caller caller, AgencyId service, String number) {
    return journal
        .append(() -> {
          long stamp = journal.stamp();
          return switch (directory.again(caller)) {
            case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
            case Verdict.Accepted accepted -> {
              Entry.Builder entry = Entry.decidedAt(stamp).urgent();
              audit.add(
                  entry,
                  audit.newKey(entry),
                  audit
                      .event(EventType.REFUSAL, SERVICE + "/GetCase", "not-found", clock.instant())
                      .from(caller.agency().value())
                      .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
                      .personal(PersonalMember.RECORDS, number));
              yield new Proposal.Decision.Write(entry.build());
            }
          };
        })
        .thenCompose(logged -> CompletableFuture.failedFuture(CASE_NOT_FOUND.refused()));
  }

  /** Lists a page of cases in order of number; empty for a caller who may see none. */
  CompletableFuture<Disclosed<ListCasesResponse>> list(Caller caller, ListCasesRequest request) {
    AgencyId service = CaseTranslation.service(request.getService(), "service");
    String scope = "cases " + caller.principal() + " " + service;
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String after = numberOf(tokens.read(scope, request.getPageToken()));
    List<Case> page =
        switch (Visibility.of(caller, service)) {
          case WHOLE_SERVICE -> files.page(service, after, hidden(caller, service), size + 1);
          case OWN_CASES -> files.of(ownAfter(caller, service, after, size + 1));
          case NOTHING -> List.of();
        };
    ListCasesResponse.Builder response = ListCasesResponse.newBuilder();
    page.stream().limit(size).forEach(response::addCases);
    if (page.size() > size) {
      response.setNextPageToken(tokens.after(scope, page.get(size - 1).getChildId()));
    }
    List<ChildId> children =
        response.getCasesList().stream()
            .map(it -> new ChildId(UUID.fromString(it.getChildId())))
            .toList();
    return disclose(
        new Reading(caller, SERVICE + "/ListCases", service, children), response.build());
  }

  /** Who reads which children by which call. */
  private record Reading(
      Caller caller, String operation, AgencyId service, List<ChildId> children) {}

  private <T extends com.google.protobuf.Message> CompletableFuture<Disclosed<T>> disclose(
      Reading reading, T message) {
    return journal
        .append(() -> decide(reading))
        .thenApply(committed -> Disclosed.by(committed, message));
  }

  private Proposal.Decision decide(Reading reading) {
    long stamp = journal.stamp();
    return switch (directory.again(reading.caller())) {
      case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
      case Verdict.Accepted accepted -> {
        boolean all =
            reading.children().stream()
                .allMatch(child -> maySee(accepted.caller(), child, reading.service()));
        yield all
            ? new Proposal.Decision.Write(entry(stamp, accepted.caller(), reading))
            : new Proposal.Decision.Abandon(CASE_NOT_FOUND);
      }
    };
  }

  private Entry entry(long stamp, Caller caller, Reading reading) {
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    // A shield put up or a separation declared meanwhile is a change of the child.
    reading.children().forEach(child -> entry.depends(FactKey.child(child)));
    if (Visibility.of(caller, reading.service()) == Visibility.OWN_CASES) {
      entry.depends(FactKey.service(reading.service()));
    }
    RecordKey key = audit.newKey(entry);
    audit.add(
        entry,
        key,
        audit
            .event(EventType.CONSULTATION, reading.operation(), "read", clock.instant())
            .from(reading.service().value())
            .purpose(Purpose.PURPOSE_SUPERVISION.name())
            .data("yjx.caseload.v1.Case", List.of("CASELOAD"), reading.children().size())
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(
                PersonalMember.SUBJECTS,
                reading.children().stream().map(ChildId::toString).toList()));
    return entry.build();
  }

  private boolean maySee(Caller caller, ChildId child, AgencyId service) {
    Holders holders = caseload.now().holders(child, clock.instant());
    return switch (Visibility.of(caller, service)) {
      case WHOLE_SERVICE ->
          caseload.now().child(child).isPresent()
              && !hides(caller, child)
              && !holders.barred().contains(caller.principal());
      case OWN_CASES -> holders.workers().contains(caller.principal());
      case NOTHING -> false;
    };
  }

  /**
   * Shielded children whose cases the caller does not hold by name, and children from whom the
   * caller is kept apart.
   */
  private Set<ChildId> hidden(Caller caller, AgencyId service) {
    CaseBook book = caseload.now();
    Set<ChildId> hidden = new HashSet<>(book.keptFrom(caller.principal(), clock.instant()));
    book.shielded(service).stream().filter(child -> hides(caller, child)).forEach(hidden::add);
    return hidden;
  }

  private boolean hides(Caller caller, ChildId child) {
    CaseBook book = caseload.now();
    return book.isShielded(child)
        && !book.holders(child, clock.instant()).isNamed(caller.principal());
  }

  private List<ChildId> ownAfter(Caller caller, AgencyId service, String after, int most) {
    Instant now = clock.instant();
    CaseBook book = caseload.now();
    return book.allocatedTo(caller.principal(), now).stream()
        .flatMap(child -> book.child(child).stream())
        .filter(it -> it.service().equals(service) && it.number().compareTo(after) > 0)
        .filter(it -> book.holders(it, now).workers().contains(caller.principal()))
        .sorted(Comparator.comparing(ChildCase::number))
        .limit(most)
        .map(ChildCase::id)
        .toList();
  }

  private String numberOf(String child) {
    if (child.isEmpty()) {
      return "";
    }
    return caseload
        .now()
        .child(new ChildId(UUID.fromString(child)))
        .map(ChildCase::number)
        .orElseThrow(PAGE_GONE::refused);
  }
}
