package uk.yjx.cli.feed;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.ExchangeException;
import uk.yjx.client.publish.NoticePublisher;
import uk.yjx.client.publish.Publication;
import uk.yjx.client.publish.PublisherCounts;
import uk.yjx.client.publish.PublisherSettings;
import uk.yjx.client.publish.PublisherState;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;

/** Notices on their way to the exchange; every answer is told once. */
public final class NoticeFeed implements AutoCloseable {

  private final NoticePublisher publisher;
  private final Consumer<Publication> onAnswer;
  private final AtomicReference<@Nullable ExchangeException> failure = new AtomicReference<>();
  private volatile String standingNotice = "";

  private NoticeFeed(ExchangeConnection connection, Consumer<Publication> onAnswer) {
    this.onAnswer = onAnswer;
    this.publisher = NoticePublisher.open(connection, PublisherSettings.standard(), this::changed);
  }

  /**
   * Opens a feed.
   *
   * @param onAnswer told on a thread of the transport; must be quick
   */
  public static NoticeFeed open(ExchangeConnection connection, Consumer<Publication> onAnswer) {
    return new NoticeFeed(connection, onAnswer);
  }

  /** Sends a notice; waits while too many are unanswered. Throws what ended the feed for good. */
  public void add(SubmitNoticeRequest request) throws InterruptedException {
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
