package uk.yjx.client.alerts;

import io.grpc.Status;
import io.grpc.SynchronizationContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.ReceiveResponse;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeException;

/**
 * Keeps one call of Receive open: connects, waits, connects again, ends. Everything runs in the
 * serial context, so there is one state and no lock.
 */
final class Receiver implements ReceiveCall.Listener, Deliveries.Listener {

  private final SubscriptionSettings settings;
  private final Surroundings surroundings;
  private final Consumer<SubscriptionState> listener;
  private final SynchronizationContext serial;
  private final Session.Books books;
  private final CompletableFuture<SubscriptionState.Closed> closed = new CompletableFuture<>();
  private volatile SubscriptionState state = new SubscriptionState.Connecting();

  // Touched in the serial context only.
  private @Nullable Session session;
  private boolean handlerFailing;
  private boolean closing;
  private int failures;

  Receiver(
      SubscriptionSettings settings,
      Surroundings surroundings,
      CursorStore cursors,
      AlertHandler handler,
      Consumer<SubscriptionState> listener) {
    this.settings = settings;
    this.surroundings = surroundings;
    this.listener = listener;
    this.serial = new SynchronizationContext((thread, failure) -> crashed(failure));
    this.books =
        new Session.Books(
            new Deliveries(handler, cursors, surroundings, settings.backoff(), serial, this),
            new Acknowledgements(),
            new Credit(settings.creditAlerts(), settings.creditBytes()),
            new Silence(surroundings.timer(), serial, this::silent));
  }

  SubscriptionState state() {
    return state;
  }

  CompletableFuture<SubscriptionState.Closed> closed() {
    return closed;
  }

  void start() {
    serial.execute(this::connect);
  }

  /** Makes a statement about alerts and sends it as soon as a call takes it. */
  void say(Consumer<Acknowledgements> statement) {
    serial.execute(() -> {
      statement.accept(books.acknowledgements());
      if (closed.isDone()) {
        books.acknowledgements().fail(CallEnd.closedBeforeAnswer());
      }
      if (session != null) {
        session.say();
      }
    });
  }

  /** Ends once everything said is answered; at once when no call is open. */
  void close() {
    serial.execute(() -> {
      closing = true;
      books.deliveries().stop();
      if (session == null || !session.isOpened()) {
        finish(Optional.empty());
      }
      finishIfAnswered();
    });
  }

  /** Ends at once. */
  void abandon() {
    serial.execute(() -> finish(Optional.empty()));
  }

  @Override
  public void ready(ReceiveCall which) {
    serial.execute(() -> {
      if (session != null && session.call == which) {
        session.say();
      }
    });
  }

  @Override
  public void received(ReceiveCall which, ReceiveResponse frame) {
    serial.execute(() -> {
      // A call that was given up may still deliver a frame; it comes again on the next.
      if (session != null && session.call == which) {
        session.act(frame);
        finishIfAnswered();
      }
    });
  }

  @Override
  public void ended(ReceiveCall which, Optional<ExchangeException> cause) {
    serial.execute(() -> {
      if (session != null && session.call == which) {
        ended(session, cause);
      }
    });
  }

  @Override
  public void dealtWith(Delivery delivery) {
    handlerFailing = false;
    books.credit().dealtWith(delivery);
    if (session != null) {
      session.grant();
      reportConnected(session.state());
    }
  }

  @Override
  public void handlerFailed() {
    handlerFailing = true;
    if (session != null) {
      reportConnected(session.state());
    }
  }

  private void connect() {
    if (closed.isDone()) {
      return;
    }
    report(new SubscriptionState.Connecting());
    ReceiveCall call = new ReceiveCall(surroundings.connection(), this);
    Session opening = new Session(call, settings, books, this::reportConnected);
    session = opening;
    call.start(surroundings.connection());
    opening.open();
  }

  private void silent() {
    if (session != null) {
      session.call.cancel("the exchange is silent");
      ended(
          session,
          Optional.of(Errors.local(Status.Code.UNAVAILABLE, "SILENT", "the exchange is silent")));
    }
  }

  private void ended(Session old, Optional<ExchangeException> cause) {
    session = null;
    books.silence().stop();
    if (closing) {
      finish(Optional.empty());
      return;
    }
    switch (CallEnd.of(cause, surroundings.connection(), old.call.credentialsGeneration())) {
      case STOP -> finish(cause);
      case BACK_OFF -> backOff(old, cause);
      case REOPEN_WITHOUT_CURSOR -> {
        boolean hadCursor = !books.deliveries().newest().isEmpty();
        books.deliveries().forgetCursor();
        if (hadCursor) {
          connect();
        } else {
          backOff(old, cause);
        }
      }
    }
  }

  private void backOff(Session old, Optional<ExchangeException> cause) {
    failures = old.worked() ? 0 : failures;
    Optional<Duration> asked =
        old.retryAfter().or(() -> cause.flatMap(ExchangeException::retryAfter));
    Duration delay = settings.backoff().delay(failures++, asked, surroundings.random());
    report(new SubscriptionState.BackingOff(delay, cause));
    surroundings.timer().after(delay, () -> serial.execute(this::connect));
  }

  private void finishIfAnswered() {
    if (closing && books.acknowledgements().size() == 0) {
      finish(Optional.empty());
    }
  }

  private void finish(Optional<ExchangeException> cause) {
    if (closed.isDone()) {
      return;
    }
    books.deliveries().stop();
    books.silence().stop();
    if (session != null) {
      session.call.cancel("the subscription is closed");
      session = null;
    }
    SubscriptionState.Closed end = new SubscriptionState.Closed(cause);
    closed.complete(end);
    books.acknowledgements().fail(cause.orElseGet(CallEnd::closedBeforeAnswer));
    report(end);
  }

  /** Reports what a connected stream is doing, unless the handler is what holds it up. */
  private void reportConnected(SubscriptionState told) {
    report(handlerFailing ? new SubscriptionState.Blocked(Frames.HANDLER_FAILED) : told);
  }

  private void report(SubscriptionState next) {
    if (!next.equals(state)) {
      state = next;
      listener.accept(next);
    }
  }

  private void crashed(Throwable failure) {
    finish(
        Optional.of(
            Errors.local(
                Status.Code.INTERNAL, "LISTENER_FAILED", "the subscription failed", failure)));
  }
}
