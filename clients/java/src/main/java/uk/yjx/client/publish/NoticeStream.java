package uk.yjx.client.publish;

import com.google.protobuf.Message;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.ExchangeException;
import uk.yjx.intelligence.v1.NoticeAnswers;
import uk.yjx.intelligence.v1.Window;

/**
 * One call of StreamNotices. What the exchange says is remembered here by the event loop and acted
 * upon by the sending thread; only answers are passed on at once.
 */
final class NoticeStream implements NoticeContract.Listener {

  private static final int NOTICES_PER_FRAME_MAX = 500;
  private static final int FRAME_BYTES_MAX = 1024 * 1024;

  private final NoticeContract<?, ?, ?> contract;
  private final Listener listener;
  private final int credentialsGeneration;
  private final long startedAt;
  private volatile NoticeContract.@Nullable Call call;
  private volatile @Nullable Window window;
  private volatile boolean draining;
  private volatile boolean overdue;
  private boolean halfClosed;
  private boolean cancelled;
  private volatile boolean answered;
  private volatile @Nullable Duration retryAfter;
  private volatile @Nullable Ended ended;

  NoticeStream(NoticeContract<?, ?, ?> contract, ExchangeConnection connection, Listener listener) {
    this.contract = contract;
    this.listener = listener;
    this.credentialsGeneration = connection.credentialsGeneration();
    this.startedAt = connection.timer().nanoTime();
  }

  /** Starts the call; the listener may be told of its end before this returns. */
  void start(ExchangeConnection connection) {
    call = contract.open(connection.reopenedChannel(), this);
  }

  /** What may be in flight; null until the exchange has announced it. */
  @Nullable Window window() {
    return window;
  }

  /** How the call ended; null while it goes on. */
  @Nullable Ended ended() {
    return ended;
  }

  /** Whether a frame may be sent now. */
  boolean isWritable() {
    return !draining && !halfClosed && call().isReady();
  }

  void send(List<Message> notices) {
    call().send(notices);
  }

  /** Says that no more notices come; once. */
  void halfClose() {
    if (!halfClosed) {
      halfClosed = true;
      call().halfClose();
    }
  }

  /** Gives the call up; once. */
  void cancel(String why) {
    if (!cancelled) {
      cancelled = true;
      call().cancel(why);
    }
  }

  /** Marks the call as never answered, unless the window came in time. */
  void checkAnswered() {
    if (window == null) {
      overdue = true;
      listener.wake();
    }
  }

  /** Whether the time to announce a window ran out. */
  boolean isOverdue() {
    return overdue;
  }

  /** What the exchange asked to wait before the next call. */
  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Whether the call did its work, so that the back-off starts from the beginning. */
  boolean worked(long now, Duration longEnough) {
    return answered || now - startedAt >= longEnough.toNanos();
  }

  /** Whether another call can help after this one ended so. */
  boolean mayReopen(ExchangeException cause, ExchangeConnection connection) {
    return switch (cause.code()) {
      case OK, CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED -> true;
      case INTERNAL, UNAVAILABLE, DATA_LOSS -> true;
      case UNAUTHENTICATED -> connection.mayReopenAfter(cause.code(), credentialsGeneration);
      case INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED -> false;
      case FAILED_PRECONDITION, OUT_OF_RANGE, UNIMPLEMENTED -> false;
    };
  }

  @Override
  public void ready() {
    listener.wake();
  }

  @Override
  public void heard(NoticeContract.Heard heard) {
    switch (heard) {
      case NoticeContract.Heard.Opened opened -> {
        window = usable(opened.window());
        listener.wake();
      }
      case NoticeContract.Heard.Answered all -> {
        answered = true;
        listener.answered(all.answers());
      }
      case NoticeContract.Heard.Draining soon -> {
        retryAfter = Errors.duration(soon.drain().getRetryAfter());
        draining = true;
        listener.wake();
      }
      case NoticeContract.Heard.Nothing nothing -> {
        // A frame of a later version: it asks nothing of this one.
      }
    }
  }

  @Override
  public void failed(Throwable failure) {
    end(Optional.of(Errors.of(failure)));
  }

  @Override
  public void completed() {
    end(Optional.empty());
  }

  /** The limits of the contract stand in for what the exchange left out. */
  private static Window usable(Window announced) {
    return announced.toBuilder()
        .setNoticesInFlight(Math.max(1, announced.getNoticesInFlight()))
        .setNoticesPerFrame(
            announced.getNoticesPerFrame() > 0
                ? announced.getNoticesPerFrame()
                : NOTICES_PER_FRAME_MAX)
        .setFrameBytes(announced.getFrameBytes() > 0 ? announced.getFrameBytes() : FRAME_BYTES_MAX)
        .build();
  }

  private void end(Optional<ExchangeException> cause) {
    ended = new Ended(cause);
    listener.wake();
  }

  private NoticeContract.Call call() {
    return Objects.requireNonNull(call, "the call has not started");
  }

  /** How a call ended; without a cause the exchange ended it as planned. */
  record Ended(Optional<ExchangeException> cause) {}

  /** Told on the event loop what happens; must be quick. */
  interface Listener {
    /** Something changed that the sending thread must look at. */
    void wake();

    /** Answers came. */
    void answered(NoticeAnswers answers);
  }
}
