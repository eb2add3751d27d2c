package uk.yjx.client.publish;

import com.google.protobuf.Message;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Publishes notices over one pipelined call. What waits goes out together in one frame without
 * lingering; order is kept; a lost call is opened again and everything unanswered is sent once more
 * with its own request id, so nothing is lost and nothing counts twice.
 *
 * <p>Futures complete on the event loop of the connection: what hangs on them must be quick.
 *
 * @param <Q> one notice with its request id
 */
public abstract sealed class Publisher<Q extends Message> implements AutoCloseable
    permits NoticePublisher, ChildNoticePublisher {

  private static final int REQUEST_ID_LENGTH_MIN = 8;
  private static final int REQUEST_ID_LENGTH_MAX = 64;

  private final Function<Q, String> requestId;
  private final PublisherSettings settings;
  private final Semaphore room;
  private final LongAdder submitted = new LongAdder();
  private final Sender sender;
  private volatile boolean closing;

  Publisher(
      NoticeContract<Q, ?, ?> contract,
      Function<Q, String> requestId,
      PublisherSettings settings,
      Surroundings surroundings) {
    this.requestId = requestId;
    this.settings = settings;
    this.room = new Semaphore(settings.unansweredMax());
    this.sender = new Sender(contract, settings, surroundings, room::release);
  }

  /** Starts connecting. */
  void start() {
    sender.wake();
  }

  /**
   * Publishes a notice; waits while as many notices as the settings allow are unanswered. The
   * future fails with an {@link uk.yjx.client.ExchangeException} only when the publisher ends
   * before an answer came; send the notice again with the same request id then.
   */
  public CompletableFuture<Publication> publish(Q request) throws InterruptedException {
    check(request);
    room.acquire();
    return enqueue(request);
  }

  /** Publishes a notice unless too many are unanswered; then it does nothing. */
  public Optional<CompletableFuture<Publication>> tryPublish(Q request) {
    check(request);
    return room.tryAcquire() ? Optional.of(enqueue(request)) : Optional.empty();
  }

  /** What was done so far. */
  public PublisherCounts counts() {
    return new PublisherCounts(
        submitted.sum(), sender.accepted(), sender.refused(), sender.resent());
  }

  /** Notices taken and not yet answered. */
  public int unanswered() {
    return settings.unansweredMax() - room.availablePermits();
  }

  /**
   * Takes no more notices, waits for the answers as long as the settings say, then ends the call.
   * Futures without an answer fail with CANCELLED (CLOSED_BEFORE_ANSWER). Not to be called by what
   * hangs on a future or by the listener: both run on the thread that would bring the answers.
   */
  @Override
  public void close() {
    closing = true;
    sender.close();
    try {
      sender.finished().get(settings.closeWait().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      sender.abandon();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a publisher never ends with a failure", e);
    } catch (InterruptedException e) {
      sender.abandon();
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<Publication> enqueue(Q request) {
    InFlight item = new InFlight(requestId.apply(request), request);
    submitted.increment();
    sender.add(item);
    return item;
  }

  private void check(Q request) {
    if (closing) {
      throw new IllegalStateException("the publisher is closed");
    }
    int length = requestId.apply(request).length();
    if (length < REQUEST_ID_LENGTH_MIN || length > REQUEST_ID_LENGTH_MAX) {
      throw new IllegalArgumentException("a request id has 8 to 64 characters, not " + length);
    }
  }
}
