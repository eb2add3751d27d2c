package uk.yjx.client.publish;

import java.time.Duration;
import uk.yjx.client.FullJitter;

/**
 * How a publisher behaves.
 *
 * @param unansweredMax notices taken and not yet answered, at most; 1 to 1,000,000
 * @param refusalRetriesMax how often one notice is sent again because the exchange refused it for
 *     the moment (RESOURCE_EXHAUSTED or UNAVAILABLE with a time to wait), at most; 0 to 1,000
 * @param backoff waits between attempts to reconnect
 * @param openWait an opened call must be answered within this time, or it is tried again
 * @param closeWait closing waits at most this long for answers
 */
public record PublisherSettings(
    int unansweredMax,
    int refusalRetriesMax,
    FullJitter backoff,
    Duration openWait,
    Duration closeWait) {

  private static final int UNANSWERED_MAX = 1_000_000;
  private static final int REFUSAL_RETRIES_MAX = 1_000;

  /** Checks the ranges. */
  public PublisherSettings {
    if (unansweredMax < 1 || unansweredMax > UNANSWERED_MAX) {
      throw new IllegalArgumentException("unansweredMax " + unansweredMax + " is out of range");
    }
    if (refusalRetriesMax < 0 || refusalRetriesMax > REFUSAL_RETRIES_MAX) {
      throw new IllegalArgumentException(
          "refusalRetriesMax " + refusalRetriesMax + " is out of range");
    }
    if (openWait.isNegative() || openWait.isZero() || closeWait.isNegative()) {
      throw new IllegalArgumentException("waits must be positive");
    }
  }

  /** 4,096 unanswered, 20 retries of a momentary refusal, standard back-off. */
  public static PublisherSettings standard() {
    return new PublisherSettings(
        4096, 20, FullJitter.standard(), Duration.ofSeconds(15), Duration.ofSeconds(30));
  }

  /** The same with another bound of unanswered notices. */
  public PublisherSettings withUnansweredMax(int notices) {
    return new PublisherSettings(notices, refusalRetriesMax, backoff, openWait, closeWait);
  }
}
