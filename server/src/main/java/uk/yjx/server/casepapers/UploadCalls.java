package uk.yjx.server.casepapers;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.UploadDocumentRequest;
import uk.yjx.casepapers.v1.UploadDocumentResponse;
import uk.yjx.common.v1.Role;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.journal.DrainListener;

/** The uploads that are open in this process: so many at most, ended with their caller's role. */
@Singleton
final class UploadCalls implements DrainListener, AutoCloseable {
  /** Threads that seal, write and wait for disks. */
  private static final int WRITERS = 8;

  /**
   * Threads that move offsets, and read back at the end; also the connections uploads take at once.
   */
  private static final int ANSWERERS = 8;

  private static final Duration IDLE_LOOK = Duration.ofSeconds(5);

  private final DocumentUploads uploads;
  private final Sessions sessions;
  private final Places places =
      new Places(PapersLimits.UPLOADS_PER_CALLER_MAX, PapersLimits.UPLOADS_MAX);
  private final Set<UploadCall> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService writers =
      Executors.newFixedThreadPool(
          WRITERS, Thread.ofPlatform().name("papers-write-", 0).daemon(true).factory());
  private final ExecutorService answerers =
      Executors.newFixedThreadPool(
          ANSWERERS, Thread.ofPlatform().name("papers-answer-", 0).daemon(true).factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("papers-upload-timer").daemon(true).factory());

  UploadCalls(DocumentUploads uploads, Sessions sessions) {
    this.uploads = uploads;
    this.sessions = sessions;
  }

  /** Begins a call; refuses it when there are too many. */
  StreamObserver<UploadDocumentRequest> begin(
      Caller caller, ServerCallStreamObserver<UploadDocumentResponse> out) {
    if (!places.take(caller.principal())) {
      throw PapersFailures.UPLOADS_FULL.refused();
    }
    AtomicReference<Sessions.@Nullable Session> session = new AtomicReference<>();
    AtomicReference<@Nullable UploadCall> self = new AtomicReference<>();
    UploadCall call =
        new UploadCall(
            caller,
            out,
            uploads,
            writers,
            answerers,
            () -> {
              places.giveBack(caller.principal());
              UploadCall ended = self.get();
              if (ended != null) {
                open.remove(ended);
              }
              close(session.getAndSet(null));
            });
    self.set(call);
    open.add(call);
    session.set(
        sessions.register(caller, again -> again.holds(Role.ROLE_PAPERS_SUBMITTER), call::end));
    if (call.hasEnded()) {
      // It went before there was anything to take it from.
      open.remove(call);
      close(session.getAndSet(null));
    }
    return call;
  }

  @Override
  public void drain(Duration retryAfter) {
    open.forEach(call -> call.end(PapersFailures.draining(retryAfter)));
  }

  @PostConstruct
  void start() {
    timer.scheduleWithFixedDelay(
        this::endIdle, IDLE_LOOK.toMillis(), IDLE_LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  @PreDestroy
  public void close() {
    timer.shutdownNow();
    writers.shutdown();
    answerers.shutdown();
  }

  private void endIdle() {
    long now = System.nanoTime();
    open.forEach(call -> call.endIfIdle(now, PapersLimits.UPLOAD_IDLE_MAX));
  }

  private static void close(Sessions.@Nullable Session session) {
    if (session != null) {
      session.close();
    }
  }
}
