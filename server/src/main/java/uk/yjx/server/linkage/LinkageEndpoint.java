package uk.yjx.server.linkage;

import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import uk.yjx.linkage.v1.DecideReviewRequest;
import uk.yjx.linkage.v1.DecideReviewResponse;
import uk.yjx.linkage.v1.GetReviewRequest;
import uk.yjx.linkage.v1.GetReviewResponse;
import uk.yjx.linkage.v1.LinkageServiceGrpc;
import uk.yjx.linkage.v1.ListPossibleMatchesRequest;
import uk.yjx.linkage.v1.ListPossibleMatchesResponse;
import uk.yjx.linkage.v1.ListReviewsRequest;
import uk.yjx.linkage.v1.ListReviewsResponse;
import uk.yjx.linkage.v1.ReverseLinkRequest;
import uk.yjx.linkage.v1.ReverseLinkResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Receipts;

/** The review desk as clients see it: translates, asks, translates. */
@GrpcService
final class LinkageEndpoint extends LinkageServiceGrpc.LinkageServiceImplBase {
  private final ReviewDesk desk;
  private final ReviewShowing showing;
  private final ReviewDecisions decisions;
  private final LinkReversals reversals;
  private final PossibleMatches possible;
  private final Receipts receipts;

  LinkageEndpoint(
      ReviewDesk desk,
      ReviewShowing showing,
      ReviewDecisions decisions,
      LinkReversals reversals,
      PossibleMatches possible,
      Receipts receipts) {
    this.desk = desk;
    this.showing = showing;
    this.decisions = decisions;
    this.reversals = reversals;
    this.possible = possible;
    this.receipts = receipts;
  }

  @Override
  public void listReviews(ListReviewsRequest request, StreamObserver<ListReviewsResponse> to) {
    to.onNext(desk.list(Caller.current(), request));
    to.onCompleted();
  }

  @Override
  public void getReview(GetReviewRequest request, StreamObserver<GetReviewResponse> to) {
    showing.show(Caller.current(), request.getReviewId()).join().answer(to);
  }

  @Override
  public void decideReview(DecideReviewRequest request, StreamObserver<DecideReviewResponse> to) {
    var commit = decisions.decide(Caller.current(), request).join();
    to.onNext(
        DecideReviewResponse.newBuilder()
            .setReceipt(receipts.of(request.getRequestId(), commit))
            .build());
    to.onCompleted();
  }

  @Override
  public void reverseLink(ReverseLinkRequest request, StreamObserver<ReverseLinkResponse> to) {
    var commit = reversals.reverse(Caller.current(), request).join();
    to.onNext(
        ReverseLinkResponse.newBuilder()
            .setReceipt(receipts.of(request.getRequestId(), commit))
            .build());
    to.onCompleted();
  }

  @Override
  public void listPossibleMatches(
      ListPossibleMatchesRequest request, StreamObserver<ListPossibleMatchesResponse> to) {
    possible.list(Caller.current()).answer(to);
  }
}
