package uk.yjx.server.casepapers;

import com.google.protobuf.Message;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import uk.yjx.casepapers.v1.AnswerPapersRequest;
import uk.yjx.casepapers.v1.AnswerPapersResponse;
import uk.yjx.casepapers.v1.CourtServiceGrpc;
import uk.yjx.casepapers.v1.GetCourtRecordRequest;
import uk.yjx.casepapers.v1.GetCourtRecordResponse;
import uk.yjx.casepapers.v1.GetPapersMeasuresRequest;
import uk.yjx.casepapers.v1.GetPapersMeasuresResponse;
import uk.yjx.casepapers.v1.ListPapersExpectedRequest;
import uk.yjx.casepapers.v1.ListPapersExpectedResponse;
import uk.yjx.casepapers.v1.ListRequestsRequest;
import uk.yjx.casepapers.v1.ListRequestsResponse;
import uk.yjx.casepapers.v1.RecordCourtEventRequest;
import uk.yjx.casepapers.v1.RecordCourtEventResponse;
import uk.yjx.casepapers.v1.RequestDocumentRequest;
import uk.yjx.casepapers.v1.RequestDocumentResponse;
import uk.yjx.casepapers.v1.WatchRequestsRequest;
import uk.yjx.casepapers.v1.WatchRequestsResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;

/** Court events and expected papers as clients see them: translates, asks, translates. */
@GrpcService
final class CourtEndpoint extends CourtServiceGrpc.CourtServiceImplBase {
  static final String RECORD = "yjx.casepapers.v1.CourtService/RecordCourtEvent";

  private final CourtIntake intake;
  private final CourtRecord record;
  private final Board board;
  private final DocumentRequests documentRequests;
  private final SenderDesk senderDesk;
  private final RequestWatch requestWatch;
  private final Answers answers;
  private final PapersMeasuring measuring;
  private final Receipts receipts;

  CourtEndpoint(
      CourtIntake intake,
      CourtRecord record,
      Board board,
      DocumentRequests documentRequests,
      SenderDesk senderDesk,
      RequestWatch requestWatch,
      Answers answers,
      PapersMeasuring measuring,
      Receipts receipts) {
    this.intake = intake;
    this.record = record;
    this.board = board;
    this.documentRequests = documentRequests;
    this.senderDesk = senderDesk;
    this.requestWatch = requestWatch;
    this.answers = answers;
    this.measuring = measuring;
    this.receipts = receipts;
  }

  @Override
  public void recordCourtEvent(
      RecordCourtEventRequest request, StreamObserver<RecordCourtEventResponse> to) {
    answer(
        intake.accept(Caller.current(), request),
        commit ->
            RecordCourtEventResponse.newBuilder()
                .setReceipt(receipts.of(request.getRequestId(), commit))
                .setStandingNotice(Receipts.STANDING_NOTICE)
                .build(),
        to);
  }

  @Override
  public void getCourtRecord(
      GetCourtRecordRequest request, StreamObserver<GetCourtRecordResponse> to) {
    disclose(record.of(Caller.current(), request), to);
  }

  @Override
  public void listPapersExpected(
      ListPapersExpectedRequest request, StreamObserver<ListPapersExpectedResponse> to) {
    disclose(board.page(Caller.current(), request), to);
  }

  @Override
  public void requestDocument(
      RequestDocumentRequest request, StreamObserver<RequestDocumentResponse> to) {
    answer(
        documentRequests.request(Caller.current(), request),
        commit ->
            RequestDocumentResponse.newBuilder()
                .setReceipt(receipts.of(request.getRequestId(), commit))
                .build(),
        to);
  }

  @Override
  public void listRequests(ListRequestsRequest request, StreamObserver<ListRequestsResponse> to) {
    disclose(senderDesk.page(Caller.current(), request), to);
  }

  @Override
  public void watchRequests(
      WatchRequestsRequest request, StreamObserver<WatchRequestsResponse> to) {
    requestWatch.open(
        Caller.current(), request, (ServerCallStreamObserver<WatchRequestsResponse>) to);
  }

  @Override
  public void getPapersMeasures(
      GetPapersMeasuresRequest request, StreamObserver<GetPapersMeasuresResponse> to) {
    to.onNext(measuring.of(request));
    to.onCompleted();
  }

  @Override
  public void answerPapers(AnswerPapersRequest request, StreamObserver<AnswerPapersResponse> to) {
    answer(
        answers.answer(Caller.current(), request),
        commit ->
            AnswerPapersResponse.newBuilder()
                .setReceipt(receipts.of(request.getRequestId(), commit))
                .build(),
        to);
  }

  private static <T> void answer(
      CompletableFuture<Committed> committed, Function<Committed, T> answer, StreamObserver<T> to) {
    committed.whenComplete((commit, failed) -> {
      if (failed != null) {
        to.onError(failed);
      } else {
        to.onNext(answer.apply(commit));
        to.onCompleted();
      }
    });
  }

  private static <T extends Message> void disclose(
      CompletableFuture<Disclosed<T>> disclosed, StreamObserver<T> to) {
    disclosed.whenComplete((message, failed) -> {
      if (failed != null) {
        to.onError(failed);
      } else {
        message.answer(to);
      }
    });
  }
}
