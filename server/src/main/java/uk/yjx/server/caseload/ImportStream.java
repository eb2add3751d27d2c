package uk.yjx.server.caseload;

import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import uk.yjx.caseload.v1.ImportCaseAnswer;
import uk.yjx.caseload.v1.ImportCasesRequest;
import uk.yjx.caseload.v1.ImportCasesResponse;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.server.kernel.Failure;

/**
 * One import: at most {@link #FRAMES_IN_FLIGHT_MAX} frames are asked for, each is answered by one
 * frame in the order they came, and another is asked for when an answer has gone. Callbacks of the
 * call only enqueue; what they enqueue runs one at a time, so nothing here is locked.
 */
final class ImportStream implements StreamObserver<ImportCasesRequest> {
  /** Cases in a frame. */
  static final int CASES_PER_FRAME_MAX = 500;

  /** Bytes of a frame. */
  static final int FRAME_BYTES_MAX = 1024 * 1024;

  /** Frames asked for before the first of them is answered. */
  static final int FRAMES_IN_FLIGHT_MAX = 4;

  private static final Failure BATCH_TOO_LARGE =
      Failure.of(
          Failure.Code.INVALID_ARGUMENT,
          "BATCH_TOO_LARGE",
          "a frame holds 1 to "
              + CASES_PER_FRAME_MAX
              + " cases and at most "
              + FRAME_BYTES_MAX
              + " bytes");

  private final Function<RecordCaseRequest, CompletableFuture<ImportCaseAnswer>> recorder;
  private final ServerCallStreamObserver<ImportCasesResponse> out;
  private final Executor turns;
  private final Deque<CompletableFuture<ImportCasesResponse>> answers = new ArrayDeque<>();
  private boolean allArrived;
  private boolean ended;

  /**
   * Begins; to be called by the handler before it returns.
   *
   * @param recorder records one case and never fails
   * @param worker runs what the callbacks enqueue
   */
  ImportStream(
      Function<RecordCaseRequest, CompletableFuture<ImportCaseAnswer>> recorder,
      ServerCallStreamObserver<ImportCasesResponse> out,
      Executor worker) {
    this.recorder = recorder;
    this.out = out;
    this.turns = MoreExecutors.newSequentialExecutor(worker);
    out.disableAutoRequest();
    out.setOnReadyHandler(() -> turns.execute(this::send));
    out.setOnCancelHandler(() -> turns.execute(this::end));
    out.request(FRAMES_IN_FLIGHT_MAX);
  }

  @Override
  public void onNext(ImportCasesRequest frame) {
    turns.execute(() -> take(frame));
  }

  @Override
  public void onCompleted() {
    turns.execute(() -> {
      allArrived = true;
      send();
    });
  }

  @Override
  public void onError(Throwable cancelled) {
    turns.execute(this::end);
  }

  private void take(ImportCasesRequest frame) {
    if (ended) {
      return;
    }
    if (frame.getCasesCount() == 0
        || frame.getCasesCount() > CASES_PER_FRAME_MAX
        || frame.getSerializedSize() > FRAME_BYTES_MAX) {
      end();
      out.onError(BATCH_TOO_LARGE.refused());
      return;
    }
    List<CompletableFuture<ImportCaseAnswer>> items =
        frame.getCasesList().stream().map(recorder).toList();
    CompletableFuture<ImportCasesResponse> answer =
        CompletableFuture.allOf(items.toArray(CompletableFuture<?>[]::new))
            .thenApply(done -> answer(items));
    answers.addLast(answer);
    answer.whenComplete((done, failed) -> turns.execute(this::send));
  }

  private void send() {
    while (!ended && out.isReady()) {
      CompletableFuture<ImportCasesResponse> next = answers.peekFirst();
      if (next == null || !next.isDone()) {
        break;
      }
      answers.removeFirst();
      out.onNext(next.join());
      out.request(1);
    }
    if (!ended && allArrived && answers.isEmpty()) {
      end();
      out.onCompleted();
    }
  }

  private void end() {
    ended = true;
    answers.clear();
  }

  private static ImportCasesResponse answer(List<CompletableFuture<ImportCaseAnswer>> items) {
    return ImportCasesResponse.newBuilder()
        .addAllAnswers(items.stream().map(CompletableFuture::join).toList())
        .build();
  }
}
