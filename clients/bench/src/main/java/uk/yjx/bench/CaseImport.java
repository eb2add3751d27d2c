package uk.yjx.bench;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.ImportCaseAnswer;
import uk.yjx.caseload.v1.ImportCasesRequest;
import uk.yjx.caseload.v1.ImportCasesResponse;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;

/** Imports cases over one call of ImportCases and insists that every one is recorded. */
final class CaseImport implements StreamObserver<ImportCasesResponse> {

  private static final int FRAME_CASES = 200;
  private static final int UNANSWERED_MAX = 10 * FRAME_CASES;

  private final Semaphore room = new Semaphore(UNANSWERED_MAX);
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private long recorded;

  private CaseImport() {}

  /** Imports all cases; returns when all are recorded. */
  static void run(ExchangeConnection connection, List<RecordCaseRequest> cases)
      throws InterruptedException {
    CaseImport answers = new CaseImport();
    StreamObserver<ImportCasesRequest> call =
        CaseloadServiceGrpc.newStub(connection.channel()).importCases(answers);
    for (int from = 0; from < cases.size() && !answers.finished.isDone(); from += FRAME_CASES) {
      List<RecordCaseRequest> frame =
          cases.subList(from, Math.min(cases.size(), from + FRAME_CASES));
      answers.room.acquire(frame.size());
      call.onNext(ImportCasesRequest.newBuilder().addAllCases(frame).build());
    }
    call.onCompleted();
    try {
      answers.finished.get();
    } catch (ExecutionException e) {
      throw Errors.of(e.getCause() == null ? e : e.getCause());
    }
    if (answers.recorded != cases.size()) {
      throw new IllegalStateException(
          answers.recorded + " of " + cases.size() + " cases were recorded");
    }
  }

  @Override
  public void onNext(ImportCasesResponse response) {
    for (ImportCaseAnswer answer : response.getAnswersList()) {
      if (answer.hasRefused()) {
        finished.completeExceptionally(Errors.of(answer.getRefused()));
      }
      recorded++;
    }
    room.release(response.getAnswersCount());
  }

  @Override
  public void onError(Throwable failure) {
    finished.completeExceptionally(failure);
    room.release(UNANSWERED_MAX);
  }

  @Override
  public void onCompleted() {
    finished.complete(null);
    room.release(UNANSWERED_MAX);
  }
}
