package uk.yjx.server.caseload;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.caseload.v1.ImportCaseAnswer;
import uk.yjx.caseload.v1.ImportCasesRequest;
import uk.yjx.caseload.v1.ImportCasesResponse;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.caseload.v1.RecordCaseResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Refusals;
import uk.yjx.server.journal.ItemRefusal;
import uk.yjx.server.journal.RequestRules;
import uk.yjx.server.kernel.Failure;

/** Takes many cases over one call, each on its own: what is wrong with one stops no other. */
@Singleton
final class CaseImporter {
  private static final String OPERATION = "yjx.caseload.v1.CaseloadService/ImportCases";
  private static final Logger LOG = LoggerFactory.getLogger(CaseImporter.class);

  private static final Failure UNEXPECTED =
      Failure.of(
          Failure.Code.INTERNAL,
          "UNEXPECTED",
          "the exchange failed; try again with the same request id");

  private final CaseRecorder recorder;
  private final RequestRules rules;
  private final Refusals refusals;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("case-import-", 0).factory());

  CaseImporter(CaseRecorder recorder, RequestRules rules, Refusals refusals) {
    this.recorder = recorder;
    this.rules = rules;
    this.refusals = refusals;
  }

  /** Begins an import of a caller. */
  StreamObserver<ImportCasesRequest> begin(
      Caller caller, ServerCallStreamObserver<ImportCasesResponse> out) {
    return new ImportStream(request -> answer(caller, request), out, workers);
  }

  @PreDestroy
  void stop() {
    workers.shutdown();
  }

  private CompletableFuture<ImportCaseAnswer> answer(Caller caller, RecordCaseRequest request) {
    return checked(caller, request)
        .handle((recorded, failed) -> answer(caller, request, recorded, failed));
  }

  private CompletableFuture<RecordCaseResponse> checked(Caller caller, RecordCaseRequest request) {
    try {
      Optional<Failure> broken = rules.check(request);
      return broken.isPresent()
          ? CompletableFuture.failedFuture(broken.get().refused())
          : recorder.record(caller, request);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private ImportCaseAnswer answer(
      Caller caller,
      RecordCaseRequest request,
      @Nullable RecordCaseResponse recorded,
      @Nullable Throwable failed) {
    ImportCaseAnswer.Builder answer =
        ImportCaseAnswer.newBuilder().setRequestId(request.getRequestId());
    if (recorded != null) {
      return answer.setRecorded(recorded).build();
    }
    Failure failure = failure(failed);
    if (failure.retryAfter() == null && failure.code() != Failure.Code.INTERNAL) {
      var unused = refusals.record(caller, OPERATION, request.getRequestId(), failure);
    }
    return answer.setRefused(ItemRefusal.of(failure)).build();
  }

  private static Failure failure(@Nullable Throwable failed) {
    Throwable cause =
        failed instanceof CompletionException && failed.getCause() != null
            ? failed.getCause()
            : failed;
    if (cause instanceof Failure.Refused refused) {
      return refused.failure();
    }
    // The message of an exception may quote data, so only its type is told.
    LOG.error("a case could not be recorded: {}", cause == null ? "" : cause.getClass().getName());
    return UNEXPECTED;
  }
}
