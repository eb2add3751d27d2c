package uk.yjx.server.intelligence;

import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.MessageLite;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import uk.yjx.common.v1.Receipt;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.NoticeAnswers;
import uk.yjx.intelligence.v1.StreamDrain;
import uk.yjx.intelligence.v1.Window;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.Failure;

/**
 * One stream of notices. Callbacks of the call run on the event loop and only enqueue; what they
 * enqueue runs one at a time, so notices are appended in the order they came. Answers go out as
 * they become durable, coalesced, with one signature a frame; a frame is asked for while there is
 * room in the window.
 *
 * @param <F> frames of the sender
 * @param <Q> one notice of a frame
 * @param <R> frames of the server
 */
public final class NoticeStream<F extends MessageLite, Q, R> implements StreamObserver<F> {
  /** Notices without an answer on one call. */
  static final int IN_FLIGHT_MAX = 4_000;

  /** Notices in a frame. */
  static final int PER_FRAME_MAX = 500;

  /** Bytes of a frame. */
  static final int FRAME_BYTES_MAX = 1024 * 1024;

  private static final Failure FRAME_TOO_LARGE =
      Failure.of(
          Failure.Code.INVALID_ARGUMENT,
          "BATCH_TOO_LARGE",
          "a frame holds 1 to "
              + PER_FRAME_MAX
              + " notices and at most "
              + FRAME_BYTES_MAX
              + " bytes");

  private final ServerCallStreamObserver<R> out;
  private final Frames<F, Q, R> frames;
  private final Receipts receipts;
  private final Executor turns;
  private final Queue<NoticeAnswer> answered = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean flushing = new AtomicBoolean();
  private int inFlight;
  private boolean asked;
  private boolean allArrived;
  private boolean draining;
  private boolean ended;

  /**
   * What one contract of notices calls its frames, and where its notices go.
   *
   * @param <F> frames of the sender
   * @param <Q> one notice of a frame
   * @param <R> frames of the server
   */
  public interface Frames<F, Q, R> {
    /** The notices of a frame, in order. */
    List<Q> notices(F frame);

    /** Takes one notice; never fails: what is refused is answered. */
    CompletableFuture<NoticeAnswer> accept(Q notice);

    /** The first frame. */
    R window(Window window);

    /** A frame of answers. */
    R answers(NoticeAnswers answers);

    /** The frame that says that the server is about to stop. */
    R drain(StreamDrain drain);
  }

  /** Begins at once by telling the window; turns run on the worker. */
  NoticeStream(
      ServerCallStreamObserver<R> out, Frames<F, Q, R> frames, Receipts receipts, Executor worker) {
    this.out = out;
    this.frames = frames;
    this.receipts = receipts;
    this.turns = MoreExecutors.newSequentialExecutor(worker);
    out.disableAutoRequest();
    out.setOnReadyHandler(this::flushSoon);
    whenOver(() -> {});
    turns.execute(this::begin);
  }

  /**
   * Runs something when the call is over, completed or cancelled; it may run twice. Call it before
   * the call's method returns: gRPC takes handlers no later.
   */
  void whenOver(Runnable release) {
    out.setOnCloseHandler(release);
    // A cancelled call is never told that it was closed.
    out.setOnCancelHandler(() -> {
      turns.execute(() -> ended = true);
      release.run();
    });
  }

  @Override
  public void onNext(F frame) {
    turns.execute(() -> take(frame));
  }

  @Override
  public void onCompleted() {
    turns.execute(() -> {
      allArrived = true;
      flush();
    });
  }

  @Override
  public void onError(Throwable cancelled) {
    turns.execute(() -> ended = true);
  }

  /**
   * Tells the client that the server is about to stop, takes nothing more, and ends the call well
   * once everything taken is answered. What the client sent meanwhile it sends again elsewhere.
   */
  void drain(java.time.Duration retryAfter) {
    turns.execute(() -> {
      if (!ended) {
        out.onNext(
            frames.drain(
                StreamDrain.newBuilder()
                    .setRetryAfter(
                        com.google.protobuf.Duration.newBuilder()
                            .setSeconds(retryAfter.toSeconds())
                            .setNanos(retryAfter.toNanosPart()))
                    .build()));
        draining = true;
        flush();
      }
    });
  }

  /** Ends the call: the caller may not go on. */
  void end(Failure failure) {
    turns.execute(() -> {
      if (!ended) {
        ended = true;
        out.onError(failure.refused());
      }
    });
  }

  private void begin() {
    out.onNext(
        frames.window(
            Window.newBuilder()
                .setNoticesInFlight(IN_FLIGHT_MAX)
                .setNoticesPerFrame(PER_FRAME_MAX)
                .setFrameBytes(FRAME_BYTES_MAX)
                .setStandingNotice(Receipts.STANDING_NOTICE)
                .build()));
    askForMore();
  }

  private void take(F frame) {
    asked = false;
    if (ended || draining) {
      return;
    }
    List<Q> notices = frames.notices(frame);
    if (notices.isEmpty()
        || notices.size() > PER_FRAME_MAX
        || frame.getSerializedSize() > FRAME_BYTES_MAX) {
      ended = true;
      out.onError(FRAME_TOO_LARGE.refused());
      return;
    }
    inFlight += notices.size();
    for (Q notice : notices) {
      frames
          .accept(notice)
          .whenComplete((answer, never) -> {
            answered.add(answer);
            flushSoon();
          });
    }
    askForMore();
  }

  private void flushSoon() {
    if (flushing.compareAndSet(false, true)) {
      turns.execute(() -> {
        flushing.set(false);
        flush();
      });
    }
  }

  private void flush() {
    while (!ended && out.isReady() && !answered.isEmpty()) {
      NoticeAnswers.Builder frame = NoticeAnswers.newBuilder();
      List<Receipt> durable = new ArrayList<>();
      NoticeAnswer next = answered.poll();
      while (next != null) {
        frame.addAnswers(next);
        if (next.hasAccepted()) {
          durable.add(next.getAccepted());
        }
        next = frame.getAnswersCount() < PER_FRAME_MAX ? answered.poll() : null;
      }
      if (!durable.isEmpty()) {
        frame.setSignature(receipts.sign(durable));
      }
      inFlight -= frame.getAnswersCount();
      out.onNext(frames.answers(frame.build()));
    }
    askForMore();
    if ((allArrived || draining) && inFlight == 0 && !ended) {
      ended = true;
      out.onCompleted();
    }
  }

  private void askForMore() {
    if (!asked && !ended && !allArrived && !draining && inFlight <= IN_FLIGHT_MAX - PER_FRAME_MAX) {
      asked = true;
      out.request(1);
    }
  }
}
