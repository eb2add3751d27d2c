package uk.yjx.server.evidence;

import io.grpc.stub.ServerCallStreamObserver;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
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
import org.jspecify.annotations.Nullable;
import uk.yjx.audit.v1.TailEventsResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.journal.CommitListener;
import uk.yjx.server.journal.DrainListener;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.kernel.Failure;

/** The tails that are open in this process; woken after commits, ended with their caller's role. */
@Singleton
public final class TailStreams implements CommitListener, DrainListener, AutoCloseable {
  /** Tails open at a time. */
  public static final int TAILS_MAX = 64;

  /** A tail that has nothing to tell says so this often. */
  public static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(15);

  private static final Duration HEARTBEAT_LOOK = Duration.ofSeconds(5);

  /** Commits of this span wake the tails once, since each wakes into a read of its own. */
  private static final Duration WAKE_SPAN = Duration.ofMillis(50);

  private static final int PUMP_THREADS = 2;

  private static final Failure TOO_MANY =
      Failure.passing(
          Failure.Code.RESOURCE_EXHAUSTED,
          "AUDIT_TAILS_FULL",
          "more than " + TAILS_MAX + " tails of the log are open; try again later",
          HEARTBEAT_INTERVAL);

  private final LogStore store;
  private final Sessions sessions;
  private final Set<TailStream> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean wakeDue = new AtomicBoolean();
  private final ExecutorService pumps =
      Executors.newFixedThreadPool(
          PUMP_THREADS, Thread.ofPlatform().name("audit-tail-", 0).daemon(true).factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("audit-tail-timer").daemon(true).factory());

  TailStreams(LogStore store, Sessions sessions) {
    this.store = store;
    this.sessions = sessions;
  }

  /** Makes a tail that is silent until it is opened, and ends with its call or its caller. */
  TailStream add(Caller caller, ServerCallStreamObserver<TailEventsResponse> call, long from) {
    if (open.size() >= TAILS_MAX) {
      throw TOO_MANY.refused();
    }
    AtomicReference<@Nullable TailStream> self = new AtomicReference<>();
    AtomicReference<Sessions.@Nullable Session> session = new AtomicReference<>();
    TailStream tail =
        new TailStream(store, call, from, pumps, () -> forget(self.get(), session.get()));
    self.set(tail);
    call.setOnReadyHandler(tail::signal);
    call.setOnCancelHandler(tail::cancelled);
    open.add(tail);
    session.set(sessions.register(caller, LogAccess::mayTail, tail::end));
    if (tail.hasEnded()) {
      // The client went before there was a session to close.
      forget(tail, session.get());
    }
    return tail;
  }

  @Override
  public void committed(long first, List<Entry> entries) {
    advanced(first);
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
            "the server is about to stop; go on from the next index",
            retryAfter);
    open.forEach(tail -> tail.end(draining));
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
    open.forEach(TailStream::signal);
  }

  private void heartbeats() {
    long now = System.nanoTime();
    open.forEach(tail -> tail.heartbeat(now, HEARTBEAT_INTERVAL.toNanos()));
  }

  private void forget(@Nullable TailStream tail, Sessions.@Nullable Session session) {
    if (tail != null) {
      open.remove(tail);
    }
    if (session != null) {
      session.close();
    }
  }
}
