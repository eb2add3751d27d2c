package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.DisclosureBasis;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.safeguarding.v1.ConfirmReceivedRequest;
import uk.yjx.safeguarding.v1.EndPlacementRequest;
import uk.yjx.safeguarding.v1.PlacementParty;
import uk.yjx.safeguarding.v1.RecordPlacementRequest;
import uk.yjx.safeguarding.v1.RecordPlacementResponse;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.alerts.NewAlert;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.ContractInstant;
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

/** Takes placements, and what the host says of them, to their commit. */
@Singleton
final class PlacementDesk {
  static final String SERVICE = "yjx.safeguarding.v1.PlacementService/";
  static final String SCHEMA = "yjx.safeguarding.v1.PlacementView";
  static final String CATEGORY = DataCategory.DATA_CATEGORY_PLACEMENT.name();

  /** So long ago a placement recorded now may have begun, at most. */
  static final Duration RECORDED_WITHIN = Duration.ofDays(365);

  static final Failure NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND, "PLACEMENT_NOT_FOUND", "there is no such placement of yours");

  private static final Failure NOT_WAITED_FOR =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION, "NOT_WAITED_FOR", "nothing of the kind is waited for");

  private static final Failure NO_AGREEMENT =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "NO_AGREEMENT",
          "no agreement in force lets these agencies speak of placements in both directions");

  private static final Failure HOME_IS_HOST =
      Failure.field("HOME_IS_HOST", "home_service", "a child is not placed with its own service");

  private static final Failure PLACEMENT_OVER =
      Failure.field("PLACEMENT_OVER", "to", "the placement is over, or the child is 18");

  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final Caseload caseload;
  private final Agreements agreements;
  private final ConcernDesk desk;
  private final Parties parties;
  private final PlacementStore store;
  private final PlacementClocks clocks;
  private final PlacementNews news;
  private final AlertTables alerts;
  private final Ids ids;
  private final InstantSource clock;

  PlacementDesk(
      FirstAnswers firstAnswers,
      Requests requests,
      AuditTrail audit,
      DirectoryFacts directory,
      Caseload caseload,
      Agreements agreements,
      ConcernDesk desk,
      Parties parties,
      PlacementStore store,
      PlacementClocks clocks,
      PlacementNews news,
      AlertTables alerts,
      Ids ids,
      InstantSource clock) {
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.audit = audit;
    this.directory = directory;
    this.caseload = caseload;
    this.agreements = agreements;
    this.desk = desk;
    this.parties = parties;
    this.store = store;
    this.clocks = clocks;
    this.news = news;
    this.alerts = alerts;
    this.ids = ids;
    this.clock = clock;
  }

  /** Records a placement; the stored answer is the response without its receipt. */
  CompletableFuture<Committed> record(Caller caller, RecordPlacementRequest request) {
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return firstAnswers.appendOrFind(
        key, () -> desk.again(caller, (stamp, who) -> record(stamp, who, request, key)));
  }

  /** Confirms that something has come. */
  CompletableFuture<Committed> confirm(Caller caller, ConfirmReceivedRequest request) {
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return firstAnswers.appendOrFind(
        key,
        () ->
            desk.again(
                caller,
                (stamp, who) ->
                    change(
                        stamp,
                        who,
                        key,
                        request.getPlacementId(),
                        "ConfirmReceived",
                        "received." + request.getKind().name().substring("OWED_KIND_".length()),
                        (entry, stored, now) ->
                            clocks.received(
                                entry,
                                stored
                                    .item(request.getKind())
                                    .filter(OwedThing::isWaitedFor)
                                    .orElseThrow(NOT_WAITED_FOR::refused),
                                now))));
  }

  /** Ends a placement. */
  CompletableFuture<Committed> end(Caller caller, EndPlacementRequest request) {
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return firstAnswers.appendOrFind(
        key,
        () ->
            desk.again(
                caller,
                (stamp, who) ->
                    change(
                        stamp,
                        who,
                        key,
                        request.getPlacementId(),
                        "EndPlacement",
                        "ended",
                        clocks::ended)));
  }

  private interface Changing {
    void into(Entry.Builder entry, PlacementStore.Stored stored, Instant now);
  }

  private Proposal.Decision change(
      long stamp,
      Caller caller,
      RequestKey asked,
      String placement,
      String method,
      String outcome,
      Changing changing) {
    Instant now = clock.instant();
    PlacementStore.Stored stored =
        store
            .find(UUID.fromString(placement))
            .filter(it -> it.placement().isLive(now))
            .filter(it ->
                news.party(caller, it.placement(), now)
                    .filter(PlacementParty.PLACEMENT_PARTY_HOST::equals)
                    .isPresent())
            .orElseThrow(NOT_FOUND::refused);
    HostedChild it = stored.placement();
    Entry.Builder entry = entry(stamp, caller, it);
    RecordKey key = audit.newKey(entry);
    changing.into(entry, stored, now);
    log(entry, key, caller, it, method, outcome, EventType.ALTERATION, now);
    audit.answer(entry, key, asked, new byte[0]);
    return new Proposal.Decision.Write(entry.build());
  }

  private Proposal.Decision record(
      long stamp, Caller caller, RecordPlacementRequest request, RequestKey asked) {
    Instant now = clock.instant();
    ChildId child = new ChildId(UUID.fromString(request.getChildId()));
    ChildCase hosted =
        caseload
            .now()
            .child(child)
            .filter(it -> parties.mayRaise(caller, child, it.service(), now))
            .orElseThrow(ConcernRaising.CHILD_NOT_FOUND::refused);
    AgencyId home = agency(request.getHomeService());
    if (home.equals(hosted.service())) {
      throw HOME_IS_HOST.refused();
    }
    AgencyId placing =
        request.getPlacingAuthority().isEmpty() ? null : agency(request.getPlacingAuthority());
    HostedChild it = placement(caller, request, hosted, home, placing, now);
    NewAlert.Basis toHome = basis(it.host(), home, it.gateway(), now);
    NewAlert.Basis toHost = basis(home, it.host(), it.gateway(), now);
    Entry.Builder entry = entry(stamp, caller, it);
    entry.depends(FactKey.caseNumber(home, request.getHomeServiceChildId()));
    RecordKey key = audit.newKey(entry);
    clocks.begin(entry, it);
    alerts.raise(entry, key, alert(it, it.hostAlert(), it.hostChild(), it.host(), home, toHost));
    if (it.homeChild() == null) {
      alerts.unowned(
          entry,
          new AlertTables.UnownedItem(
              ids.next(), UnownedReason.UNOWNED_REASON_NO_HOLDER, Urgency.ROUTINE, home, now, now));
    } else {
      alerts.raise(entry, key, alert(it, it.homeAlert(), it.homeChild(), home, it.host(), toHome));
    }
    if (placing != null) {
      NewAlert.Basis toPlacing = basis(it.host(), placing, it.gateway(), now);
      var back = basis(placing, it.host(), it.gateway(), now);
      alerts.raise(entry, key, alert(it, it.placingAlert(), null, placing, it.host(), toPlacing));
    }
    news.begin(entry, it, now);
    log(entry, key, caller, it, "RecordPlacement", "recorded", EventType.COLLECTION, now);
    audit.answer(
        entry,
        key,
        asked,
        RecordPlacementResponse.newBuilder()
            .setPlacementId(it.id().toString())
            .build()
            .toByteArray());
    return new Proposal.Decision.Write(entry.build());
  }

  private HostedChild placement(
      Caller caller,
      RecordPlacementRequest request,
      ChildCase hosted,
      AgencyId home,
      @Nullable AgencyId placing,
      Instant now) {
    Instant from =
        ContractInstant.of(request.getFrom())
            .filter(at -> !at.isAfter(now) && !at.isBefore(now.minus(RECORDED_WITHIN)))
            .orElseThrow(() ->
                Failure.field("VALIDATION_FAILED", "from", "not in the future, at most a year ago")
                    .refused());
    Instant until = OwedTerms.fullAge(hosted.person()).orElse(null);
    if (request.hasTo()) {
      Instant to =
          ContractInstant.of(request.getTo())
              .filter(from::isBefore)
              .orElseThrow(() -> Failure.field("DATES_REVERSED", "to", "after `from`").refused());
      until = until == null || to.isBefore(until) ? to : until;
    }
    if (until != null && !now.isBefore(until)) {
      throw PLACEMENT_OVER.refused();
    }
    return new HostedChild(
        ids.next(),
        hosted.service(),
        hosted.id(),
        home,
        caseload
            .now()
            .numbered(home, request.getHomeServiceChildId())
            .filter(it -> !it.closed())
            .map(ChildCase::id)
            .orElse(null),
        placing,
        request.getGateway(),
        caller.principal(),
        from,
        until,
        ids.next(),
        ids.next(),
        ids.next(),
        null);
  }

  private Entry.Builder entry(long stamp, Caller caller, HostedChild it) {
    Entry.Builder entry = Entry.decidedAt(stamp).urgent();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    PlacementNews.facts(it).forEach(entry::depends);
    entry.depends(FactKey.agreements(it.host())).depends(FactKey.agreements(it.home()));
    AgencyId placing = it.placing();
    if (placing != null) {
      entry.depends(FactKey.agreements(placing));
    }
    return entry;
  }

  /** The alert by which a party hears of it; the placing authority's names no child. */
  private NewAlert alert(
      HostedChild it,
      UUID id,
      @Nullable ChildId child,
      AgencyId to,
      AgencyId from,
      NewAlert.Basis basis) {
    boolean shielded =
        child != null && caseload.now().child(child).filter(ChildCase::isShielded).isPresent();
    Instant now = clock.instant();
    return new NewAlert(
        id,
        child,
        to,
        from,
        AlertKind.ALERT_KIND_PLACEMENT_OWED,
        Urgency.ROUTINE,
        DataCategory.DATA_CATEGORY_PLACEMENT,
        basis,
        now,
        now,
        Alert.newBuilder()
            .setPlacementId(it.id().toString())
            .setMarking(ConcernDesk.MARKING)
            .setProtectedPerson(shielded)
            .setBasis(DisclosureBasis.newBuilder().setRegime(ConcernDesk.REGIME))
            .build());
  }

  private void log(
      Entry.Builder entry,
      RecordKey key,
      Caller caller,
      HostedChild it,
      String method,
      String outcome,
      EventType type,
      Instant now) {
    audit.add(
        entry,
        key,
        audit
            .event(type, SERVICE + method, outcome, now)
            .from(it.host().value())
            .to(it.home().value())
            .purpose(Purpose.PURPOSE_SAFEGUARDING.name())
            .data(SCHEMA, List.of(CATEGORY), 1)
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.RECORDS, it.id().toString())
            .personal(PersonalMember.SUBJECTS, List.of(it.hostChild().value().toString())));
  }

  private NewAlert.Basis basis(AgencyId from, AgencyId to, LegalGateway gateway, Instant now) {
    return permit(from, to, gateway, now)
        .map(it -> new NewAlert.Basis(it.agreementId(), it.version(), it.gateway()))
        .orElseThrow(NO_AGREEMENT::refused);
  }

  private Optional<Decision.Permit> permit(
      AgencyId from, AgencyId to, LegalGateway gateway, Instant now) {
    return agreements.now().decide(sharing(from, to, gateway), null, now)
            instanceof Decision.Permit permit
        ? Optional.of(permit)
        : Optional.empty();
  }

  /** A placement as it is shared: welfare, under the gateway it was recorded by. */
  static Sharing sharing(AgencyId from, AgencyId to, LegalGateway gateway) {
    Handling handling =
        Handling.newBuilder()
            .setMarking(ConcernDesk.MARKING)
            .setRegime(ConcernDesk.REGIME)
            .setGateway(gateway)
            .setPurpose(Purpose.PURPOSE_SAFEGUARDING)
            .build();
    return new Sharing(from, to, DataCategory.DATA_CATEGORY_PLACEMENT, handling, false);
  }

  private AgencyId agency(String id) {
    try {
      AgencyId agency = new AgencyId(id);
      if (directory.current().agency(agency).isPresent()) {
        return agency;
      }
    } catch (IllegalArgumentException noId) {
      throw ConcernRaising.AGENCY_NOT_FOUND.refused();
    }
    throw ConcernRaising.AGENCY_NOT_FOUND.refused();
  }
}
