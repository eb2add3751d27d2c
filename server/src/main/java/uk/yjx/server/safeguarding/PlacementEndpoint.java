package uk.yjx.server.safeguarding;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import uk.yjx.safeguarding.v1.ConfirmReceivedRequest;
import uk.yjx.safeguarding.v1.ConfirmReceivedResponse;
import uk.yjx.safeguarding.v1.EndPlacementRequest;
import uk.yjx.safeguarding.v1.EndPlacementResponse;
import uk.yjx.safeguarding.v1.ListPlacementsRequest;
import uk.yjx.safeguarding.v1.ListPlacementsResponse;
import uk.yjx.safeguarding.v1.PlacementServiceGrpc;
import uk.yjx.safeguarding.v1.RecordPlacementRequest;
import uk.yjx.safeguarding.v1.RecordPlacementResponse;
import uk.yjx.safeguarding.v1.ReportDefaultersRequest;
import uk.yjx.safeguarding.v1.ReportDefaultersResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;

/** Placements on the wire: translates, asks, translates. */
@GrpcService
final class PlacementEndpoint extends PlacementServiceGrpc.PlacementServiceImplBase {
  private final PlacementDesk desk;
  private final PlacementReading reading;
  private final Receipts receipts;

  PlacementEndpoint(PlacementDesk desk, PlacementReading reading, Receipts receipts) {
    this.desk = desk;
    this.reading = reading;
    this.receipts = receipts;
  }

  @Override
  public void recordPlacement(
      RecordPlacementRequest request, StreamObserver<RecordPlacementResponse> out) {
    Committed commit = desk.record(Caller.current(), request).join();
    try {
      out.onNext(
          RecordPlacementResponse.parseFrom(commit.answer()).toBuilder()
              .setReceipt(receipts.of(request.getRequestId(), commit))
              .build());
      out.onCompleted();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
    }
  }

  @Override
  public void confirmReceived(
      ConfirmReceivedRequest request, StreamObserver<ConfirmReceivedResponse> out) {
    Committed commit = desk.confirm(Caller.current(), request).join();
    out.onNext(
        ConfirmReceivedResponse.newBuilder()
            .setReceipt(receipts.of(request.getRequestId(), commit))
            .build());
    out.onCompleted();
  }

  @Override
  public void endPlacement(EndPlacementRequest request, StreamObserver<EndPlacementResponse> out) {
    Committed commit = desk.end(Caller.current(), request).join();
    out.onNext(
        EndPlacementResponse.newBuilder()
            .setReceipt(receipts.of(request.getRequestId(), commit))
            .build());
    out.onCompleted();
  }

  @Override
  public void listPlacements(
      ListPlacementsRequest request, StreamObserver<ListPlacementsResponse> out) {
    Disclosed<ListPlacementsResponse> page = reading.list(Caller.current(), request);
    if (page == null) {
      out.onNext(ListPlacementsResponse.getDefaultInstance());
      out.onCompleted();
    } else {
      page.answer(out);
    }
  }

  @Override
  public void reportDefaulters(
      ReportDefaultersRequest request, StreamObserver<ReportDefaultersResponse> out) {
    reading.report(Caller.current(), request).answer(out);
  }
}
