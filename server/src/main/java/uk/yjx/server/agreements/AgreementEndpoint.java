package uk.yjx.server.agreements;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import uk.yjx.agreements.v1.AgreementServiceGrpc;
import uk.yjx.agreements.v1.ApproveAgreementRequest;
import uk.yjx.agreements.v1.ApproveAgreementResponse;
import uk.yjx.agreements.v1.EndAgreementRequest;
import uk.yjx.agreements.v1.EndAgreementResponse;
import uk.yjx.agreements.v1.ListAgreementsRequest;
import uk.yjx.agreements.v1.ListAgreementsResponse;
import uk.yjx.agreements.v1.RecordAgreementRequest;
import uk.yjx.agreements.v1.RecordAgreementResponse;
import uk.yjx.agreements.v1.SuspendAgreementRequest;
import uk.yjx.agreements.v1.SuspendAgreementResponse;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Receipts;

/** The agreements as clients see them: translates, asks, translates. */
@GrpcService
final class AgreementEndpoint extends AgreementServiceGrpc.AgreementServiceImplBase {
  private final AgreementRecorder recorder;
  private final Agreements agreements;
  private final Receipts receipts;
  private final PageTokens tokens;

  AgreementEndpoint(
      AgreementRecorder recorder, Agreements agreements, Receipts receipts, PageTokens tokens) {
    this.recorder = recorder;
    this.agreements = agreements;
    this.receipts = receipts;
    this.tokens = tokens;
  }

  @Override
  public void recordAgreement(
      RecordAgreementRequest request, StreamObserver<RecordAgreementResponse> to) {
    answer(
        recorder.record(Caller.current(), request),
        committed -> recorded(request.getRequestId(), committed),
        to);
  }

  @Override
  public void endAgreement(EndAgreementRequest request, StreamObserver<EndAgreementResponse> to) {
    answer(
        recorder.end(Caller.current(), request),
        committed ->
            EndAgreementResponse.newBuilder()
                .setReceipt(receipts.of(request.getRequestId(), committed))
                .build(),
        to);
  }

  @Override
  public void approveAgreement(
      ApproveAgreementRequest request, StreamObserver<ApproveAgreementResponse> to) {
    answer(
        recorder.approve(Caller.current(), request),
        committed ->
            ApproveAgreementResponse.newBuilder()
                .setReceipt(receipts.of(request.getRequestId(), committed))
                .build(),
        to);
  }

  @Override
  public void suspendAgreement(
      SuspendAgreementRequest request, StreamObserver<SuspendAgreementResponse> to) {
    answer(
        recorder.suspend(Caller.current(), request),
        committed ->
            SuspendAgreementResponse.newBuilder()
                .setReceipt(receipts.of(request.getRequestId(), committed))
                .build(),
        to);
  }

  @Override
  public void listAgreements(
      ListAgreementsRequest request, StreamObserver<ListAgreementsResponse> to) {
    String scope = "agreements " + Caller.current().principal();
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String after = tokens.read(scope, request.getPageToken());
    List<AgreementBook.Slot> page =
        agreements.now().after(after).stream().limit(size + 1L).toList();
    ListAgreementsResponse.Builder response = ListAgreementsResponse.newBuilder();
    page.stream()
        .limit(size)
        .flatMap(AgreementEndpoint::versions)
        .forEach(it -> response.addAgreements(AgreementTranslation.write(it)));
    if (page.size() > size) {
      String last = versions(page.get(size - 1)).findFirst().orElseThrow().id();
      response.setNextPageToken(tokens.after(scope, last));
    }
    to.onNext(response.build());
    to.onCompleted();
  }

  private static Stream<Agreement> versions(AgreementBook.Slot slot) {
    return Stream.of(Optional.ofNullable(slot.approved()), Optional.ofNullable(slot.draft()))
        .flatMap(Optional::stream);
  }

  private RecordAgreementResponse recorded(String requestId, Committed committed) {
    try {
      return RecordAgreementResponse.parseFrom(committed.answer()).toBuilder()
          .setReceipt(receipts.of(requestId, committed))
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
    }
  }

  private static <T> void answer(
      CompletableFuture<Committed> committed,
      Function<Committed, T> message,
      StreamObserver<T> to) {
    committed
        .thenApply(message)
        .whenComplete((answer, failed) -> {
          if (failed == null) {
            to.onNext(answer);
            to.onCompleted();
          } else {
            to.onError(failed);
          }
        });
  }
}
