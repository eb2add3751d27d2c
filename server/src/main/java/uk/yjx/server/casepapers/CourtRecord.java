package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.casepapers.v1.CourtCase;
import uk.yjx.casepapers.v1.CourtOrder;
import uk.yjx.casepapers.v1.GetCourtRecordRequest;
import uk.yjx.casepapers.v1.GetCourtRecordResponse;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.alerts.Consultations;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.ChildId;

/** A child's cases as they stand, for whoever works with the child. */
@Singleton
final class CourtRecord {
  private static final String OPERATION = "yjx.casepapers.v1.CourtService/GetCourtRecord";

  private final PapersStore store;
  private final CaseAccess access;
  private final Agreements agreements;
  private final Consultations consultations;
  private final InstantSource clock;

  CourtRecord(
      PapersStore store,
      CaseAccess access,
      Agreements agreements,
      Consultations consultations,
      InstantSource clock) {
    this.store = store;
    this.access = access;
    this.agreements = agreements;
    this.consultations = consultations;
    this.clock = clock;
  }

  /** The cases, once it is committed that they are shown. */
  CompletableFuture<Disclosed<GetCourtRecordResponse>> of(
      Caller caller, GetCourtRecordRequest request) {
    Instant now = clock.instant();
    ChildCase child =
        access.mayRead(caller, new ChildId(UUID.fromString(request.getChildId())), now);
    Map<Long, List<PapersStore.StoredEvent>> byCase = new LinkedHashMap<>();
    for (PapersStore.StoredEvent event : store.events(child.id()).reversed()) {
      if (mayRead(event, child, request.getPurpose(), now)) {
        byCase.computeIfAbsent(event.urnKey(), k -> new ArrayList<>()).add(event);
      }
    }
    GetCourtRecordResponse.Builder answer = GetCourtRecordResponse.newBuilder();
    LocalDate today = LocalDate.ofInstant(now, DueTimes.LONDON);
    byCase.values().forEach(events -> answer.addCases(write(events, today)));
    return consultations
        .commit(
            caller,
            new Consultations.Shown(
                OPERATION,
                request.getPurpose(),
                "yjx.casepapers.v1.CourtCase",
                "court-event",
                List.of(child.id().value().toString())))
        .thenApply(commit -> Disclosed.by(commit, answer.build()));
  }

  /** Events of the service itself need no agreement; for others it is asked now. */
  private boolean mayRead(
      PapersStore.StoredEvent event, ChildCase child, Purpose purpose, Instant now) {
    if (event.event().source().equals(child.service())) {
      return true;
    }
    @Nullable LegalGateway gateway = LegalGateway.forNumber(event.gateway());
    return gateway != null
        && agreements
                .now()
                .decide(
                    event.event().source(),
                    child.service(),
                    DataCategory.DATA_CATEGORY_COURT_EVENT,
                    gateway,
                    Optional.of(purpose),
                    now)
            instanceof Decision.Permit;
  }

  private static CourtCase write(List<PapersStore.StoredEvent> events, LocalDate today) {
    Matter matter = Matter.of(events.stream().map(PapersStore.StoredEvent::event).toList());
    CourtCase.Builder out =
        CourtCase.newBuilder()
            .setUrn(CourtRules.urn(events.getFirst().request()))
            .setReportOpen(matter.reports().stream().anyMatch(Matter.Report::open))
            .setWaitingEvents(matter.waiting());
    matter.bail().ifPresent(bail -> out.setBail(bail.outcome()));
    matter.decisions().forEach(decision -> out.addOutOfCourt(decision.kind()));
    matter.orders().forEach(order -> out.addOrders(write(order, today)));
    return out.build();
  }

  private static CourtOrder write(OrderState order, LocalDate today) {
    CourtOrder.Builder out =
        CourtOrder.newBuilder()
            .setDisposal(order.disposal())
            .setStatus(order.status(today))
            .setPronouncedOn(order.key().day().toString())
            .setEffectiveFrom(text(order.effectiveFrom()))
            .setEndsOn(text(order.endsOn()))
            .setPlea(order.plea())
            .setFileType(order.fileType())
            .addAllOffences(order.offences());
    order.reportedBy().stream().sorted().forEach(agency -> out.addReportedBy(agency.value()));
    Instant panel = order.panelAt();
    if (panel != null) {
      out.setPanelAt(Receipts.timestamp(panel));
    }
    Instant assessment = order.assessmentStartedAt();
    if (assessment != null) {
      out.setAssessmentStartedAt(Receipts.timestamp(assessment));
    }
    return out.build();
  }

  private static String text(@Nullable LocalDate day) {
    return day == null ? "" : day.toString();
  }
}
