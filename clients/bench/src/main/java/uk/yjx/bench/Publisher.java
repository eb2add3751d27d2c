package uk.yjx.bench;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.publish.NoticePublisher;
import uk.yjx.client.publish.Publication;
import uk.yjx.client.publish.PublisherSettings;
import uk.yjx.world.Workload;

/** Publishes the notices of one run and counts what became of them. */
final class Publisher implements AutoCloseable {

  private final NoticePublisher publisher;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong alertsDue = new AtomicLong();
  private final AtomicReference<@Nullable String> problem = new AtomicReference<>();

  private Publisher(NoticePublisher publisher) {
    this.publisher = publisher;
  }

  /** Opens a publisher that never waits before the caller's own bound is reached. */
  static Publisher open(ExchangeConnection connection, int inFlight) {
    return new Publisher(
        NoticePublisher.open(
            connection, PublisherSettings.standard().withUnansweredMax(2 * inFlight)));
  }

  /**
   * Publishes a notice.
   *
   * @param answered told when the answer came, by {@link System#nanoTime}; must be quick
   */
  void publish(Workload.Item item, LongConsumer answered) throws InterruptedException {
    var unused =
        publisher
            .publish(item.request())
            .whenComplete((publication, failure) -> {
              long now = System.nanoTime();
              if (publication instanceof Publication.Accepted) {
                accepted.incrementAndGet();
                if (item.truth().delivery().isPresent()) {
                  alertsDue.incrementAndGet();
                }
              } else {
                problem.compareAndSet(null, reason(publication, failure));
              }
              answered.accept(now);
            });
  }

  /** Notices accepted so far. */
  long accepted() {
    return accepted.get();
  }

  /** Alerts and notes that accepted notices must lead to. */
  long alertsDue() {
    return alertsDue.get();
  }

  /** Why the first refused notice was refused; null when none was. */
  @Nullable String problem() {
    return problem.get();
  }

  @Override
  public void close() {
    publisher.close();
  }

  private static String reason(@Nullable Publication publication, @Nullable Throwable failure) {
    if (publication instanceof Publication.Refused refused) {
      return refused.refusal().getReason()
          + " "
          + refused.refusal().getMessage()
          + " "
          + refused.refusal().getViolationsList();
    }
    return failure == null ? "no answer" : String.valueOf(failure.getMessage());
  }
}
