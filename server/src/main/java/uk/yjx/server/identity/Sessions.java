package uk.yjx.server.identity;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.kernel.Failure;

/**
 * The calls that are open. A call is ended at once when the directory no longer lets its caller in
 * or takes away the role it needs, and within {@link #SWEEP_INTERVAL} of its certificate's end. No
 * call has a timer of its own.
 */
@Singleton
public final class Sessions implements AutoCloseable {
  /** How often certificates that end are looked for; calls must end within 5 s. */
  static final String SWEEP_INTERVAL = "1s";

  /** The caller was disabled, its certificate revoked or ended, or its authority removed. */
  public static final Failure ACCESS_ENDED =
      Failure.of(
          Failure.Code.UNAUTHENTICATED,
          "ACCESS_ENDED",
          "the certificate or the principal may not call any more");

  /** The role this call needs was withdrawn. */
  public static final Failure ROLE_WITHDRAWN =
      Failure.of(
          Failure.Code.PERMISSION_DENIED,
          "ROLE_WITHDRAWN",
          "the role this call needs was withdrawn");

  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  private final InstantSource clock;
  private final Set<OpenCall> open = ConcurrentHashMap.newKeySet();

  /** Away from the journal's writer, which must not wait for calls to end. */
  private final ExecutorService ender =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().name("session-ender").daemon(true).factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  private final AtomicBoolean checkDue = new AtomicBoolean();
  private volatile Directory latest = Directory.EMPTY;

  Sessions(InstantSource clock) {
    this.clock = clock;
  }

  /** A call that is open; closing says that it has ended by itself. */
  public interface Session extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Registers an open call.
   *
   * @param caller who made it, as found when it began
   * @param stillMay whether a caller with these roles may go on with it
   * @param onEnd told at most once why the call must end; must not block
   */
  public Session register(Caller caller, Predicate<Caller> stillMay, Consumer<Failure> onEnd) {
    OpenCall call = new OpenCall(caller, stillMay, onEnd);
    open.add(call);
    // A change between authentication and registration would otherwise be missed.
    Directory directory = latest;
    if (directory.position() > caller.directoryPosition()) {
      ender.execute(() -> check(call, directory));
    }
    return call;
  }

  /** Calls open now. */
  public int count() {
    return open.size();
  }

  /** Ends the calls that a changed directory no longer allows. */
  void directoryChanged(Directory directory) {
    latest = directory;
    if (checkDue.compareAndSet(false, true)) {
      ender.execute(this::checkAll);
    }
  }

  /** Ends the calls whose certificate has ended. */
  @Scheduled(fixedDelay = SWEEP_INTERVAL)
  void endThoseOutOfTime() {
    var now = clock.instant();
    for (OpenCall call : open) {
      if (!now.isBefore(call.caller.certificateEnds())) {
        BearerToken token = call.caller.certificate().token();
        call.end(
            token == null || now.isBefore(token.ends()) ? ACCESS_ENDED : TokenFailures.EXPIRED);
      }
    }
  }

  @Override
  @PreDestroy
  public void close() {
    ender.shutdown();
  }

  private void checkAll() {
    checkDue.set(false);
    Directory directory = latest;
    open.forEach(call -> check(call, directory));
  }

  private void check(OpenCall call, Directory directory) {
    reasonToEnd(call, directory).ifPresent(call::end);
  }

  private Optional<Failure> reasonToEnd(OpenCall call, Directory directory) {
    return switch (CertificateCheck.again(call.caller, directory, clock.instant())) {
      case Verdict.Refused refused ->
          Optional.of(call.caller.certificate().token() == null ? ACCESS_ENDED : refused.failure());
      case Verdict.Accepted accepted ->
          call.stillMay.test(accepted.caller()) ? Optional.empty() : Optional.of(ROLE_WITHDRAWN);
    };
  }

  private final class OpenCall implements Session {
    private final Caller caller;
    private final Predicate<Caller> stillMay;
    private final Consumer<Failure> onEnd;
    private final AtomicBoolean ended = new AtomicBoolean();

    OpenCall(Caller caller, Predicate<Caller> stillMay, Consumer<Failure> onEnd) {
      this.caller = caller;
      this.stillMay = stillMay;
      this.onEnd = onEnd;
    }

    void end(Failure why) {
      if (ended.compareAndSet(false, true)) {
        open.remove(this);
        try {
          onEnd.accept(why);
        } catch (RuntimeException e) {
          LOG.warn("a call could not be ended: {}", e.getClass().getSimpleName());
        }
      }
    }

    @Override
    public void close() {
      if (ended.compareAndSet(false, true)) {
        open.remove(this);
      }
    }
  }
}
