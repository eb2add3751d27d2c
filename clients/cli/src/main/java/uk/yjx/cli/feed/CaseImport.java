package uk.yjx.cli.feed;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.ImportCaseAnswer;
import uk.yjx.caseload.v1.ImportCasesRequest;
import uk.yjx.caseload.v1.ImportCasesResponse;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.client.Errors;

/** Cases on their way over one call of ImportCases, a bounded number without an answer. */
public final class CaseImport {

  /** Cases in one frame, at most, as the contract says. */
  private static final int FRAME_CASES_MAX = 500;

  /** Bytes of one frame, at most: below the contract's MiB, with room for tags. */
  private static final int FRAME_BYTES_MAX = 900_000;

  /** Cases without an answer, at most. */
  private static final int UNANSWERED_MAX = 2_000;

  private final Consumer<ImportCaseAnswer> onAnswer;
  private final Semaphore room = new Semaphore(UNANSWERED_MAX);
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private final List<RecordCaseRequest> frame = new ArrayList<>();
  private int frameBytes;
  private @Nullable ClientCallStreamObserver<ImportCasesRequest> call;

  private CaseImport(Consumer<ImportCaseAnswer> onAnswer) {
    this.onAnswer = onAnswer;
  }

  /** Opens the call; answers come on a thread of the transport. */
  public static CaseImport open(Channel channel, Consumer<ImportCaseAnswer> onAnswer) {
    CaseImport opened = new CaseImport(onAnswer);
    var unused = CaseloadServiceGrpc.newStub(channel).importCases(opened.new Answers());
    return opened;
  }

  /** Sends a case with others in one frame; waits while too many are unanswered. */
  public void add(RecordCaseRequest request) throws InterruptedException {
    if (!room.tryAcquire()) {
      flush();
      room.acquire();
    }
    if (finished.isDone()) {
      await();
      throw Errors.local(Status.Code.UNAVAILABLE, "CALL_ENDED", "the exchange ended the import");
    }
    int bytes = request.getSerializedSize();
    if (frame.size() == FRAME_CASES_MAX || frameBytes + bytes > FRAME_BYTES_MAX) {
      flush();
    }
    frame.add(request);
    frameBytes += bytes;
  }

  /** Sends what is left and waits for the last answer; throws what the call ended with. */
  public void finish() throws InterruptedException {
    flush();
    call().onCompleted();
    await();
    if (room.availablePermits() < UNANSWERED_MAX) {
      throw Errors.local(
          Status.Code.UNAVAILABLE, "ANSWERS_MISSING", "the exchange did not answer every case");
    }
  }

  private void flush() {
    if (!frame.isEmpty()) {
      call().onNext(ImportCasesRequest.newBuilder().addAllCases(frame).build());
      frame.clear();
      frameBytes = 0;
    }
  }

  private void await() throws InterruptedException {
    try {
      finished.get();
    } catch (ExecutionException e) {
      throw Errors.of(e.getCause() == null ? e : e.getCause());
    }
  }

  private ClientCallStreamObserver<ImportCasesRequest> call() {
    return java.util.Objects.requireNonNull(call, "the call has not started");
  }

  /** The answering side of the call. */
  private final class Answers
      implements ClientResponseObserver<ImportCasesRequest, ImportCasesResponse> {

    @Override
    public void beforeStart(ClientCallStreamObserver<ImportCasesRequest> requests) {
      call = requests;
    }

    @Override
    public void onNext(ImportCasesResponse response) {
      response.getAnswersList().forEach(onAnswer);
      room.release(response.getAnswersCount());
    }

    @Override
    public void onError(Throwable failure) {
      finished.completeExceptionally(Errors.of(failure));
      room.release(UNANSWERED_MAX); // whoever waits for room must see the end
    }

    @Override
    public void onCompleted() {
      finished.complete(null);
      room.release(0);
    }
  }
}
