package uk.yjx.server.oversight;

import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.common.v1.Purpose;
import uk.yjx.oversight.v1.DecideDemotionRequest;
import uk.yjx.oversight.v1.DemotionState;
import uk.yjx.oversight.v1.GetAlertBudgetRequest;
import uk.yjx.oversight.v1.GetAlertBudgetResponse;
import uk.yjx.oversight.v1.KindBudget;
import uk.yjx.oversight.v1.WorkerBudget;
import uk.yjx.server.alerts.AlertFigures;
import uk.yjx.server.alerts.Consultations;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FirstAnswers;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/** Shows a month's alert budget, and takes what a person decides of a proposal to its commit. */
@Singleton
final class BudgetDesk {
  static final String SERVICE = "yjx.oversight.v1.OversightService/";

  private static final Failure MONTH =
      Failure.field("MONTH_NOT_VALID", "month", "a month that has begun, as 2026-09");

  private static final Failure NOT_PROPOSED =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "NOT_PROPOSED",
          "the month has not ended, or the kind is not above the share");

  private static final Failure DECIDED =
      Failure.of(Failure.Code.ALREADY_EXISTS, "ALREADY_DECIDED", "the first decision stands");

  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final AlertFigures figures;
  private final Demotions demotions;
  private final SignificanceStore significance;
  private final Consultations consultations;
  private final InstantSource clock;

  BudgetDesk(
      Journal journal,
      FirstAnswers firstAnswers,
      Requests requests,
      AuditTrail audit,
      DirectoryFacts directory,
      AlertFigures figures,
      Demotions demotions,
      SignificanceStore significance,
      Consultations consultations,
      InstantSource clock) {
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.audit = audit;
    this.directory = directory;
    this.figures = figures;
    this.demotions = demotions;
    this.significance = significance;
    this.consultations = consultations;
    this.clock = clock;
  }

  /** A month's budget, once the log says that it is shown: it names staff. */
  Disclosed<GetAlertBudgetResponse> show(Caller caller, GetAlertBudgetRequest request) {
    AgencyId service = managed(caller, request.getService());
    YearMonth month = month(request.getMonth());
    AlertBudget budget = budget(service, month);
    Map<AlertKind, Boolean> decided = demotions.of(service, month);
    boolean ended = today().isAfter(month.atEndOfMonth());
    Set<AlertKind> significantNow = kindsFromTomorrow(service);
    GetAlertBudgetResponse.Builder response =
        GetAlertBudgetResponse.newBuilder()
            .setMonth(month.toString())
            .setMedianPerDay(budget.medianPerDay())
            .setP90PerDay(budget.p90PerDay());
    budget
        .workers()
        .forEach(worker ->
            response.addWorkers(
                WorkerBudget.newBuilder()
                    .setWorker(worker.worker())
                    .setDays(worker.days())
                    .setAlerts(worker.alerts())
                    .setMedianPerDay(worker.median())
                    .setMostPerDay(worker.most())));
    budget
        .kinds()
        .forEach(kind ->
            response.addKinds(
                KindBudget.newBuilder()
                    .setKind(kind.kind())
                    .setRaised(kind.raised())
                    .setClosed(kind.closed())
                    .setNoReviewNeeded(kind.noReview())
                    .setPercent(kind.percent())
                    .setDemotion(
                        state(
                            decided.get(kind.kind()),
                            ended && kind.isProposed() && significantNow.contains(kind.kind())))));
    Committed commit =
        consultations
            .commit(
                caller,
                new Consultations.Shown(
                    SERVICE + "GetAlertBudget",
                    Purpose.PURPOSE_SUPERVISION,
                    "yjx.oversight.v1.WorkerBudget",
                    "staff",
                    budget.workers().stream().map(AlertBudget.Worker::worker).toList()))
            .join();
    return Disclosed.by(commit, response.build());
  }

  /** Records what a person decided; accepted, the kind is significant no more from tomorrow on. */
  CompletableFuture<Committed> decide(Caller caller, DecideDemotionRequest request) {
    YearMonth month = month(request.getMonth());
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return firstAnswers.appendOrFind(
        key,
        () -> {
          long stamp = journal.stamp();
          return switch (directory.again(caller)) {
            case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
            case Verdict.Accepted accepted -> {
              try {
                yield decide(stamp, accepted.caller(), request, month, key);
              } catch (Failure.Refused refused) {
                yield new Proposal.Decision.Abandon(refused.failure());
              }
            }
          };
        });
  }

  private Proposal.Decision decide(
      long stamp, Caller caller, DecideDemotionRequest request, YearMonth month, RequestKey asked) {
    AgencyId service = managed(caller, request.getService());
    AlertKind kind = request.getKind();
    if (demotions.of(service, month).containsKey(kind)) {
      throw DECIDED.refused();
    }
    Set<AlertKind> left = EnumSet.copyOf(kindsFromTomorrow(service));
    boolean proposed =
        today().isAfter(month.atEndOfMonth())
            && left.remove(kind)
            && budget(service, month).kinds().stream()
                .anyMatch(one -> one.kind() == kind && one.isProposed());
    if (!proposed) {
      throw NOT_PROPOSED.refused();
    }
    Instant now = clock.instant();
    Entry.Builder entry = Entry.decidedAt(stamp);
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    RecordKey key = audit.newKey(entry);
    demotions.record(
        entry,
        key,
        new Demotions.Decision(
            service,
            month,
            kind,
            request.getAccept(),
            caller.principal(),
            now,
            request.getReason()));
    if (request.getAccept()) {
      significance.record(
          entry,
          service,
          new Significance.Version(
              significance.now().of(service).size() + 1, today().plusDays(1), left));
    }
    audit.add(
        entry,
        key,
        audit
            .event(
                EventType.ADMIN,
                SERVICE + "DecideDemotion",
                request.getAccept() ? "accepted" : "declined",
                now)
            .from(caller.agency().value())
            .to(service.value())
            .purpose("ADMINISTRATION")
            .policy(kind.name() + "@" + month)
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.JUSTIFICATION, request.getReason()));
    audit.answer(entry, key, asked, new byte[0]);
    return new Proposal.Decision.Write(entry.build());
  }

  private AlertBudget budget(AgencyId service, YearMonth month) {
    Instant from = start(month.atDay(1));
    Instant to = start(month.plusMonths(1).atDay(1));
    return AlertBudget.of(figures.raised(service, from, to), figures.workerDays(service, from, to));
  }

  private Set<AlertKind> kindsFromTomorrow(AgencyId service) {
    return significance.now().on(service, today().plusDays(1)).kinds();
  }

  /** A service that the caller manages. */
  private static AgencyId managed(Caller caller, String id) {
    try {
      AgencyId service = new AgencyId(id);
      if (ReviewAccess.manages(caller, service)) {
        return service;
      }
    } catch (IllegalArgumentException noId) {
      throw ReviewAccess.SERVICE_NOT_ALLOWED.refused();
    }
    throw ReviewAccess.SERVICE_NOT_ALLOWED.refused();
  }

  private YearMonth month(String text) {
    try {
      YearMonth month = YearMonth.parse(text);
      if (!month.atDay(1).isAfter(today())) {
        return month;
      }
    } catch (DateTimeException noMonth) {
      throw MONTH.refused();
    }
    throw MONTH.refused();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), DueTimes.LONDON);
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(DueTimes.LONDON).toInstant();
  }

  private static DemotionState state(@Nullable Boolean accepted, boolean proposed) {
    if (accepted != null) {
      return accepted
          ? DemotionState.DEMOTION_STATE_ACCEPTED
          : DemotionState.DEMOTION_STATE_DECLINED;
    }
    return proposed
        ? DemotionState.DEMOTION_STATE_PROPOSED
        : DemotionState.DEMOTION_STATE_UNSPECIFIED;
  }
}
