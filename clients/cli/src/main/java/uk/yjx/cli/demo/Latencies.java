package uk.yjx.cli.demo;

import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.cli.demo.Arrivals.Arrival;
import uk.yjx.cli.demo.ReplayRun.RequestKey;
import uk.yjx.operations.v1.MatchOutcome;
import uk.yjx.operations.v1.NoticeOutcome;
import uk.yjx.operations.v1.PersonOutcome;
import uk.yjx.world.ReplayNotice;

/**
 * Latency from the police client's send to the first frame in a worker's client. A frame does not
 * say which notice it comes from, so both sides are brought together by what they share: child,
 * time of the event and sending agency. Where several share all three they are paired in the order
 * of the journal. Every notice that raised an alert counts once.
 */
final class Latencies {

  private static final int SIGNIFICANT_DIGITS = 3;
  private static final long NANOS_MAX = TimeUnit.MINUTES.toNanos(10);

  private Latencies() {}

  /** What a notice and its alert share; the child is empty where nobody was linked. */
  private record Shared(String childId, Timestamp eventTime, String agencyId) {}

  /**
   * A histogram in nanoseconds.
   *
   * @param unpaired notices that raised an alert of which no frame was seen
   */
  record Measured(Histogram nanos, int unpaired) {}

  /** Brings sends and arrivals together. */
  static Measured of(
      List<ReplayNotice> notices,
      Map<RequestKey, NoticeOutcome> outcomes,
      Map<RequestKey, Long> sentAt,
      Collection<Arrival> arrivals) {
    Map<Shared, List<Arrival>> seen = new HashMap<>();
    arrivals.forEach(arrival ->
        seen.computeIfAbsent(shared(arrival.alert()), none -> new ArrayList<>()).add(arrival));
    seen.values().forEach(list -> list.sort(Comparator.comparing(Latencies::raised)));
    Map<Shared, List<Sent>> sent = new HashMap<>();
    for (ReplayNotice notice : notices) {
      NoticeOutcome outcome = outcomes.get(RequestKey.of(notice));
      Long at = sentAt.get(RequestKey.of(notice));
      if (outcome != null && at != null && outcome.getAlerts() > 0) {
        sent.computeIfAbsent(shared(notice, outcome), none -> new ArrayList<>())
            .add(new Sent(outcome.getPosition(), at));
      }
    }
    Histogram histogram = new Histogram(NANOS_MAX, SIGNIFICANT_DIGITS);
    int unpaired = 0;
    for (Map.Entry<Shared, List<Sent>> group : sent.entrySet()) {
      List<Arrival> arrived = seen.getOrDefault(group.getKey(), List.of());
      List<Sent> inOrder =
          group.getValue().stream().sorted(Comparator.comparingLong(Sent::position)).toList();
      for (int i = 0; i < inOrder.size(); i++) {
        if (i < arrived.size()) {
          long nanos = arrived.get(i).nanos() - inOrder.get(i).nanos();
          histogram.recordValue(Math.clamp(nanos, 0, NANOS_MAX));
        } else {
          unpaired++;
        }
      }
    }
    return new Measured(histogram, unpaired);
  }

  private record Sent(long position, long nanos) {}

  private static Shared shared(Alert alert) {
    return new Shared(
        alert.getChild().getChildId(), alert.getEventTime().getEarliest(), alert.getSourceAgency());
  }

  private static Shared shared(ReplayNotice notice, NoticeOutcome outcome) {
    String child =
        outcome.getPersonsList().stream()
            .filter(person -> person.getOutcome() == MatchOutcome.MATCH_OUTCOME_LINKED)
            .map(PersonOutcome::getChildId)
            .findFirst()
            .orElse("");
    return new Shared(
        child, notice.request().getNotice().getEventTime().getEarliest(), notice.agencyId());
  }

  private static long raised(Arrival arrival) {
    Timestamp raised = arrival.alert().getRaisedAt();
    return raised.getSeconds() * 1_000_000_000 + raised.getNanos();
  }
}
