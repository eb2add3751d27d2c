package uk.yjx.server.alerts;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AlertEvents;
import uk.yjx.server.kernel.Failure;

/**
 * Sends the frames of one stream. Anybody may add a control frame; only the stream's pump sends, so
 * frames never overlap, and nothing follows the end.
 */
final class StreamSender {
  private final Outlet<?> outlet;
  private final Queue<Consumer<Outlet<?>>> control = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;
  private volatile long lastSentNanos = System.nanoTime();

  StreamSender(Outlet<?> outlet) {
    this.outlet = outlet;
  }

  /** Adds a frame to be sent after what is being sent now. */
  void add(Consumer<Outlet<?>> frame) {
    control.add(frame);
  }

  /** Adds the end; with a failure, or well when there is none. */
  void addEnd(@Nullable Failure failure) {
    control.add(out -> {
      if (ended) {
        return;
      }
      ended = true;
      if (failure == null) {
        out.call().onCompleted();
      } else {
        out.call().onError(failure.refused());
      }
    });
  }

  /** Whether there is room for another frame of events, and nothing to be sent before it. */
  boolean mayGoOn() {
    return !ended && control.isEmpty() && outlet.call().isReady();
  }

  boolean hasEnded() {
    return ended;
  }

  /** The call is gone: nothing more is sent. */
  void cancelled() {
    ended = true;
  }

  /** Ends the call because of a mistake of ours. */
  void broken(RuntimeException e) {
    if (!ended && !outlet.call().isCancelled()) {
      ended = true;
      outlet.call().onError(e);
    }
  }

  /** Sends what was added, in that order. */
  void sendAdded() {
    Consumer<Outlet<?>> next = control.poll();
    while (next != null && !ended) {
      send(next);
      next = control.poll();
    }
  }

  void send(Consumer<Outlet<?>> frame) {
    frame.accept(outlet);
    lastSentNanos = System.nanoTime();
  }

  void events(Disclosures.Released released, AlertEvents events) {
    send(out -> out.events(released, events));
  }

  /** Whether nothing was sent for a while. */
  boolean hasBeenQuiet(long nowNanos, Duration interval) {
    return nowNanos - lastSentNanos >= interval.toNanos();
  }
}
