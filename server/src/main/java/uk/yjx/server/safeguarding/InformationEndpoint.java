package uk.yjx.server.safeguarding;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import uk.yjx.safeguarding.v1.InformationServiceGrpc;
import uk.yjx.safeguarding.v1.ListInformationRequest;
import uk.yjx.safeguarding.v1.ListInformationResponse;
import uk.yjx.safeguarding.v1.SubmitInformationToPoliceRequest;
import uk.yjx.safeguarding.v1.SubmitInformationToPoliceResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;

/** Information for the police on the wire. */
@GrpcService
final class InformationEndpoint extends InformationServiceGrpc.InformationServiceImplBase {
  private final InformationDesk desk;
  private final Receipts receipts;

  InformationEndpoint(InformationDesk desk, Receipts receipts) {
    this.desk = desk;
    this.receipts = receipts;
  }

  @Override
  public void submitInformationToPolice(
      SubmitInformationToPoliceRequest request,
      StreamObserver<SubmitInformationToPoliceResponse> out) {
    Committed commit = desk.submit(Caller.current(), request).join();
    try {
      out.onNext(
          SubmitInformationToPoliceResponse.parseFrom(commit.answer()).toBuilder()
              .setReceipt(receipts.of(request.getRequestId(), commit))
              .setStandingNotice(Receipts.STANDING_NOTICE)
              .build());
      out.onCompleted();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
    }
  }

  @Override
  public void listInformation(
      ListInformationRequest request, StreamObserver<ListInformationResponse> out) {
    Disclosed<ListInformationResponse> page = desk.list(Caller.current(), request);
    if (page == null) {
      out.onNext(ListInformationResponse.getDefaultInstance());
      out.onCompleted();
    } else {
      page.answer(out);
    }
  }
}
