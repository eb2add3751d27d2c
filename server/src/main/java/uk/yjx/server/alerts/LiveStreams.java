package uk.yjx.server.alerts;

import io.grpc.stub.ServerCallStreamObserver;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.journal.CommitListener;
import uk.yjx.server.journal.DrainListener;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.kernel.Failure;

/**
 * The streams of one kind that are open in this process: woken after commits, ended with their
 * caller's role, told when the server stops. Every server stream but the alerts' own is one of
 * these.
 */
public abstract class LiveStreams implements CommitListener, DrainListener, AutoCloseable {
  /** A stream that has nothing to tell says so this often. */
  public static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(15);

  private static final Duration HEARTBEAT_LOOK = Duration.ofSeconds(5);

  /** Commits of this span wake the streams once, since each wakes into a read of its own. */
  private static final Duration WAKE_SPAN = Duration.ofMillis(50);

  private static final int PUMP_THREADS = 2;

  private final Kind kind;
  private final Sessions sessions;
  private final Failure tooMany;
  private final Set<LiveStream<?>> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean wakeDue = new AtomicBoolean();
  private final ExecutorService pumps;
  private final ScheduledExecutorService timer;

  /**
   * Streams of one kind.
   *
   * @param name of its threads
   * @param words what the streams are called in errors
   * @param most streams open at a time
   * @param fullReason the error's reason when there are as many
   * @param mayWatch whether a caller with these roles may go on with one
   */
  public record Kind(
      String name, String words, int most, String fullReason, Predicate<Caller> mayWatch) {}

  /** Streams that open from now on. */
  protected LiveStreams(Kind kind, Sessions sessions) {
    this.kind = kind;
    this.sessions = sessions;
    this.tooMany =
        Failure.passing(
            Failure.Code.RESOURCE_EXHAUSTED,
            kind.fullReason(),
            "more than %d %s are open; try again later".formatted(kind.most(), kind.words()),
            HEARTBEAT_INTERVAL);
    this.pumps =
        Executors.newFixedThreadPool(
            PUMP_THREADS, Thread.ofPlatform().name(kind.name() + "-", 0).daemon(true).factory());
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name(kind.name() + "-timer").daemon(true).factory());
  }

  /** Makes a stream that is silent until it is opened, and ends with its call or its caller. */
  public <R> LiveStream<R> add(
      Caller caller, ServerCallStreamObserver<R> call, LiveStream.Teller<R> teller) {
    if (open.size() >= kind.most()) {
      throw tooMany.refused();
    }
    AtomicReference<@Nullable LiveStream<R>> self = new AtomicReference<>();
    AtomicReference<Sessions.@Nullable Session> session = new AtomicReference<>();
    LiveStream<R> stream =
        new LiveStream<>(call, teller, pumps, () -> forget(self.get(), session.get()));
    self.set(stream);
    call.setOnReadyHandler(stream::signal);
    call.setOnCancelHandler(stream::cancelled);
    open.add(stream);
    session.set(sessions.register(caller, kind.mayWatch(), stream::end));
    if (stream.hasEnded()) {
      // The client went before there was a session to close.
      forget(stream, session.get());
    }
    return stream;
  }

  /** Whether these entries hold something to tell. */
  protected abstract boolean tells(List<Entry> entries);

  @Override
  public void committed(long first, List<Entry> entries) {
    if (!open.isEmpty() && tells(entries)) {
      advanced(first);
    }
  }

  @Override
  public void advanced(long upTo) {
    if (!open.isEmpty() && wakeDue.compareAndSet(false, true)) {
      timer.schedule(this::wake, WAKE_SPAN.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void drain(Duration retryAfter) {
    Failure draining =
        Failure.passing(
            Failure.Code.UNAVAILABLE,
            "DRAINING",
            "the server is about to stop; go on from where you are",
            retryAfter);
    open.forEach(stream -> stream.end(draining));
  }

  @PostConstruct
  void start() {
    timer.scheduleWithFixedDelay(
        this::heartbeats,
        HEARTBEAT_LOOK.toMillis(),
        HEARTBEAT_LOOK.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  @Override
  @PreDestroy
  public void close() {
    timer.shutdownNow();
    pumps.shutdown();
  }

  private void wake() {
    wakeDue.set(false);
    open.forEach(LiveStream::signal);
  }

  private void heartbeats() {
    long now = System.nanoTime();
    open.forEach(stream -> stream.heartbeat(now, HEARTBEAT_INTERVAL.toNanos()));
  }

  private void forget(@Nullable LiveStream<?> stream, Sessions.@Nullable Session session) {
    if (stream != null) {
      open.remove(stream);
    }
    if (session != null) {
      session.close();
    }
  }
}
