package uk.yjx.server.alerts;

import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import java.util.UUID;
import uk.yjx.alerts.v1.EmergencyAccessServiceGrpc;
import uk.yjx.alerts.v1.ListEmergencyAccessesRequest;
import uk.yjx.alerts.v1.ListEmergencyAccessesResponse;
import uk.yjx.alerts.v1.OpenEmergencyAccessRequest;
import uk.yjx.alerts.v1.OpenEmergencyAccessResponse;
import uk.yjx.alerts.v1.ReadEmergencyAccessRequest;
import uk.yjx.alerts.v1.ReadEmergencyAccessResponse;
import uk.yjx.alerts.v1.ReviewEmergencyAccessRequest;
import uk.yjx.alerts.v1.ReviewEmergencyAccessResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;

/** Emergency access on the wire. */
@GrpcService
final class EmergencyAccessEndpoint
    extends EmergencyAccessServiceGrpc.EmergencyAccessServiceImplBase {
  private final EmergencyOpening opening;
  private final EmergencyReviews reviews;
  private final EmergencyReads reads;
  private final Receipts receipts;

  EmergencyAccessEndpoint(
      EmergencyOpening opening, EmergencyReviews reviews, EmergencyReads reads, Receipts receipts) {
    this.opening = opening;
    this.reviews = reviews;
    this.reads = reads;
    this.receipts = receipts;
  }

  @Override
  public void openEmergencyAccess(
      OpenEmergencyAccessRequest request, StreamObserver<OpenEmergencyAccessResponse> out) {
    out.onNext(opening.open(Caller.current(), request));
    out.onCompleted();
  }

  @Override
  public void readEmergencyAccess(
      ReadEmergencyAccessRequest request, StreamObserver<ReadEmergencyAccessResponse> out) {
    Disclosed<ReadEmergencyAccessResponse> read =
        reads.read(Caller.current(), UUID.fromString(request.getAccessId()));
    read.answer(out);
  }

  @Override
  public void listEmergencyAccesses(
      ListEmergencyAccessesRequest request, StreamObserver<ListEmergencyAccessesResponse> out) {
    Disclosed<ListEmergencyAccessesResponse> page = reads.list(Caller.current(), request);
    page.answer(out);
  }

  @Override
  public void reviewEmergencyAccess(
      ReviewEmergencyAccessRequest request, StreamObserver<ReviewEmergencyAccessResponse> out) {
    Committed done = reviews.review(Caller.current(), request).join();
    out.onNext(
        ReviewEmergencyAccessResponse.newBuilder()
            .setReceipt(receipts.of(request.getRequestId(), done))
            .build());
    out.onCompleted();
  }
}
