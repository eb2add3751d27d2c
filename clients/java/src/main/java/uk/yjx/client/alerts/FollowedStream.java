package uk.yjx.client.alerts;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.ExchangeException;
import uk.yjx.client.FullJitter;
import uk.yjx.client.Timer;

/**
 * Follows a stream of the exchange that has places: it reconnects and resumes by itself, and stores
 * its place only after what came before was dealt with. What subscriptions other than alerts' are
 * made of.
 *
 * @param <F> a frame of the stream
 */
public final class FollowedStream<F> implements AutoCloseable {
  /** Two and a half heartbeats of the exchange: a call that is silent for longer is given up. */
  private static final Duration SILENCE_MAX = Duration.ofMillis(37_500);

  private final ExchangeConnection connection;
  private final CursorStore cursors;
  private final Stream<F> stream;
  private final FullJitter backoff;
  private final RandomGenerator random;
  private final CompletableFuture<Optional<ExchangeException>> closed = new CompletableFuture<>();
  private final Object lock = new Object();

  // Under the lock.
  private boolean closing;
  private Context.@Nullable CancellableContext call;
  private @Nullable CountDownLatch pause;

  /** A follower that has not started. */
  public FollowedStream(
      ExchangeConnection connection,
      CursorStore cursors,
      Stream<F> stream,
      FullJitter backoff,
      RandomGenerator random) {
    this.connection = connection;
    this.cursors = cursors;
    this.stream = stream;
    this.backoff = backoff;
    this.random = random;
  }

  /**
   * What is followed.
   *
   * @param <F> a frame of the stream
   */
  public interface Stream<F> {
    /** Opens a call after a cursor; an empty one begins at the beginning. */
    Iterator<F> open(Channel channel, ByteString after);

    /**
     * Deals with a frame.
     *
     * @return the place after it; empty where it says none
     * @throws Exception whatever a handler throws: the same frame comes again after a while
     */
    Optional<ByteString> dealWith(F frame) throws Exception;
  }

  /** Starts connecting. */
  public void start(String threadName) {
    Thread.ofVirtual().name(threadName).start(this::run);
  }

  /** Complete when the subscription is over: with why, or empty after {@link #close()}. */
  public CompletableFuture<Optional<ExchangeException>> closed() {
    return closed.copy();
  }

  /** Ends the call; a handler that runs goes on to its end. */
  @Override
  public void close() {
    synchronized (lock) {
      closing = true;
      if (call != null) {
        call.cancel(null);
      }
      if (pause != null) {
        pause.countDown();
      }
    }
  }

  private void run() {
    try {
      closed.complete(follow());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed.complete(Optional.empty());
    } catch (RuntimeException e) {
      closed.complete(
          Optional.of(
              Errors.local(
                  Status.Code.INTERNAL, "SUBSCRIPTION_FAILED", "the subscription failed", e)));
    }
  }

  private Optional<ExchangeException> follow() throws InterruptedException {
    ByteString cursor = cursors.load();
    int failures = 0;
    while (true) {
      int generation = connection.credentialsGeneration();
      Called ended = oneCall(cursor);
      if (isClosing()) {
        return Optional.empty();
      }
      failures = ended.worked() ? 0 : failures;
      switch (CallEnd.of(ended.cause(), connection, generation)) {
        case STOP -> {
          return ended.cause();
        }
        case REOPEN_WITHOUT_CURSOR -> cursor = ByteString.EMPTY;
        case BACK_OFF -> cursor = ended.cursor();
      }
      rest(backoff.delay(failures++, ended.cause().flatMap(ExchangeException::retryAfter), random));
    }
  }

  /** How a call ended, and up to where everything is dealt with. */
  private record Called(ByteString cursor, boolean worked, Optional<ExchangeException> cause) {}

  private Called oneCall(ByteString from) {
    ByteString cursor = from;
    boolean worked = false;
    try (Context.CancellableContext context = Context.ROOT.withCancellation()) {
      if (!begin(context)) {
        return new Called(cursor, false, Optional.empty());
      }
      Context before = context.attach();
      Timer.Alarm silence = silence(context);
      try {
        Iterator<F> frames = stream.open(connection.channel(), from);
        while (frames.hasNext()) {
          F frame = frames.next();
          silence.cancel();
          cursor = dealtWith(frame, cursor);
          worked = true;
          silence = silence(context);
        }
        return new Called(cursor, worked, Optional.empty());
      } catch (StatusRuntimeException e) {
        return new Called(cursor, worked, Optional.of(Errors.of(e)));
      } catch (Exception e) {
        return new Called(
            cursor,
            worked,
            Optional.of(
                Errors.local(Status.Code.UNAVAILABLE, "HANDLER_FAILED", "the handler failed", e)));
      } finally {
        silence.cancel();
        context.detach(before);
      }
    }
  }

  /** The place after a frame, stored; throws what the handler throws. */
  private ByteString dealtWith(F frame, ByteString before) throws Exception {
    ByteString after = stream.dealWith(frame).orElse(before);
    if (!after.equals(before)) {
      cursors.save(after);
    }
    return after;
  }

  private Timer.Alarm silence(Context.CancellableContext context) {
    return connection
        .timer()
        .after(
            SILENCE_MAX,
            () ->
                context.cancel(
                    Errors.local(Status.Code.UNAVAILABLE, "SILENT", "the exchange is silent")));
  }

  private boolean begin(Context.CancellableContext context) {
    synchronized (lock) {
      call = context;
      return !closing;
    }
  }

  private boolean isClosing() {
    synchronized (lock) {
      call = null;
      return closing;
    }
  }

  private void rest(Duration delay) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    synchronized (lock) {
      pause = over;
      if (closing) {
        return;
      }
    }
    Timer.Alarm alarm = connection.timer().after(delay, over::countDown);
    over.await();
    alarm.cancel();
  }
}
