package uk.yjx.server.casepapers;

import io.grpc.stub.ServerCallStreamObserver;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.WatchRequestsResponse;
import uk.yjx.common.v1.Role;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.journal.CommitListener;
import uk.yjx.server.journal.DrainListener;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.kernel.Failure;

/** Streams of senders that are open in this process; woken after commits, ended with the role. */
@Singleton
final class RequestStreams implements CommitListener, DrainListener, AutoCloseable {
  /** Streams open at a time. */
  static final int STREAMS_MAX = 64;

  /** A stream that has nothing to tell says so this often. */
  static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(15);

  private static final Duration HEARTBEAT_LOOK = Duration.ofSeconds(5);

  /** Commits of this span wake the streams once, since each wakes into a read of its own. */
  private static final Duration WAKE_SPAN = Duration.ofMillis(50);

  private static final int PUMP_THREADS = 2;

  private static final Failure TOO_MANY =
      Failure.passing(
          Failure.Code.RESOURCE_EXHAUSTED,
          "REQUEST_STREAMS_FULL",
          "more than " + STREAMS_MAX + " streams of requests are open; try again later",
          HEARTBEAT_INTERVAL);

  private final ProgressTables tables;
  private final Sessions sessions;
  private final Set<RequestStream> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean wakeDue = new AtomicBoolean();
  private final ExecutorService pumps =
      Executors.newFixedThreadPool(
          PUMP_THREADS, Thread.ofPlatform().name("papers-request-", 0).daemon(true).factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("papers-request-timer").daemon(true).factory());

  RequestStreams(ProgressTables tables, Sessions sessions) {
    this.tables = tables;
    this.sessions = sessions;
  }

  /** Makes a stream. */
  interface Making {
    /** A stream that runs on these threads and says when it has ended. */
    RequestStream stream(Executor pumps, Runnable gone);
  }

  /** Opens a stream, which ends with its call or its caller. */
  void open(Caller caller, ServerCallStreamObserver<WatchRequestsResponse> call, Making making) {
    if (open.size() >= STREAMS_MAX) {
      throw TOO_MANY.refused();
    }
    AtomicReference<@Nullable RequestStream> self = new AtomicReference<>();
    AtomicReference<Sessions.@Nullable Session> session = new AtomicReference<>();
    RequestStream stream = making.stream(pumps, () -> forget(self.get(), session.get()));
    self.set(stream);
    call.setOnReadyHandler(stream::signal);
    call.setOnCancelHandler(stream::cancelled);
    open.add(stream);
    session.set(sessions.register(caller, RequestStreams::mayWatch, stream::end));
    if (stream.hasEnded()) {
      // The client went before there was a session to close.
      forget(stream, session.get());
    }
    stream.signal();
  }

  private static boolean mayWatch(Caller caller) {
    return caller.holds(Role.ROLE_COURT_REPORTER) || caller.holds(Role.ROLE_PAPERS_SUBMITTER);
  }

  @Override
  public void committed(long first, List<Entry> entries) {
    if (entries.stream().anyMatch(tables::tells)) {
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
            "the server is about to stop; resume from the last cursor",
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
    open.forEach(RequestStream::signal);
  }

  private void heartbeats() {
    long now = System.nanoTime();
    open.forEach(stream -> stream.heartbeat(now, HEARTBEAT_INTERVAL.toNanos()));
  }

  private void forget(@Nullable RequestStream stream, Sessions.@Nullable Session session) {
    if (stream != null) {
      open.remove(stream);
    }
    if (session != null) {
      session.close();
    }
  }
}
