package uk.yjx.server.oversight;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import uk.yjx.oversight.v1.ChallengeReviewRequest;
import uk.yjx.oversight.v1.ChallengeReviewResponse;
import uk.yjx.oversight.v1.CloseReviewDueRequest;
import uk.yjx.oversight.v1.CloseReviewDueResponse;
import uk.yjx.oversight.v1.ContributeRequest;
import uk.yjx.oversight.v1.ContributeResponse;
import uk.yjx.oversight.v1.GetReviewDueRequest;
import uk.yjx.oversight.v1.GetReviewDueResponse;
import uk.yjx.oversight.v1.ListReviewSampleRequest;
import uk.yjx.oversight.v1.ListReviewSampleResponse;
import uk.yjx.oversight.v1.ListReviewsDueRequest;
import uk.yjx.oversight.v1.ListReviewsDueResponse;
import uk.yjx.oversight.v1.ListSignificantKindsRequest;
import uk.yjx.oversight.v1.ListSignificantKindsResponse;
import uk.yjx.oversight.v1.RecordSignificantKindsRequest;
import uk.yjx.oversight.v1.RecordSignificantKindsResponse;
import uk.yjx.oversight.v1.ReviewDueServiceGrpc;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;

/** Reviews that are due, on the wire: translates, asks, translates. */
@GrpcService
final class ReviewDueEndpoint extends ReviewDueServiceGrpc.ReviewDueServiceImplBase {
  private final ReviewReading reading;
  private final SampleReading samples;
  private final ReviewActs acts;
  private final SignificanceDesk significance;
  private final Receipts receipts;

  ReviewDueEndpoint(
      ReviewReading reading,
      SampleReading samples,
      ReviewActs acts,
      SignificanceDesk significance,
      Receipts receipts) {
    this.reading = reading;
    this.samples = samples;
    this.acts = acts;
    this.significance = significance;
    this.receipts = receipts;
  }

  @Override
  public void listReviewsDue(
      ListReviewsDueRequest request, StreamObserver<ListReviewsDueResponse> out) {
    Disclosed<ListReviewsDueResponse> page = reading.list(Caller.current(), request);
    page.answer(out);
  }

  @Override
  public void getReviewDue(GetReviewDueRequest request, StreamObserver<GetReviewDueResponse> out) {
    Disclosed<GetReviewDueResponse> review = reading.get(Caller.current(), request);
    review.answer(out);
  }

  @Override
  public void contribute(ContributeRequest request, StreamObserver<ContributeResponse> out) {
    Committed done = acts.contribute(Caller.current(), request).join();
    out.onNext(
        ContributeResponse.newBuilder()
            .setReceipt(receipts.of(request.getRequestId(), done))
            .build());
    out.onCompleted();
  }

  @Override
  public void closeReviewDue(
      CloseReviewDueRequest request, StreamObserver<CloseReviewDueResponse> out) {
    Committed done = acts.close(Caller.current(), request).join();
    out.onNext(
        CloseReviewDueResponse.newBuilder()
            .setReceipt(receipts.of(request.getRequestId(), done))
            .build());
    out.onCompleted();
  }

  @Override
  public void listReviewSample(
      ListReviewSampleRequest request, StreamObserver<ListReviewSampleResponse> out) {
    Disclosed<ListReviewSampleResponse> sample = samples.sample(Caller.current(), request);
    sample.answer(out);
  }

  @Override
  public void challengeReview(
      ChallengeReviewRequest request, StreamObserver<ChallengeReviewResponse> out) {
    Committed done = acts.challenge(Caller.current(), request).join();
    out.onNext(
        ChallengeReviewResponse.newBuilder()
            .setReceipt(receipts.of(request.getRequestId(), done))
            .build());
    out.onCompleted();
  }

  @Override
  public void listSignificantKinds(
      ListSignificantKindsRequest request, StreamObserver<ListSignificantKindsResponse> out) {
    out.onNext(significance.list(request.getService()));
    out.onCompleted();
  }

  @Override
  public void recordSignificantKinds(
      RecordSignificantKindsRequest request, StreamObserver<RecordSignificantKindsResponse> out) {
    Committed done = significance.record(Caller.current(), request).join();
    try {
      out.onNext(
          RecordSignificantKindsResponse.parseFrom(done.answer()).toBuilder()
              .setReceipt(receipts.of(request.getRequestId(), done))
              .build());
      out.onCompleted();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
    }
  }
}
