package uk.yjx.server.casepapers;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.BailOutcome;
import uk.yjx.casepapers.v1.CourtEvent;
import uk.yjx.casepapers.v1.OutOfCourtKind;
import uk.yjx.casepapers.v1.ReportKind;
import uk.yjx.casepapers.v1.ResultReference;

/**
 * One child's part in one case: what follows from all events known. Pure, and a function of the set
 * of events alone: of every event the highest version counts, a withdrawn one not at all, and what
 * counts is taken in the order in which it happened, not in which it arrived.
 *
 * @param orders the newest first
 * @param reports every report ordered, the oldest first
 * @param bail the latest decision on bail
 * @param decisions decisions without a court, the oldest first
 * @param waiting events that are about an order nobody has reported
 */
record Matter(
    List<OrderState> orders,
    List<Report> reports,
    Optional<Bail> bail,
    List<Decision> decisions,
    int waiting) {

  /** A report, and whether it is still wanted: no result has come since. */
  record Report(ReportKind kind, Instant at, LocalDate day, boolean open) {}

  /** A decision on bail, and whether it still holds: no result has come since. */
  record Bail(BailOutcome outcome, Instant at, LocalDate day, boolean open) {}

  /** A decision without a court. */
  record Decision(OutOfCourtKind kind, Instant at, LocalDate day) {}

  Matter {
    orders = List.copyOf(orders);
    reports = List.copyOf(reports);
    decisions = List.copyOf(decisions);
  }

  /** The matter after these events. */
  static Matter of(Collection<RecordedEvent> events) {
    List<RecordedEvent> counting = counting(events);
    Map<RecordedEvent.Name, OrderFold> byName = new HashMap<>();
    List<OrderFold> orders = orders(counting, byName);
    int waiting = 0;
    for (RecordedEvent event : counting) {
      Optional<ResultReference> about = about(event.event());
      if (about.isPresent()) {
        OrderFold order = order(event, about.get(), orders, byName);
        waiting += order != null && order.apply(event) ? 0 : 1;
      }
    }
    Optional<Instant> result = orders.stream().map(OrderFold::pronouncedAt).max(Instant::compareTo);
    return new Matter(
        orders.stream().map(OrderFold::state).sorted(NEWEST_FIRST).toList(),
        reports(counting, result),
        bail(counting, result),
        decisions(counting),
        waiting);
  }

  private static final Comparator<OrderState> NEWEST_FIRST =
      Comparator.comparing(OrderState::pronouncedAt)
          .thenComparing(o -> o.key().disposal())
          .reversed();

  private static List<RecordedEvent> counting(Collection<RecordedEvent> events) {
    Map<RecordedEvent.Name, RecordedEvent> newest = new HashMap<>();
    for (RecordedEvent event : events) {
      newest.merge(event.name(), event, (a, b) -> a.version() >= b.version() ? a : b);
    }
    return newest.values().stream()
        .filter(e -> !e.withdrawn())
        .sorted(RecordedEvent.IN_TIME)
        .toList();
  }

  private static List<OrderFold> orders(
      List<RecordedEvent> counting, Map<RecordedEvent.Name, OrderFold> byName) {
    Map<OrderState.Key, OrderFold> found = new LinkedHashMap<>();
    counting.stream()
        .filter(e -> e.event().hasResult())
        .sorted(RecordedEvent.BY_RANK)
        .forEach(e -> {
          OrderState.Key key = new OrderState.Key(e.day(), e.event().getResult().getDisposal());
          OrderFold known = found.get(key);
          if (known == null) {
            known = new OrderFold(key, e);
            found.put(key, known);
          } else {
            known.report(e);
          }
          byName.put(e.name(), known);
        });
    return new ArrayList<>(found.values());
  }

  /** What an event says it is about; empty when it is not about an order. */
  static Optional<ResultReference> about(CourtEvent event) {
    return switch (event.getDetailCase()) {
      case CONTRACT_SIGNED -> Optional.of(event.getContractSigned().getAbout());
      case PANEL_LISTED -> Optional.of(event.getPanelListed().getAbout());
      case ORDER_VARIED -> Optional.of(event.getOrderVaried().getAbout());
      case APPEAL -> Optional.of(event.getAppeal().getAbout());
      case RESULT_REOPENED -> Optional.of(event.getResultReopened().getAbout());
      case ORDER_ENDED -> Optional.of(event.getOrderEnded().getAbout());
      case ASSESSMENT_STARTED -> Optional.of(event.getAssessmentStarted().getAbout());
      case REPORT_ORDERED, BAIL, RESULT, OUT_OF_COURT, DETAIL_NOT_SET -> Optional.empty();
    };
  }

  private static @Nullable OrderFold order(
      RecordedEvent event,
      ResultReference about,
      List<OrderFold> orders,
      Map<RecordedEvent.Name, OrderFold> byName) {
    if (!about.getEventRef().isEmpty()) {
      return byName.get(event.named(about));
    }
    boolean referral = event.event().hasContractSigned() || event.event().hasPanelListed();
    return orders.stream()
        .filter(o -> !o.pronouncedAt().isAfter(event.at()))
        .filter(o -> !referral || o.isReferralOrder())
        .max(Comparator.comparing(OrderFold::pronouncedAt).thenComparing(o -> o.key.disposal()))
        .orElse(null);
  }

  private static List<Report> reports(List<RecordedEvent> counting, Optional<Instant> result) {
    return counting.stream()
        .filter(e -> e.event().hasReportOrdered())
        .map(e ->
            new Report(
                e.event().getReportOrdered().getKind(), e.at(), e.day(), open(e.at(), result)))
        .toList();
  }

  private static Optional<Bail> bail(List<RecordedEvent> counting, Optional<Instant> result) {
    return counting.stream()
        .filter(e -> e.event().hasBail())
        .reduce((earlier, later) -> later)
        .map(
            e -> new Bail(e.event().getBail().getOutcome(), e.at(), e.day(), open(e.at(), result)));
  }

  private static List<Decision> decisions(List<RecordedEvent> counting) {
    return counting.stream()
        .filter(e -> e.event().hasOutOfCourt())
        .map(e -> new Decision(e.event().getOutOfCourt().getKind(), e.at(), e.day()))
        .toList();
  }

  private static boolean open(Instant at, Optional<Instant> result) {
    return result.isEmpty() || result.get().isBefore(at);
  }
}
