package uk.yjx.client.alerts;

import com.google.protobuf.ByteString;
import io.grpc.SynchronizationContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import uk.yjx.client.FullJitter;
import uk.yjx.client.Timer;

/**
 * Brings events to the handler, one frame at a time, and stores the cursor after each. The queue is
 * bounded by the credit given. Everything but the handler itself runs in the serial context.
 */
final class Deliveries {

  private final AlertHandler handler;
  private final CursorStore cursors;
  private final Surroundings surroundings;
  private final FullJitter backoff;
  private final SynchronizationContext serial;
  private final Listener listener;
  private final Queue<Delivery> waiting = new ArrayDeque<>();
  private ByteString newest;
  private boolean busy;
  private int failures;
  private volatile boolean stopped;

  Deliveries(
      AlertHandler handler,
      CursorStore cursors,
      Surroundings surroundings,
      FullJitter backoff,
      SynchronizationContext serial,
      Listener listener) {
    this.handler = handler;
    this.cursors = cursors;
    this.surroundings = surroundings;
    this.backoff = backoff;
    this.serial = serial;
    this.listener = listener;
    this.newest = cursors.load();
  }

  /**
   * Where to resume: the last cursor received, not the last one stored, since what waits here is
   * still dealt with after a reconnection. Empty to begin with everything open.
   */
  ByteString newest() {
    return newest;
  }

  /** Forgets where to resume; what waits is dealt with all the same. */
  void forgetCursor() {
    newest = ByteString.EMPTY;
  }

  void add(Delivery delivery) {
    newest = delivery.cursor();
    waiting.add(delivery);
    next();
  }

  /** Starts no handler any more; one that runs goes on to its end. */
  void stop() {
    if (!stopped) {
      stopped = true;
      waiting.clear();
      surroundings.release().run();
    }
  }

  private void next() {
    Delivery delivery = waiting.peek();
    if (delivery != null && !busy && !stopped) {
      busy = true;
      surroundings.worker().execute(() -> deal(delivery));
    }
  }

  @SuppressWarnings("CatchingUnchecked") // Whatever the application throws, the events come again.
  private void deal(Delivery delivery) {
    if (stopped) {
      return;
    }
    try {
      if (!delivery.events().isEmpty()) {
        handler.onEvents(delivery.events());
      }
      cursors.save(delivery.cursor());
    } catch (Exception | Error e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      serial.execute(this::failed);
      return;
    }
    serial.execute(() -> dealtWith(delivery));
  }

  private void dealtWith(Delivery delivery) {
    waiting.poll();
    busy = false;
    failures = 0;
    listener.dealtWith(delivery);
    next();
  }

  private void failed() {
    Duration delay = backoff.delay(failures++, Optional.empty(), surroundings.random());
    Timer timer = surroundings.timer();
    timer.after(
        delay,
        () ->
            serial.execute(() -> {
              busy = false;
              next();
            }));
    listener.handlerFailed();
  }

  /** Told in the serial context what the handler did. */
  interface Listener {
    /** The handler returned and the cursor is stored. */
    void dealtWith(Delivery delivery);

    /** The handler or the cursor store threw; it is tried again. */
    void handlerFailed();
  }
}
