package uk.yjx.server.intelligence;

import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import uk.yjx.common.v1.Receipt;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.NoticeAnswers;
import uk.yjx.intelligence.v1.StreamDrain;
import uk.yjx.intelligence.v1.StreamNoticesRequest;
import uk.yjx.intelligence.v1.StreamNoticesResponse;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.intelligence.v1.Window;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.Failure;

/**
 * One stream of notices. Callbacks of the call run on the event loop and only enqueue; what they
 * enqueue runs one at a time, so notices are appended in the order they came. Answers go out as
 * they become durable, coalesced, with one signature a frame; a frame is asked for while there is
 * room in the window.
 */
final class NoticeStream implements StreamObserver<StreamNoticesRequest> {
  /** Notices without an answer on one call. */
  static final int IN_FLIGHT_MAX = 4_000;

  /** Notices in a frame. */
  static final int PER_FRAME_MAX = 500;

  /** Bytes of a frame. */
  static final int FRAME_BYTES_MAX = 1024 * 1024;

  static final String OPERATION = "yjx.intelligence.v1.IntelligenceService/StreamNotices";

  private static final Failure FRAME_TOO_LARGE =
      Failure.of(
          Failure.Code.INVALID_ARGUMENT,
          "BATCH_TOO_LARGE",
          "a frame holds 1 to "
              + PER_FRAME_MAX
              + " notices and at most "
              + FRAME_BYTES_MAX
              + " bytes");

  private final Caller caller;
  private final ServerCallStreamObserver<StreamNoticesResponse> out;
  private final NoticeIntake intake;
  private final Receipts receipts;
  private final Executor turns;
  private final Queue<NoticeAnswer> answered = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean flushing = new AtomicBoolean();
  private int inFlight;
  private boolean asked;
  private boolean allArrived;
  private boolean ended;

  NoticeStream(
      Caller caller,
      ServerCallStreamObserver<StreamNoticesResponse> out,
      NoticeIntake intake,
      Receipts receipts,
      Executor worker) {
    this.caller = caller;
    this.out = out;
    this.intake = intake;
    this.receipts = receipts;
    this.turns = MoreExecutors.newSequentialExecutor(worker);
    out.disableAutoRequest();
    out.setOnReadyHandler(this::flushSoon);
    out.setOnCancelHandler(() -> turns.execute(() -> ended = true));
    turns.execute(this::begin);
  }

  @Override
  public void onNext(StreamNoticesRequest frame) {
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

  /** Tells the client that the server is about to stop; answers still go out. */
  void drain(java.time.Duration retryAfter) {
    turns.execute(() -> {
      if (!ended) {
        out.onNext(
            StreamNoticesResponse.newBuilder()
                .setDrain(
                    StreamDrain.newBuilder()
                        .setRetryAfter(
                            com.google.protobuf.Duration.newBuilder()
                                .setSeconds(retryAfter.toSeconds())
                                .setNanos(retryAfter.toNanosPart())))
                .build());
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
        StreamNoticesResponse.newBuilder()
            .setWindow(
                Window.newBuilder()
                    .setNoticesInFlight(IN_FLIGHT_MAX)
                    .setNoticesPerFrame(PER_FRAME_MAX)
                    .setFrameBytes(FRAME_BYTES_MAX)
                    .setStandingNotice(Receipts.STANDING_NOTICE))
            .build());
    askForMore();
  }

  private void take(StreamNoticesRequest frame) {
    asked = false;
    if (ended) {
      return;
    }
    if (frame.getNoticesCount() == 0
        || frame.getNoticesCount() > PER_FRAME_MAX
        || frame.getSerializedSize() > FRAME_BYTES_MAX) {
      ended = true;
      out.onError(FRAME_TOO_LARGE.refused());
      return;
    }
    inFlight += frame.getNoticesCount();
    for (SubmitNoticeRequest request : frame.getNoticesList()) {
      intake
          .acceptItem(caller, request, OPERATION)
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
      out.onNext(StreamNoticesResponse.newBuilder().setAnswers(frame).build());
    }
    askForMore();
    if (allArrived && inFlight == 0 && !ended) {
      ended = true;
      out.onCompleted();
    }
  }

  private void askForMore() {
    if (!asked && !ended && !allArrived && inFlight <= IN_FLIGHT_MAX - PER_FRAME_MAX) {
      asked = true;
      out.request(1);
    }
  }
}
