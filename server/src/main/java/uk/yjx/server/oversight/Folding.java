package uk.yjx.server.oversight;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.alerts.CaseAlerts.Outline;

/**
 * How a child's alerts fold into reviews. Pure: what must become of them follows from the alerts
 * and how far reviews have covered them, so that no order of arrivals and no number of lookers
 * gives two open reviews.
 */
final class Folding {
  /** What is older than this when it is first looked at opens no review. */
  static final Duration LOOK_BACK = Duration.ofDays(28);

  private Folding() {}

  /**
   * How reviews of one child stand.
   *
   * @param openSince position after which the open review looks; null when none is open
   * @param coveredUpTo position up to which closed reviews have looked; 0 for none
   */
  record Standing(@Nullable Long openSince, long coveredUpTo) {}

  /** What must become of it. */
  sealed interface Step {
    /** It is as it should be. */
    record Stay() implements Step {}

    /**
     * A review is due.
     *
     * @param since it looks at everything after this position
     */
    record Open(long since, List<Outline> triggers) implements Step {}

    /** Everything that led to the open review was withdrawn. */
    record Lapse() implements Step {}
  }

  /** What must become of a child's reviews, given every alert of the child in order. */
  static Step step(
      Standing standing, List<Outline> alerts, Significance significance, Instant now) {
    Long since = standing.openSince();
    if (since != null) {
      return triggers(alerts, since, significance).isEmpty() ? new Step.Lapse() : new Step.Stay();
    }
    List<Outline> triggers =
        triggers(alerts, standing.coveredUpTo(), significance).stream()
            .filter(alert -> alert.raisedAt().isAfter(now.minus(LOOK_BACK)))
            .toList();
    if (triggers.isEmpty()) {
      return new Step.Stay();
    }
    // Before the first review there is no last one: it looks from what led to it.
    long from = standing.coveredUpTo();
    return new Step.Open(from > 0 ? from : triggers.getFirst().position() - 1, triggers);
  }

  /** Significant alerts after a position that stand, in order. */
  static List<Outline> triggers(List<Outline> alerts, long since, Significance significance) {
    return alerts.stream()
        .filter(alert -> alert.position() > since && alert.stands())
        .filter(
            alert -> significance.isSignificant(alert.service(), alert.kind(), alert.raisedAt()))
        .toList();
  }
}
