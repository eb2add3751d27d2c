package uk.yjx.server.evidence;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import uk.yjx.audit.v1.LogLeaf;
import uk.yjx.audit.v1.TailEventsResponse;
import uk.yjx.server.kernel.Failure;

/**
 * One open tail: an index, never a queue. One thread at a time pumps it; leaves are read only when
 * the transport has room for them.
 */
final class TailStream {
  /** Leaves in one frame. */
  static final int FRAME_LEAVES_MAX = 500;

  /** A frame ends early above this size, in bytes. */
  static final int FRAME_BYTES_MAX = 1024 * 1024;

  private final LogStore store;
  private final ServerCallStreamObserver<TailEventsResponse> call;
  private final Executor pumps;
  private final Runnable gone;
  private final AtomicInteger signals = new AtomicInteger();
  private long next;
  private volatile boolean open;
  private volatile boolean ended;
  private volatile boolean heartbeatDue;
  private volatile @Nullable Failure ending;
  private volatile long lastSentNanos = System.nanoTime();

  /**
   * A tail that is silent until it is opened.
   *
   * @param gone called once when the call has ended, however it did
   */
  TailStream(
      LogStore store,
      ServerCallStreamObserver<TailEventsResponse> call,
      long from,
      Executor pumps,
      Runnable gone) {
    this.store = store;
    this.call = call;
    this.next = from;
    this.pumps = pumps;
    this.gone = gone;
  }

  /** The reading is committed: leaves may leave. */
  void open() {
    open = true;
    signal();
  }

  /** Something may have changed: leaves, readiness, the clock. Never blocks. */
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

  /** Nothing may leave: the reading was refused or could not be committed. */
  void refused(Throwable why) {
    if (finish() && !call.isCancelled()) {
      call.onError(why);
    }
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
      } catch (Failure.Refused e) {
        fail(e.failure());
      } catch (RuntimeException e) {
        refused(e);
      }
    } while (signals.addAndGet(-seen) != 0);
  }

  private void step() {
    while (!ended) {
      Failure why = ending;
      if (why != null) {
        fail(why);
        return;
      }
      if (!open || !call.isReady()) {
        return;
      }
      List<LogLeaf> leaves = store.leaves(next, FRAME_LEAVES_MAX, FRAME_BYTES_MAX);
      if (leaves.isEmpty() && !heartbeatDue) {
        return;
      }
      send(leaves);
    }
  }

  private void send(List<LogLeaf> leaves) {
    // Read after the leaves, so that the size always covers them.
    long size = store.head().size();
    if (ended || call.isCancelled()) {
      return;
    }
    call.onNext(TailEventsResponse.newBuilder().addAllLeaves(leaves).setTreeSize(size).build());
    next += leaves.size();
    lastSentNanos = System.nanoTime();
    heartbeatDue = false;
  }

  private void fail(Failure why) {
    refused(why.refused());
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
