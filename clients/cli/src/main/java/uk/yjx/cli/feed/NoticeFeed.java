package uk.yjx.cli.feed;

import com.google.protobuf.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.ExchangeException;
import uk.yjx.client.publish.ChildNoticePublisher;
import uk.yjx.client.publish.NoticePublisher;
import uk.yjx.client.publish.Publication;
import uk.yjx.client.publish.Publisher;
import uk.yjx.client.publish.PublisherCounts;
import uk.yjx.client.publish.PublisherSettings;
import uk.yjx.client.publish.PublisherState;

/**
 * Notices on their way to the exchange; every answer is told once.
 *
 * @param <Q> one notice with its request id
 */
public final class NoticeFeed<Q extends Message> implements AutoCloseable {

  private final Publisher<Q> publisher;
  private final Consumer<Publication> onAnswer;
  private final AtomicReference<@Nullable ExchangeException> failure = new AtomicReference<>();
  private volatile String standingNotice = "";

  private NoticeFeed(Opening<Q> opening, Consumer<Publication> onAnswer) {
    this.onAnswer = onAnswer;
    this.publisher = opening.open(PublisherSettings.standard(), this::changed);
  }

  private interface Opening<Q extends Message> {
    Publisher<Q> open(PublisherSettings settings, Consumer<PublisherState> listener);
  }

  /**
   * Opens a feed of police notices.
   *
   * @param onAnswer told on a thread of the transport; must be quick
   */
  public static NoticeFeed<uk.yjx.intelligence.v1.SubmitNoticeRequest> open(
      ExchangeConnection connection, Consumer<Publication> onAnswer) {
    return new NoticeFeed<>(
        (settings, listener) -> NoticePublisher.open(connection, settings, listener), onAnswer);
  }

  /**
   * Opens a feed of notices about children.
   *
   * @param onAnswer told on a thread of the transport; must be quick
   */
  public static NoticeFeed<uk.yjx.safeguarding.v1.SubmitNoticeRequest> openForChildren(
      ExchangeConnection connection, Consumer<Publication> onAnswer) {
    return new NoticeFeed<>(
        (settings, listener) -> ChildNoticePublisher.open(connection, settings, listener),
        onAnswer);
  }

  /** Sends a notice; waits while too many are unanswered. Throws what ended the feed for good. */
  public void add(Q request) throws InterruptedException {
    throwFailure();
    CompletableFuture<Publication> answer = publisher.publish(request);
    var unused =
        answer.whenComplete((publication, problem) -> {
          if (publication != null) {
            onAnswer.accept(publication);
          } else if (problem != null) {
            failure.compareAndSet(null, Errors.of(root(problem)));
          }
        });
  }

  /** What was done so far. */
  public PublisherCounts counts() {
    return publisher.counts();
  }

  /** What the exchange says it does not replace; empty before the call is open. */
  public String standingNotice() {
    return standingNotice;
  }

  /** Waits for the answers and throws when some did not come. */
  public void finish() {
    publisher.close();
    throwFailure();
  }

  @Override
  public void close() {
    publisher.close();
  }

  private void throwFailure() {
    ExchangeException found = failure.get();
    if (found != null) {
      throw found;
    }
  }

  private void changed(PublisherState state) {
    switch (state) {
      case PublisherState.Open open -> standingNotice = open.window().getStandingNotice();
      case PublisherState.Closed closed ->
          closed.cause().ifPresent(cause -> failure.compareAndSet(null, cause));
      case PublisherState.Connecting connecting -> {}
      case PublisherState.BackingOff waiting -> {}
    }
  }

  private static Throwable root(Throwable problem) {
    return problem instanceof CompletionException && problem.getCause() != null
        ? problem.getCause()
        : problem;
  }
}
