package uk.yjx.server.alerts;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.Failure;

/**
 * One open server stream: a place, never a queue. One thread at a time pumps it; what it tells is
 * read, and its disclosure committed, only when the transport has room for it.
 *
 * @param <R> a frame
 */
public final class LiveStream<R> {
  private final ServerCallStreamObserver<R> call;
  private final Teller<R> teller;
  private final Executor pumps;
  private final Runnable gone;
  private final AtomicInteger signals = new AtomicInteger();
  private volatile boolean open;
  private volatile boolean ended;
  private volatile boolean heartbeatDue;
  private volatile @Nullable Failure ending;
  private volatile long lastSentNanos = System.nanoTime();

  /**
   * What a stream tells. Used by one thread at a time, so that it may remember its place.
   *
   * @param <R> a frame
   */
  public interface Teller<R> {
    /**
     * Tells the next frame, if there is one; a heartbeat, if there is none and one is due. False
     * when there is nothing to tell until the stream is woken; failures end the stream.
     */
    boolean tellNext(LiveStream<R> stream, boolean heartbeatDue);
  }

  /**
   * A stream that is silent until it is opened.
   *
   * @param gone called once when the call has ended, however it did
   */
  LiveStream(ServerCallStreamObserver<R> call, Teller<R> teller, Executor pumps, Runnable gone) {
    this.call = call;
    this.teller = teller;
    this.pumps = pumps;
    this.gone = gone;
  }

  /** From now on it tells. */
  public void open() {
    open = true;
    signal();
  }

  /** Sends a frame, unless the call has ended: then nothing may be committed for it either. */
  public void send(Consumer<StreamObserver<R>> frame) {
    if (!ended && !call.isCancelled()) {
      frame.accept(call);
      lastSentNanos = System.nanoTime();
      heartbeatDue = false;
    }
  }

  /** Ends the call at once, without a further frame. */
  public void refused(Throwable why) {
    if (finish() && !call.isCancelled()) {
      call.onError(why);
    }
  }

  /** Something may have changed: what is told, readiness, the clock. Never blocks. */
  void signal() {
    if (signals.getAndIncrement() == 0) {
      pumps.execute(this::pump);
    }
  }

  boolean hasEnded() {
    return ended;
  }

  /** Asks for a heartbeat when nothing was sent for so long. */
  void heartbeat(long nowNanos, long intervalNanos) {
    if (nowNanos - lastSentNanos >= intervalNanos) {
      heartbeatDue = true;
      signal();
    }
  }

  /** Ends the call, after what is being sent now. */
  void end(Failure why) {
    ending = why;
    signal();
  }

  /** The client has gone. */
  void cancelled() {
    finish();
  }

  private void pump() {
    int seen;
    do {
      seen = signals.get();
      try {
        step();
      } catch (CompletionException e) {
        refused(e.getCause() == null ? e : e.getCause());
      } catch (RuntimeException e) {
        refused(e);
      }
    } while (signals.addAndGet(-seen) != 0);
  }

  private void step() {
    while (!ended) {
      Failure why = ending;
      if (why != null) {
        refused(why.refused());
        return;
      }
      if (!open || !call.isReady() || !teller.tellNext(this, heartbeatDue)) {
        return;
      }
    }
  }

  private synchronized boolean finish() {
    if (ended) {
      return false;
    }
    ended = true;
    gone.run();
    return true;
  }
}
