package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.DisclosureBasis;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.common.v1.Purpose;
import uk.yjx.intelligence.v1.RiskSignal;
import uk.yjx.safeguarding.v1.ConcernDecision;
import uk.yjx.safeguarding.v1.ConcernRisk;
import uk.yjx.safeguarding.v1.RaiseConcernRequest;
import uk.yjx.safeguarding.v1.RaiseConcernResponse;
import uk.yjx.safeguarding.v1.ThreadEntryKind;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.alerts.NewAlert;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.FirstAnswers;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.storage.RecordKey;

/** Raises concerns: the thread, its clocks, and an alert for each side, in one entry. */
@Singleton
final class ConcernRaising {
  static final Failure CHILD_NOT_FOUND =
      Failure.of(Failure.Code.NOT_FOUND, "CHILD_NOT_FOUND", "there is no such child of yours");

  static final Failure AGENCY_NOT_FOUND =
      Failure.of(Failure.Code.NOT_FOUND, "AGENCY_NOT_FOUND", "the agency is not registered");

  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final Caseload caseload;
  private final ConcernDesk desk;
  private final ConcernTables tables;
  private final Parties parties;
  private final ConcernLadder ladder;
  private final ConcernNews news;
  private final AlertTables alerts;
  private final Ids ids;
  private final InstantSource clock;

  ConcernRaising(
      FirstAnswers firstAnswers,
      Requests requests,
      AuditTrail audit,
      DirectoryFacts directory,
      Caseload caseload,
      ConcernDesk desk,
      ConcernTables tables,
      Parties parties,
      ConcernLadder ladder,
      ConcernNews news,
      AlertTables alerts,
      Ids ids,
      InstantSource clock) {
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.audit = audit;
    this.directory = directory;
    this.caseload = caseload;
    this.desk = desk;
    this.tables = tables;
    this.parties = parties;
    this.ladder = ladder;
    this.news = news;
    this.alerts = alerts;
    this.ids = ids;
    this.clock = clock;
  }

  /** Raises a concern; the stored answer is the response without its receipt. */
  CompletableFuture<Committed> raise(Caller caller, RaiseConcernRequest request) {
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return firstAnswers.appendOrFind(
        key, () -> desk.again(caller, (stamp, who) -> decide(stamp, who, request, key)));
  }

  private Proposal.Decision decide(
      long stamp, Caller caller, RaiseConcernRequest request, RequestKey asked) {
    Instant now = clock.instant();
    ChildId child = new ChildId(UUID.fromString(request.getChildId()));
    AgencyId from =
        caseload
            .now()
            .child(child)
            .map(ChildCase::service)
            .filter(service -> parties.mayRaise(caller, child, service, now))
            .orElseThrow(CHILD_NOT_FOUND::refused);
    AgencyId to = agency(request.getToAgency());
    Decision.Permit there =
        desk.permit(from, to, request.getGateway(), now)
            .orElseThrow(ConcernDesk.NO_AGREEMENT::refused);
    Decision.Permit back =
        desk.permit(to, from, request.getGateway(), now)
            .orElseThrow(ConcernDesk.NO_AGREEMENT::refused);
    ConcernDesk.refuseFamilyText(request.getDoNotContactFamily(), request.getMessage());
    ConcernTables.Head head =
        new ConcernTables.Head(
            ids.next(),
            child,
            from,
            to,
            caller.principal(),
            request.getRisk(),
            request.getGateway(),
            request.getDoNotContactFamily(),
            now,
            ids.next(),
            ids.next());
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    entry.depends(FactKey.agreements(from)).depends(FactKey.agreements(to));
    RecordKey key = audit.newKey(entry);
    write(entry, key, caller, request, head, there, back);
    audit.add(
        entry,
        key,
        audit
            .event(EventType.COLLECTION, ConcernDesk.SERVICE + "RaiseConcern", "raised", now)
            .from(from.value())
            .to(to.value())
            .purpose(Purpose.PURPOSE_SAFEGUARDING.name())
            .basis(new SharingBasis(there.gateway().name(), there.agreementId(), there.version()))
            .data(ConcernDesk.SCHEMA, List.of(DataCategory.DATA_CATEGORY_CONCERN.name()), 1)
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.RECORDS, head.id().toString())
            .personal(PersonalMember.SUBJECTS, List.of(child.value().toString())));
    audit.answer(
        entry,
        key,
        asked,
        RaiseConcernResponse.newBuilder().setConcernId(head.id().toString()).build().toByteArray());
    return new Proposal.Decision.Write(entry.build());
  }

  private void write(
      Entry.Builder entry,
      RecordKey key,
      Caller caller,
      RaiseConcernRequest request,
      ConcernTables.Head head,
      Decision.Permit there,
      Decision.Permit back) {
    Instant now = head.raisedAt();
    @Nullable Instant decideBy =
        request.hasDecideBy()
            ? Instant.ofEpochSecond(
                request.getDecideBy().getSeconds(), request.getDecideBy().getNanos())
            : null;
    ConcernLadder.Begun begun = ladder.begin(entry, head, decideBy);
    tables.raise(entry, head);
    tables.add(
        entry,
        key,
        head.id(),
        new Concern.Done(
            ThreadEntryKind.THREAD_ENTRY_KIND_RAISED,
            Concern.Side.RAISER,
            ConcernDecision.CONCERN_DECISION_UNSPECIFIED,
            begun.rung()),
        ConcernDesk.entry(
            1, ThreadEntryKind.THREAD_ENTRY_KIND_RAISED, caller, request.getMessage(), now));
    boolean shielded = caseload.now().child(head.child()).filter(ChildCase::isShielded).isPresent();
    alerts.raise(entry, key, alert(head, Concern.Side.RAISER, back, begun.dueAt(), shielded));
    alerts.raise(entry, key, alert(head, Concern.Side.RECEIVER, there, begun.dueAt(), shielded));
    news.tell(entry, head, begun.atOnce(), EntryCause.ENTRY_CAUSE_NEW, now);
  }

  /** The alert by which one side hears of the thread; the other side's names no child. */
  private static NewAlert alert(
      ConcernTables.Head head,
      Concern.Side side,
      Decision.Permit permit,
      Instant dueAt,
      boolean shielded) {
    Alert.Builder facts =
        Alert.newBuilder()
            .setConcernId(head.id().toString())
            .setMarking(ConcernDesk.MARKING)
            .setBasis(DisclosureBasis.newBuilder().setRegime(ConcernDesk.REGIME));
    if (side == Concern.Side.RAISER) {
      facts.setProtectedPerson(shielded);
    }
    if (head.doNotContactFamily()) {
      facts.addRisks(RiskSignal.RISK_SIGNAL_DO_NOT_CONTACT_FAMILY);
    }
    boolean raiser = side == Concern.Side.RAISER;
    return new NewAlert(
        raiser ? head.raiserAlert() : head.receiverAlert(),
        raiser ? head.child() : null,
        head.agency(side),
        head.agency(side.other()),
        AlertKind.ALERT_KIND_CONCERN,
        head.risk() == ConcernRisk.CONCERN_RISK_IMMEDIATE ? Urgency.IMMEDIATE : Urgency.SAME_DAY,
        DataCategory.DATA_CATEGORY_CONCERN,
        new NewAlert.Basis(permit.agreementId(), permit.version(), permit.gateway()),
        head.raisedAt(),
        dueAt,
        facts.build());
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
