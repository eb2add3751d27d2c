package uk.yjx.server.caseload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static uk.yjx.server.TestNodes.await;
import static uk.yjx.server.caseload.TestService.aCase;
import static uk.yjx.server.caseload.TestService.refusal;
import static uk.yjx.server.caseload.TestService.request;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import uk.yjx.caseload.v1.ImportCasesRequest;
import uk.yjx.caseload.v1.ImportCasesResponse;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.server.identity.Caller;

/** One call with many cases, on a real database. */
class CaseImportTest {
  private static final TestService at = new TestService();

  @AfterAll
  static void stop() {
    at.close();
  }

  @Test
  void importsFramesInOrderAndRefusesOneCaseWithoutTheOthers() {
    List<ImportCasesResponse> frames = new ArrayList<>();
    Imports call = new Imports(frames);
    StreamObserver<ImportCasesRequest> requests = call.begin();
    RecordCaseRequest good = request(at.id(), aCase("F-1", 95_001).build());
    RecordCaseRequest blank = request(at.id(), aCase("", 95_002).build());
    requests.onNext(ImportCasesRequest.newBuilder().addCases(good).addCases(blank).build());
    requests.onNext(
        ImportCasesRequest.newBuilder()
            .addCases(request(at.id(), aCase("F-3", 95_003).build()))
            .build());
    requests.onCompleted();
    await(call.ended);
    assertEquals(2, frames.size());
    assertEquals(good.getRequestId(), frames.getFirst().getAnswers(0).getRequestId());
    assertTrue(frames.getFirst().getAnswers(0).hasRecorded());
    assertEquals("VALIDATION_FAILED", frames.getFirst().getAnswers(1).getRefused().getReason());
    assertTrue(frames.get(1).getAnswers(0).hasRecorded());
    assertEquals(ImportStream.FRAMES_IN_FLIGHT_MAX + 2, call.requested, "one more for each answer");
  }

  @Test
  void endsAnImportWhoseFrameIsTooLarge() {
    Imports call = new Imports(new ArrayList<>());
    StreamObserver<ImportCasesRequest> requests = call.begin();
    ImportCasesRequest.Builder frame = ImportCasesRequest.newBuilder();
    for (int i = 0; i <= ImportStream.CASES_PER_FRAME_MAX; i++) {
      frame.addCases(RecordCaseRequest.getDefaultInstance());
    }
    requests.onNext(frame.build());
    assertEquals("BATCH_TOO_LARGE", refusal(() -> await(call.ended)).reason());
  }

  /** The server's end of an import, always ready. */
  private static final class Imports extends ServerCallStreamObserver<ImportCasesResponse> {
    private final List<ImportCasesResponse> frames;
    private final CompletableFuture<List<ImportCasesResponse>> ended = new CompletableFuture<>();
    private int requested;

    Imports(List<ImportCasesResponse> frames) {
      this.frames = frames;
    }

    /** Begins as the edge would, for a caller let in. */
    StreamObserver<ImportCasesRequest> begin() {
      AtomicReference<StreamObserver<ImportCasesRequest>> requests = new AtomicReference<>();
      Context.current()
          .withValue(Caller.KEY, at.editor)
          .run(() -> requests.set(at.endpoint().importCases(this)));
      return Objects.requireNonNull(requests.get());
    }

    @Override
    public void onNext(ImportCasesResponse frame) {
      frames.add(frame);
    }

    @Override
    public void onError(Throwable failed) {
      ended.completeExceptionally(failed);
    }

    @Override
    public void onCompleted() {
      ended.complete(frames);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void request(int count) {
      requested += count;
    }

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void disableAutoRequest() {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void setOnReadyHandler(Runnable onReady) {}

    @Override
    public void setOnCancelHandler(Runnable onCancel) {}

    @Override
    public void setCompression(String compression) {}

    @Override
    public void setMessageCompression(boolean enable) {}
  }
}
