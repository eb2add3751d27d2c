package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uk.yjx.clocks.v1.ClockState;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.safeguarding.v1.ListPlacementsRequest;
import uk.yjx.safeguarding.v1.ListPlacementsResponse;
import uk.yjx.safeguarding.v1.OwedItem;
import uk.yjx.safeguarding.v1.PlacementParty;
import uk.yjx.safeguarding.v1.PlacementView;
import uk.yjx.safeguarding.v1.ReportDefaultersRequest;
import uk.yjx.safeguarding.v1.ReportDefaultersResponse;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Reading;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.alerts.Consultations;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ContractInstant;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.clocks.Clocks;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;

/** Shows placements to those who have a part in them: logged first, cut for the reader. */
@Singleton
final class PlacementReading {
  /** Placements looked at for one page: those of colleagues are passed over. */
  static final int LOOKED_AT_MAX = 1_000;

  private static final Failure REVERSED = Failure.field("DATES_REVERSED", "to", "after `from`");

  private final Agreements agreements;
  private final Caseload caseload;
  private final Consultations consultations;
  private final PageTokens tokens;
  private final PlacementStore store;
  private final PlacementNews news;
  private final Clocks clocks;
  private final InstantSource clock;

  PlacementReading(
      Agreements agreements,
      Caseload caseload,
      Consultations consultations,
      PageTokens tokens,
      PlacementStore store,
      PlacementNews news,
      Clocks clocks,
      InstantSource clock) {
    this.agreements = agreements;
    this.caseload = caseload;
    this.consultations = consultations;
    this.tokens = tokens;
    this.store = store;
    this.news = news;
    this.clocks = clocks;
    this.clock = clock;
  }

  /** One page of the caller's placements; null when there is none. */
  @Nullable Disclosed<ListPlacementsResponse> list(Caller caller, ListPlacementsRequest request) {
    Instant now = clock.instant();
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String scope = "placements " + caller.principal();
    String last = tokens.read(scope, request.getPageToken());
    long before = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    List<PlacementStore.Stored> looked = store.of(caller.agency(), before, LOOKED_AT_MAX);
    ListPlacementsResponse.Builder page = ListPlacementsResponse.newBuilder();
    for (PlacementStore.Stored stored : looked) {
      if (page.getPlacementsCount() == size) {
        break;
      }
      before = stored.position();
      HostedChild it = stored.placement();
      Optional<PlacementParty> party = news.party(caller, it, now);
      if (party.isPresent()
          && (!request.getLiveOnly() || it.isLive(now))
          && mayRead(caller, it, party.get(), request.getPurpose(), now)) {
        page.addPlacements(view(stored, party.get(), now));
      }
    }
    if (page.getPlacementsCount() == 0) {
      return null;
    }
    boolean more = looked.getLast().position() < before;
    if (more || looked.size() == LOOKED_AT_MAX) {
      page.setNextPageToken(tokens.after(scope, Long.toString(before)));
    }
    return Disclosed.by(
        consultations
            .commit(
                caller,
                new Consultations.Shown(
                    PlacementDesk.SERVICE + "ListPlacements",
                    request.getPurpose(),
                    PlacementDesk.SCHEMA,
                    PlacementDesk.CATEGORY,
                    page.getPlacementsList().stream().map(PlacementView::getPlacementId).toList()))
            .join(),
        page.build());
  }

  /**
   * What fell due in a span of time, and what became of it; what is not yet due is not in it. It
   * holds no child, and yet the log says who had it.
   */
  Disclosed<ReportDefaultersResponse> report(Caller caller, ReportDefaultersRequest request) {
    Instant from = ContractInstant.of(request.getFrom()).orElseThrow(REVERSED::refused);
    Instant to =
        ContractInstant.of(request.getTo()).filter(from::isBefore).orElseThrow(REVERSED::refused);
    Instant now = clock.instant();
    ReportDefaultersResponse report =
        ReportDefaultersResponse.newBuilder()
            .addAllRows(DefaulterReport.of(store.fellDue(from, to.isBefore(now) ? to : now)))
            .build();
    return Disclosed.by(
        consultations
            .commit(
                caller,
                new Consultations.Shown(
                    PlacementDesk.SERVICE + "ReportDefaulters",
                    Purpose.PURPOSE_OPERATION,
                    "yjx.safeguarding.v1.DefaulterRow",
                    "figures",
                    List.of(from + " " + to)))
            .join(),
        report);
  }

  private boolean mayRead(
      Caller caller, HostedChild it, PlacementParty party, Purpose purpose, Instant now) {
    boolean host = party == PlacementParty.PLACEMENT_PARTY_HOST;
    AgencyId own = host ? it.host() : it.authority(party);
    Sharing what = PlacementDesk.sharing(host ? it.home() : it.host(), own, it.gateway());
    Role role =
        party == PlacementParty.PLACEMENT_PARTY_PLACING
            ? Role.ROLE_FRONT_DOOR
            : Parties.role(caller, Concern.Side.RAISER);
    String standing = party.name().substring("PLACEMENT_PARTY_".length());
    return agreements
            .now()
            .decide(what, new Reading(caller.principal(), role, purpose, standing, true), now)
        instanceof Decision.Permit;
  }

  private PlacementView view(PlacementStore.Stored stored, PlacementParty party, Instant now) {
    HostedChild it = stored.placement();
    AgencyId placing = it.placing();
    Instant until = it.until();
    Instant ended = it.endedAt();
    PlacementView.Builder view =
        PlacementView.newBuilder()
            .setPlacementId(it.id().toString())
            .setParty(party)
            .setHostService(it.host().value())
            .setHomeService(it.home().value())
            .setPlacingAuthority(placing == null ? "" : placing.value())
            .setFrom(Receipts.timestamp(it.from()))
            .setCaretakingUntil(Receipts.timestamp(OwedTerms.caretakingUntil(it.from())));
    caseload
        .now()
        .child(it.hostChild())
        .ifPresent(
            child -> view.setChildName(ConcernReading.shown(child.person().names().getFirst())));
    if (until != null) {
      view.setUntil(Receipts.timestamp(until));
    }
    if (ended != null) {
      view.setEndedAt(Receipts.timestamp(ended));
    }
    for (OwedThing one : stored.owed()) {
      if (party == PlacementParty.PLACEMENT_PARTY_HOST || party == one.by()) {
        view.addOwed(item(one, now));
      }
    }
    return view.build();
  }

  private OwedItem item(OwedThing one, Instant now) {
    OwedItem.Builder item =
        OwedItem.newBuilder()
            .setKind(one.kind())
            .setBy(one.by())
            .setDueAt(Receipts.timestamp(one.dueAt()))
            .setState(one.state(now))
            .setClimbs(one.climbs());
    Instant received = one.receivedAt();
    if (received != null) {
      item.setReceivedAt(Receipts.timestamp(received));
    }
    if (one.isWaitedFor()) {
      clocks
          .find(one.clock())
          .filter(running -> running.state() == ClockState.CLOCK_STATE_PENDING)
          .ifPresent(running ->
              item.addAllNextPosts(running.next()).setNextAt(Receipts.timestamp(running.dueAt())));
    }
    return item.build();
  }
}
