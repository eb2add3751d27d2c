package uk.yjx.client.reads;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.WatchReadsRequest;
import uk.yjx.audit.v1.WatchReadsResponse;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.ExchangeException;
import uk.yjx.client.FullJitter;
import uk.yjx.client.Timer;
import uk.yjx.client.alerts.CallEnd;
import uk.yjx.client.alerts.CursorStore;

/**
 * Follows who reads what this agency sent, where an agreement grants that: it reconnects and
 * resumes by itself, and stores its place only after the handler has dealt with what came before.
 */
public final class ReadSubscription implements AutoCloseable {
  /** Two and a half heartbeats of the exchange: a call that is silent for longer is given up. */
  private static final Duration SILENCE_MAX = Duration.ofMillis(37_500);

  private final ExchangeConnection connection;
  private final CursorStore cursors;
  private final ReadHandler handler;
  private final FullJitter backoff;
  private final RandomGenerator random;
  private final CompletableFuture<Optional<ExchangeException>> closed = new CompletableFuture<>();
  private final Object lock = new Object();

  // Under the lock.
  private boolean closing;
  private Context.@Nullable CancellableContext call;
  private @Nullable CountDownLatch pause;

  ReadSubscription(
      ExchangeConnection connection,
      CursorStore cursors,
      ReadHandler handler,
      FullJitter backoff,
      RandomGenerator random) {
    this.connection = connection;
    this.cursors = cursors;
    this.handler = handler;
    this.backoff = backoff;
    this.random = random;
  }

  /**
   * Opens a subscription and starts connecting.
   *
   * @param cursors where the cursor is kept; empty, it begins with the first read that may be told
   * @param handler called on one thread of its own
   */
  public static ReadSubscription open(
      ExchangeConnection connection, CursorStore cursors, ReadHandler handler) {
    ReadSubscription subscription =
        new ReadSubscription(connection, cursors, handler, FullJitter.standard(), new Random());
    subscription.start();
    return subscription;
  }

  void start() {
    Thread.ofVirtual().name("yjx-reads").start(this::run);
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
        Iterator<WatchReadsResponse> frames =
            AuditServiceGrpc.newBlockingStub(connection.channel())
                .watchReads(WatchReadsRequest.newBuilder().setResumeCursor(from).build());
        while (frames.hasNext()) {
          WatchReadsResponse frame = frames.next();
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
  private ByteString dealtWith(WatchReadsResponse frame, ByteString before) throws Exception {
    ByteString after =
        switch (frame.getFrameCase()) {
          case READS -> {
            handler.onReads(frame.getReads().getReadsList());
            yield frame.getReads().getCursorAfter();
          }
          case PROGRESS -> frame.getProgress().getCursor();
          case FRAME_NOT_SET -> before; // a frame of a later version
        };
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
