package uk.yjx.server.oversight;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.oversight.v1.GetFiguresRequest;
import uk.yjx.oversight.v1.GetFiguresResponse;
import uk.yjx.server.alerts.AlertFigures;
import uk.yjx.server.alerts.Consultations;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.clocks.Firings;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intelligence.StopFigures;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PersonDescription.Sex;
import uk.yjx.server.safeguarding.ConcernFigures;

/**
 * Gives managers and boards a service's figures. Shielded children are in nobody's; children a
 * manager is kept apart from are not in that manager's.
 */
@Singleton
final class FiguresReading {
  /** How far back it is looked for what was told of a child, and for what is overdue. */
  static final Duration LOOK_BACK = Duration.ofDays(366);

  private static final int YEAR_DIGITS = 4;
  private static final int MONTHS = 3;

  private static final Failure NOT_ENDED =
      Failure.field("QUARTER_NOT_ENDED", "quarter", "only quarters that have ended are told");

  private final AlertFigures alerts;
  private final ConcernFigures concerns;
  private final Firings firings;
  private final StopFigures stops;
  private final Caseload caseload;
  private final ReviewAccess access;
  private final Consultations consultations;
  private final InstantSource clock;

  FiguresReading(
      AlertFigures alerts,
      ConcernFigures concerns,
      Firings firings,
      StopFigures stops,
      Caseload caseload,
      ReviewAccess access,
      Consultations consultations,
      InstantSource clock) {
    this.alerts = alerts;
    this.concerns = concerns;
    this.firings = firings;
    this.stops = stops;
    this.caseload = caseload;
    this.access = access;
    this.consultations = consultations;
    this.clock = clock;
  }

  /** The figures, once the log says who has them. */
  Disclosed<GetFiguresResponse> figures(Caller caller, GetFiguresRequest request) {
    AgencyId service = service(caller, request.getService());
    boolean manages = ReviewAccess.manages(caller, service);
    Instant now = clock.instant();
    LocalDate first = quarter(request.getQuarter());
    Instant from = start(first);
    Instant to = start(first.plusMonths(MONTHS));
    if (now.isBefore(to)) {
      throw NOT_ENDED.refused();
    }
    Map<ChildId, Sex> sexes = new HashMap<>();
    caseload
        .now()
        .forEach(child -> {
          boolean known =
              child.service().equals(service)
                  && !child.isShielded()
                  && (!manages || access.part(caller, child.id(), now) == ReviewAccess.Part.CASE);
          if (known) {
            sexes.put(child.id(), child.person().sex());
          }
        });
    Predicate<ChildId> known = sexes::containsKey;
    GetFiguresResponse response =
        GetFiguresResponse.newBuilder()
            .setQuarter(request.getQuarter())
            .setAsOf(Receipts.timestamp(now))
            .setExactWorkload(manages)
            .addAllFigures(
                FiguresMade.of(
                    new FiguresMade.Made(
                        alerts.raised(service, from.minus(LOOK_BACK), now).stream()
                            .filter(line -> known.test(line.child()))
                            .filter(line -> !line.facts().getProtectedPerson())
                            .toList(),
                        concerns.of(service, from, to).stream()
                            .filter(one -> known.test(one.child()))
                            .toList(),
                        firings.of(service, from, to),
                        stops.of(sexes.keySet()),
                        sexes,
                        from,
                        to,
                        now,
                        manages)))
            .build();
    Committed commit =
        consultations
            .commit(
                caller,
                new Consultations.Shown(
                    BudgetDesk.SERVICE + "GetFigures",
                    Purpose.PURPOSE_SUPERVISION,
                    "yjx.oversight.v1.Figure",
                    "figures",
                    List.of(service.value() + " " + request.getQuarter())))
            .join();
    return Disclosed.by(commit, response);
  }

  private static AgencyId service(Caller caller, String id) {
    try {
      AgencyId service = new AgencyId(id);
      if (ReviewAccess.manages(caller, service) || caller.holds(Role.ROLE_BOARD_MEMBER, service)) {
        return service;
      }
    } catch (IllegalArgumentException noId) {
      throw ReviewAccess.SERVICE_NOT_ALLOWED.refused();
    }
    throw ReviewAccess.SERVICE_NOT_ALLOWED.refused();
  }

  /** The first day of a quarter as 2026-Q3; its form is the contract's rule. */
  private static LocalDate quarter(String text) {
    return LocalDate.of(Integer.parseInt(text.substring(0, YEAR_DIGITS)), 1, 1)
        .with(IsoFields.QUARTER_OF_YEAR, Long.parseLong(text.substring(text.length() - 1)));
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(DueTimes.LONDON).toInstant();
  }
}
