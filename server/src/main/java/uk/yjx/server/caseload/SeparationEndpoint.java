package uk.yjx.server.caseload;

import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import uk.yjx.caseload.v1.DeclareSeparationRequest;
import uk.yjx.caseload.v1.DeclareSeparationResponse;
import uk.yjx.caseload.v1.LiftSeparationRequest;
import uk.yjx.caseload.v1.LiftSeparationResponse;
import uk.yjx.caseload.v1.ListSeparationsRequest;
import uk.yjx.caseload.v1.ListSeparationsResponse;
import uk.yjx.caseload.v1.SeparationServiceGrpc;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;

/** Separations as managers see them. */
@GrpcService
final class SeparationEndpoint extends SeparationServiceGrpc.SeparationServiceImplBase {
  private final SeparationRecorder recorder;
  private final SeparationReader reader;

  SeparationEndpoint(SeparationRecorder recorder, SeparationReader reader) {
    this.recorder = recorder;
    this.reader = reader;
  }

  @Override
  public void declareSeparation(
      DeclareSeparationRequest request, StreamObserver<DeclareSeparationResponse> to) {
    CaseloadEndpoint.answer(recorder.declare(Caller.current(), request), to);
  }

  @Override
  public void listSeparations(
      ListSeparationsRequest request, StreamObserver<ListSeparationsResponse> to) {
    Disclosed<ListSeparationsResponse> page = reader.list(Caller.current(), request).join();
    page.answer(to);
  }

  @Override
  public void liftSeparation(
      LiftSeparationRequest request, StreamObserver<LiftSeparationResponse> to) {
    CaseloadEndpoint.answer(recorder.lift(Caller.current(), request), to);
  }
}
