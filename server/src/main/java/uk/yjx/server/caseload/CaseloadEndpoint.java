package uk.yjx.server.caseload;

import com.google.protobuf.Message;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import java.util.concurrent.CompletableFuture;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.GetCaseRequest;
import uk.yjx.caseload.v1.GetCaseResponse;
import uk.yjx.caseload.v1.ImportCasesRequest;
import uk.yjx.caseload.v1.ImportCasesResponse;
import uk.yjx.caseload.v1.LiftShieldRequest;
import uk.yjx.caseload.v1.LiftShieldResponse;
import uk.yjx.caseload.v1.ListCasesRequest;
import uk.yjx.caseload.v1.ListCasesResponse;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.caseload.v1.RecordCaseResponse;
import uk.yjx.caseload.v1.RecordCoverRequest;
import uk.yjx.caseload.v1.RecordCoverResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;

/** The caseload as clients see it: translates, asks, translates. */
@GrpcService
final class CaseloadEndpoint extends CaseloadServiceGrpc.CaseloadServiceImplBase {
  private final CaseRecorder cases;
  private final CaseImporter imports;
  private final CoverRecorder cover;
  private final CaseReader reader;
  private final ShieldLifting shields;

  CaseloadEndpoint(
      CaseRecorder cases,
      CaseImporter imports,
      CoverRecorder cover,
      CaseReader reader,
      ShieldLifting shields) {
    this.cases = cases;
    this.imports = imports;
    this.cover = cover;
    this.reader = reader;
    this.shields = shields;
  }

  @Override
  public void recordCase(RecordCaseRequest request, StreamObserver<RecordCaseResponse> to) {
    answer(cases.record(Caller.current(), request), to);
  }

  @Override
  public StreamObserver<ImportCasesRequest> importCases(StreamObserver<ImportCasesResponse> to) {
    return imports.begin(Caller.current(), (ServerCallStreamObserver<ImportCasesResponse>) to);
  }

  @Override
  public void recordCover(RecordCoverRequest request, StreamObserver<RecordCoverResponse> to) {
    answer(cover.record(Caller.current(), request), to);
  }

  @Override
  public void liftShield(LiftShieldRequest request, StreamObserver<LiftShieldResponse> to) {
    answer(shields.lift(Caller.current(), request), to);
  }

  @Override
  public void getCase(GetCaseRequest request, StreamObserver<GetCaseResponse> to) {
    disclose(reader.get(Caller.current(), request), to);
  }

  @Override
  public void listCases(ListCasesRequest request, StreamObserver<ListCasesResponse> to) {
    disclose(reader.list(Caller.current(), request), to);
  }

  static <T extends Message> void answer(CompletableFuture<T> answer, StreamObserver<T> to) {
    answer.whenComplete((message, failed) -> {
      if (failed == null) {
        to.onNext(message);
        to.onCompleted();
      } else {
        to.onError(failed);
      }
    });
  }

  private static <T extends Message> void disclose(
      CompletableFuture<Disclosed<T>> answer, StreamObserver<T> to) {
    answer.whenComplete((disclosed, failed) -> {
      if (failed == null) {
        disclosed.answer(to);
      } else {
        to.onError(failed);
      }
    });
  }
}
