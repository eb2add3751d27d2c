package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.safeguarding.v1.Information;
import uk.yjx.safeguarding.v1.ListInformationRequest;
import uk.yjx.safeguarding.v1.ListInformationResponse;
import uk.yjx.safeguarding.v1.SubmitInformationToPoliceRequest;
import uk.yjx.safeguarding.v1.SubmitInformationToPoliceResponse;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Reading;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.alerts.Consultations;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.identity.Agency;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.FirstAnswers;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.PersonName;
import uk.yjx.server.storage.RecordKey;

/** Takes information from a manager of a youth justice service to a police agency's officers. */
@Singleton
final class InformationDesk {
  private static final String SERVICE = "yjx.safeguarding.v1.InformationService/";
  private static final String SCHEMA = "yjx.safeguarding.v1.Information";
  private static final DataCategory CATEGORY = DataCategory.DATA_CATEGORY_GRADED_INTELLIGENCE;

  private static final Failure SERVICE_NOT_ALLOWED =
      Failure.of(
          Failure.Code.PERMISSION_DENIED,
          "SERVICE_NOT_ALLOWED",
          "this is for a manager or the head of this very service");

  private static final Failure CHILD_NOT_FOUND =
      Failure.of(Failure.Code.NOT_FOUND, "CHILD_NOT_FOUND", "there is no such child of yours");

  private static final Failure AGENCY_NOT_FOUND =
      Failure.of(Failure.Code.NOT_FOUND, "AGENCY_NOT_FOUND", "the agency is not registered");

  private static final Failure NOT_POLICE =
      Failure.field("AGENCY_NOT_POLICE", "to_agency", "must be a police agency");

  private static final Failure NO_AGREEMENT =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "NO_AGREEMENT",
          "no agreement in force lets the service tell the police this");

  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final Caseload caseload;
  private final Agreements agreements;
  private final Consultations consultations;
  private final PageTokens tokens;
  private final ConcernDesk desk;
  private final Parties parties;
  private final InformationTables tables;
  private final Ids ids;
  private final InstantSource clock;

  InformationDesk(
      FirstAnswers firstAnswers,
      Requests requests,
      AuditTrail audit,
      DirectoryFacts directory,
      Caseload caseload,
      Agreements agreements,
      Consultations consultations,
      PageTokens tokens,
      ConcernDesk desk,
      Parties parties,
      InformationTables tables,
      Ids ids,
      InstantSource clock) {
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.audit = audit;
    this.directory = directory;
    this.caseload = caseload;
    this.agreements = agreements;
    this.consultations = consultations;
    this.tokens = tokens;
    this.desk = desk;
    this.parties = parties;
    this.tables = tables;
    this.ids = ids;
    this.clock = clock;
  }

  /** Submits information; the stored answer is the response without its receipt. */
  CompletableFuture<Committed> submit(Caller caller, SubmitInformationToPoliceRequest request) {
    InformationRules.check(request, clock.instant());
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return firstAnswers.appendOrFind(
        key, () -> desk.again(caller, (stamp, who) -> decide(stamp, who, request, key)));
  }

  private Proposal.Decision decide(
      long stamp, Caller caller, SubmitInformationToPoliceRequest request, RequestKey asked) {
    Instant now = clock.instant();
    AgencyId service = agency(request.getService());
    if (!caller.holds(Role.ROLE_SERVICE_MANAGER, service)
        && !caller.holds(Role.ROLE_HEAD_OF_SERVICE, service)) {
      throw SERVICE_NOT_ALLOWED.refused();
    }
    AgencyId police = agency(request.getToAgency());
    if (directory
        .current()
        .agency(police)
        .map(Agency::kind)
        .filter(kind -> kind == AgencyKind.AGENCY_KIND_POLICE)
        .isEmpty()) {
      throw NOT_POLICE.refused();
    }
    Optional<ChildCase> child = child(caller, service, request.getChildId(), now);
    Sharing what = new Sharing(service, police, CATEGORY, request.getHandling(), false);
    if (!(agreements.now().decide(what, null, now) instanceof Decision.Permit permit)) {
      throw NO_AGREEMENT.refused();
    }
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    entry
        .depends(FactKey.agreements(service))
        .depends(FactKey.agency(police))
        .depends(FactKey.service(service));
    child.ifPresent(it -> entry.depends(FactKey.child(it.id())));
    RecordKey key = audit.newKey(entry);
    UUID id = ids.next();
    tables.add(
        entry,
        key,
        new InformationTables.Submitted(
            id,
            service,
            police,
            caller.principal(),
            request.getHandling().getGateway(),
            request.getHandling().getRegime(),
            now,
            content(id, request, child, now)));
    AuditEventBuilder event =
        audit
            .event(
                EventType.COLLECTION,
                SERVICE + "SubmitInformationToPolice",
                request.getDisclosedInSession() ? "submitted.in-session" : "submitted",
                now)
            .from(service.value())
            .to(police.value())
            .purpose(request.getHandling().getPurpose().name())
            .basis(
                new SharingBasis(permit.gateway().name(), permit.agreementId(), permit.version()))
            .data(SCHEMA, List.of(CATEGORY.name()), 1)
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.RECORDS, id.toString())
            .personal(PersonalMember.JUSTIFICATION, request.getSessionReason());
    child.ifPresent(
        it -> event.personal(PersonalMember.SUBJECTS, List.of(it.id().value().toString())));
    audit.add(entry, key, event);
    audit.answer(
        entry,
        key,
        asked,
        SubmitInformationToPoliceResponse.newBuilder()
            .setInformationId(id.toString())
            .build()
            .toByteArray());
    return new Proposal.Decision.Write(entry.build());
  }

  /** One page of what came to the caller's police agency; null when there is none. */
  @Nullable Disclosed<ListInformationResponse> list(Caller caller, ListInformationRequest request) {
    Instant now = clock.instant();
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String scope = "information " + caller.principal();
    String last = tokens.read(scope, request.getPageToken());
    long before = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    List<InformationTables.Kept> found = tables.of(caller.agency(), before, size + 1);
    Reading by =
        new Reading(
            caller.principal(), Role.ROLE_INFORMATION_OFFICER, request.getPurpose(), "", true);
    List<Information> shown = new ArrayList<>();
    for (InformationTables.Kept item : found.subList(0, Math.min(size, found.size()))) {
      Sharing what = new Sharing(item.service(), caller.agency(), CATEGORY, handling(item), false);
      if (agreements.now().decide(what, by, now) instanceof Decision.Permit) {
        shown.add(item.content());
      }
    }
    if (shown.isEmpty()) {
      return null;
    }
    ListInformationResponse.Builder page = ListInformationResponse.newBuilder().addAllItems(shown);
    if (found.size() > size) {
      page.setNextPageToken(tokens.after(scope, Long.toString(found.get(size - 1).position())));
    }
    return Disclosed.by(
        consultations
            .commit(
                caller,
                new Consultations.Shown(
                    SERVICE + "ListInformation",
                    request.getPurpose(),
                    SCHEMA,
                    CATEGORY.name(),
                    shown.stream().map(Information::getInformationId).toList()))
            .join(),
        page.build());
  }

  private Optional<ChildCase> child(Caller caller, AgencyId service, String id, Instant now) {
    if (id.isEmpty()) {
      return Optional.empty();
    }
    ChildId child = new ChildId(UUID.fromString(id));
    if (!parties.mayRaise(caller, child, service, now)) {
      throw CHILD_NOT_FOUND.refused();
    }
    return caseload.now().child(child);
  }

  private static Handling handling(InformationTables.Kept item) {
    Handling.Builder handling =
        Handling.newBuilder()
            .setGateway(item.gateway())
            .setRegime(item.regime())
            .setGrading(item.content().getGrading());
    if (item.content().hasConditions()) {
      handling.setConditions(item.content().getConditions());
    }
    return handling.build();
  }

  private static Information content(
      UUID id, SubmitInformationToPoliceRequest request, Optional<ChildCase> child, Instant now) {
    Information.Builder out =
        Information.newBuilder()
            .setInformationId(id.toString())
            .setGrading(request.getHandling().getGrading())
            .setService(request.getService())
            .setText(request.getText())
            .setDisclosedInSession(request.getDisclosedInSession())
            .setSubmittedAt(Receipts.timestamp(now));
    if (request.getHandling().hasConditions()) {
      out.setConditions(request.getHandling().getConditions());
    }
    child.ifPresent(it -> {
      PersonName name = it.person().names().getFirst();
      out.setChildName(
          name.forenames().isEmpty()
              ? name.surname()
              : name.forenames().getFirst() + " " + name.surname());
      it.person().datesOfBirth().stream()
          .findFirst()
          .ifPresent(born -> out.setChildBorn(born.text()));
    });
    return out.build();
  }

  private AgencyId agency(String id) {
    try {
      AgencyId agency = new AgencyId(id);
      if (directory.current().agency(agency).isPresent()) {
        return agency;
      }
    } catch (IllegalArgumentException noId) {
      throw AGENCY_NOT_FOUND.refused();
    }
    throw AGENCY_NOT_FOUND.refused();
  }
}
