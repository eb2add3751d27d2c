package uk.yjx.server.earlysupport;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.Purpose;
import uk.yjx.earlysupport.v1.GetPromptRequest;
import uk.yjx.earlysupport.v1.GetPromptResponse;
import uk.yjx.earlysupport.v1.GetTrendsResponse;
import uk.yjx.earlysupport.v1.ListPromptsRequest;
import uk.yjx.earlysupport.v1.ListPromptsResponse;
import uk.yjx.earlysupport.v1.Occasion;
import uk.yjx.earlysupport.v1.PromptState;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.alerts.Consultations;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/** Shows prompts and trends, each once the log says so. */
@Singleton
final class PromptReading {
  /** Months of trends that are shown. */
  static final int MONTHS_MAX = 24;

  static final Failure NOT_FOUND =
      Failure.of(Failure.Code.NOT_FOUND, "PROMPT_NOT_FOUND", "there is no such prompt for you");

  private final Journal journal;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final StandingPrompts standing;
  private final PromptStore store;
  private final TrendStore trends;
  private final Access access;
  private final Consultations consultations;
  private final PageTokens tokens;
  private final InstantSource clock;

  PromptReading(
      Journal journal,
      AuditTrail audit,
      DirectoryFacts directory,
      StandingPrompts standing,
      PromptStore store,
      TrendStore trends,
      Access access,
      Consultations consultations,
      PageTokens tokens,
      InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.directory = directory;
    this.standing = standing;
    this.store = store;
    this.trends = trends;
    this.access = access;
    this.consultations = consultations;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** A page of prompts without content. */
  Disclosed<ListPromptsResponse> list(Caller caller, ListPromptsRequest request) {
    AgencyId service = access.service(caller, request.getService(), Access.LEADING);
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String scope = caller.principal() + "|prompts|" + service + "|" + request.getIncludeDecided();
    String last = tokens.read(scope, request.getPageToken());
    PromptStore.Place place =
        last.isEmpty() ? PromptStore.Place.BEGIN : PromptStore.Place.parse(last);
    List<PromptRow> read = store.after(service, place, request.getIncludeDecided(), size + 1);
    List<PromptRow> page = read.subList(0, Math.min(size, read.size()));
    ListPromptsResponse.Builder response = ListPromptsResponse.newBuilder();
    Instant now = clock.instant();
    List<String> shown = new ArrayList<>();
    for (PromptRow prompt : page) {
      if (standing.holds(prompt, caller, now)) {
        response.addPrompts(prompt.contract());
        shown.add(prompt.id().toString());
      }
    }
    if (read.size() > size) {
      response.setNextPageToken(
          tokens.after(scope, PromptStore.Place.after(page.getLast()).text()));
    }
    Committed commit = consulted(caller, "ListPrompts", "yjx.earlysupport.v1.Prompt", shown);
    return Disclosed.by(commit, response.build());
  }

  /** One prompt, under the agreements as they are at the commit. */
  Disclosed<GetPromptResponse> get(Caller asking, GetPromptRequest request) {
    AgencyId service = access.service(asking, request.getService(), Access.LEADING);
    UUID id = UUID.fromString(request.getPromptId());
    List<GetPromptResponse> shown = new ArrayList<>();
    Committed commit =
        journal
            .append(() -> {
              long stamp = journal.stamp();
              shown.clear();
              return switch (directory.again(asking)) {
                case Verdict.Refused refused ->
                    new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
                case Verdict.Accepted accepted -> {
                  try {
                    yield show(stamp, accepted.caller(), service, id, shown);
                  } catch (Failure.Refused refused) {
                    yield new Proposal.Decision.Abandon(refused.failure());
                  }
                }
              };
            })
            .join();
    return Disclosed.by(commit, shown.getLast());
  }

  /** What is told of a service's areas. */
  Disclosed<GetTrendsResponse> trends(Caller caller, String of) {
    AgencyId service = access.service(caller, of, Access.COUNTING);
    YearMonth first = YearMonth.from(access.today()).minusMonths(MONTHS_MAX);
    GetTrendsResponse response =
        GetTrendsResponse.newBuilder().addAllTrends(trends.since(service, first)).build();
    Committed commit =
        consulted(caller, "GetTrends", "yjx.earlysupport.v1.Trend", List.of(service.value()));
    return Disclosed.by(commit, response);
  }

  /** Commits that somebody is shown these. */
  Committed consulted(Caller caller, String method, String contract, List<String> records) {
    return consultations
        .commit(
            caller,
            new Consultations.Shown(
                EarlySupportEndpoint.SERVICE + method,
                Purpose.PURPOSE_EARLY_SUPPORT,
                contract,
                "early-support",
                records))
        .join();
  }

  private Proposal.Decision show(
      long stamp, Caller caller, AgencyId service, UUID id, List<GetPromptResponse> shown) {
    if (!access.mayKnow(caller, service, Access.LEADING)) {
      throw Access.SERVICE_NOT_ALLOWED.refused();
    }
    Instant now = clock.instant();
    PromptRow prompt = store.find(service, id).orElseThrow(NOT_FOUND::refused);
    List<Sources.Source> sources = standing.sources(prompt, caller, now);
    if (sources.isEmpty()) {
      throw NOT_FOUND.refused();
    }
    Entry.Builder entry = Entry.decidedAt(stamp).urgent().depends(FactKey.earlySupport(service));
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    RecordKey key = audit.newKey(entry);
    GetPromptResponse.Builder response =
        GetPromptResponse.newBuilder().setPrompt(prompt.contract());
    for (Sources.Source source : sources) {
      Fact fact = source.fact();
      entry.depends(FactKey.record(fact.ref().notice()));
      entry.depends(FactKey.agreements(fact.from()));
      response.addOccasions(
          Occasion.newBuilder()
              .setKind(source.told().content().getKind())
              .setDay(fact.day().toString())
              .setSource(fact.from().value()));
      if (source.permit() instanceof Decision.Permit permit) {
        audit.add(
            entry,
            key,
            audit
                .event(
                    EventType.DISCLOSURE,
                    EarlySupportEndpoint.SERVICE + "GetPrompt",
                    "released",
                    now)
                .from(fact.from().value())
                .to(service.value())
                .purpose(Purpose.PURPOSE_EARLY_SUPPORT.name())
                .basis(
                    new SharingBasis(
                        permit.gateway().name(), permit.agreementId(), permit.version()))
                .data("yjx.earlysupport.v1.Occasion", List.of("early-support"), 1)
                .personal(PersonalMember.RECIPIENT_ID, caller.principal().toString())
                .personal(PersonalMember.RECORDS, id.toString()));
      }
    }
    if (prompt.state() == PromptState.PROMPT_STATE_OFFERED) {
      response.setChild(child(sources.getLast().told().involved().getPerson()));
    }
    shown.add(response.build());
    return new Proposal.Decision.Write(entry.build());
  }

  /** Whom to speak to, and where; no numbers, no ethnicity, no address that is protected. */
  private static PersonDescriptor child(PersonDescriptor said) {
    return PersonDescriptor.newBuilder()
        .addAllNames(said.getNamesList())
        .addAllDatesOfBirth(said.getDatesOfBirthList())
        .addAllAddresses(
            said.getAddressesList().stream().filter(address -> !address.getProtected()).toList())
        .build();
  }
}
