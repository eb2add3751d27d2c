package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.safeguarding.v1.ConcernHead;
import uk.yjx.safeguarding.v1.GetConcernRequest;
import uk.yjx.safeguarding.v1.GetConcernResponse;
import uk.yjx.safeguarding.v1.ListConcernsRequest;
import uk.yjx.safeguarding.v1.ListConcernsResponse;
import uk.yjx.safeguarding.v1.ThreadEntry;
import uk.yjx.safeguarding.v1.ThreadEntryKind;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Reading;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.alerts.Consultations;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.PersonName;
import uk.yjx.server.storage.RecordKey;

/** Shows concerns to those who are a party to them: logged first, cut for the reader. */
@Singleton
final class ConcernReading {
  /** Concerns looked at for one page: those of colleagues are passed over. */
  static final int LOOKED_AT_MAX = 1_000;

  private final Journal journal;
  private final AuditTrail audit;
  private final Agreements agreements;
  private final Caseload caseload;
  private final Consultations consultations;
  private final PageTokens tokens;
  private final ConcernStore store;
  private final ConcernDesk desk;
  private final Parties parties;
  private final ConcernLadder ladder;
  private final InstantSource clock;

  ConcernReading(
      Journal journal,
      AuditTrail audit,
      Agreements agreements,
      Caseload caseload,
      Consultations consultations,
      PageTokens tokens,
      ConcernStore store,
      ConcernDesk desk,
      Parties parties,
      ConcernLadder ladder,
      InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.agreements = agreements;
    this.caseload = caseload;
    this.consultations = consultations;
    this.tokens = tokens;
    this.store = store;
    this.desk = desk;
    this.parties = parties;
    this.ladder = ladder;
    this.clock = clock;
  }

  /** One concern with its thread. */
  Disclosed<GetConcernResponse> get(Caller caller, GetConcernRequest request) {
    AtomicReference<@Nullable GetConcernResponse> shown = new AtomicReference<>();
    Committed commit =
        journal
            .append(() -> desk.again(caller, (stamp, who) -> decide(stamp, who, request, shown)))
            .join();
    GetConcernResponse response = shown.get();
    if (response == null) {
      throw ConcernDesk.NOT_FOUND.refused();
    }
    return Disclosed.by(commit, response);
  }

  private Proposal.Decision decide(
      long stamp,
      Caller caller,
      GetConcernRequest request,
      AtomicReference<@Nullable GetConcernResponse> to) {
    Instant now = clock.instant();
    UUID id = UUID.fromString(request.getConcernId());
    ConcernStore.Stored stored = store.find(id).orElseThrow(ConcernDesk.NOT_FOUND::refused);
    ConcernTables.Head head = stored.head();
    Concern.Side side = parties.side(caller, head, now).orElseThrow(ConcernDesk.NOT_FOUND::refused);
    Decision.Permit permit =
        mayRead(caller, head, side, request.getPurpose(), now)
            .orElseThrow(ConcernDesk.NOT_FOUND::refused);
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    ConcernNews.depend(entry, head);
    entry.depends(FactKey.agreements(head.agency(side.other())));
    RecordKey key = audit.newKey(entry);
    audit.add(
        entry,
        key,
        audit
            .event(EventType.DISCLOSURE, ConcernDesk.SERVICE + "GetConcern", "disclosed", now)
            .from(head.agency(side.other()).value())
            .to(caller.agency().value())
            .purpose(request.getPurpose().name())
            .basis(
                new SharingBasis(permit.gateway().name(), permit.agreementId(), permit.version()))
            .data(
                ConcernDesk.SCHEMA,
                List.of(DataCategory.DATA_CATEGORY_CONCERN.name()),
                stored.thread().size())
            .personal(PersonalMember.RECIPIENT_ID, caller.principal().toString())
            .personal(PersonalMember.RECORDS, id.toString())
            .personal(PersonalMember.SUBJECTS, List.of(head.child().value().toString())));
    to.set(
        GetConcernResponse.newBuilder()
            .setHead(head(stored, side))
            .addAllEntries(thread(caller, head, side))
            .build());
    return new Proposal.Decision.Write(entry.build());
  }

  /** One page of the caller's concerns; null when there is none. */
  @Nullable Disclosed<ListConcernsResponse> list(Caller caller, ListConcernsRequest request) {
    Instant now = clock.instant();
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String scope = "concerns " + caller.principal();
    String last = tokens.read(scope, request.getPageToken());
    long before = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    List<ConcernStore.Stored> looked = store.of(caller.agency(), before, LOOKED_AT_MAX);
    ListConcernsResponse.Builder page = ListConcernsResponse.newBuilder();
    for (ConcernStore.Stored stored : looked) {
      Optional<Concern.Side> side = parties.side(caller, stored.head(), now);
      if (page.getConcernsCount() == size) {
        break;
      }
      before = stored.position();
      if (side.isPresent()
          && (!request.getOpenOnly() || stored.concern().waits())
          && mayRead(caller, stored.head(), side.get(), request.getPurpose(), now).isPresent()) {
        page.addConcerns(head(stored, side.get()));
      }
    }
    if (page.getConcernsCount() == 0) {
      return null;
    }
    boolean more = !looked.isEmpty() && looked.getLast().position() < before;
    if (more || looked.size() == LOOKED_AT_MAX) {
      page.setNextPageToken(tokens.after(scope, Long.toString(before)));
    }
    return Disclosed.by(
        consultations
            .commit(
                caller,
                new Consultations.Shown(
                    ConcernDesk.SERVICE + "ListConcerns",
                    request.getPurpose(),
                    "yjx.safeguarding.v1.ConcernHead",
                    DataCategory.DATA_CATEGORY_CONCERN.name(),
                    page.getConcernsList().stream().map(ConcernHead::getConcernId).toList()))
            .join(),
        page.build());
  }

  private Optional<Decision.Permit> mayRead(
      Caller caller, ConcernTables.Head head, Concern.Side side, Purpose purpose, Instant now) {
    Sharing what =
        ConcernDesk.sharing(head.agency(side.other()), head.agency(side), head.gateway());
    Reading by =
        new Reading(caller.principal(), Parties.role(caller, side), purpose, side.name(), true);
    return agreements.now().decide(what, by, now) instanceof Decision.Permit permit
        ? Optional.of(permit)
        : Optional.empty();
  }

  private ConcernHead head(ConcernStore.Stored stored, Concern.Side side) {
    ConcernTables.Head head = stored.head();
    ConcernHead.Builder out =
        ConcernHead.newBuilder()
            .setConcernId(head.id().toString())
            .setDoNotContactFamily(head.doNotContactFamily())
            .setFromAgency(head.from().value())
            .setToAgency(head.to().value())
            .setRisk(head.risk())
            .setRaisedAt(Receipts.timestamp(head.raisedAt()))
            .setStanding(ladder.standing(head, stored.concern()));
    Optional<ChildCase> child = caseload.now().child(head.child());
    if (child.isPresent()) {
      out.setChildName(shown(child.get().person().names().getFirst()));
      child.get().person().datesOfBirth().stream()
          .findFirst()
          .ifPresent(born -> out.setChildBorn(born.text()));
      if (side == Concern.Side.RAISER) {
        out.setServiceChildId(child.get().number());
      }
    }
    return out.build();
  }

  /** What was not shared is its own agency's alone; what is for other roles is not shown. */
  private List<ThreadEntry> thread(Caller caller, ConcernTables.Head head, Concern.Side side) {
    List<ThreadEntry> content = store.content(head.id());
    Set<Integer> corrected = new HashSet<>();
    content.forEach(entry -> corrected.add(entry.getCorrects()));
    List<ThreadEntry> shown = new ArrayList<>();
    for (ThreadEntry entry : content) {
      boolean own = entry.getAgency().equals(head.agency(side).value());
      if (entry.getKind() == ThreadEntryKind.THREAD_ENTRY_KIND_NOT_SHARED && !own) {
        continue;
      }
      ThreadEntry.Builder out =
          entry.toBuilder().setCorrected(corrected.contains(entry.getNumber()));
      if (entry.hasMessage() && !mayReadText(caller, entry)) {
        out.clearMessage().setWithheld(true);
      }
      shown.add(out.build());
    }
    return shown;
  }

  private static boolean mayReadText(Caller caller, ThreadEntry entry) {
    List<Role> roles = entry.getMessage().getToRolesList();
    return roles.isEmpty()
        || entry.getAuthor().equals(caller.principal().toString())
        || roles.stream().anyMatch(caller::holds);
  }

  static String shown(PersonName name) {
    return name.forenames().isEmpty()
        ? name.surname()
        : name.forenames().getFirst() + " " + name.surname();
  }
}
