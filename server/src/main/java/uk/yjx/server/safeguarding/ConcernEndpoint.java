package uk.yjx.server.safeguarding;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import java.util.function.Function;
import uk.yjx.common.v1.Receipt;
import uk.yjx.safeguarding.v1.AcknowledgeConcernRequest;
import uk.yjx.safeguarding.v1.AcknowledgeConcernResponse;
import uk.yjx.safeguarding.v1.AnswerRequest;
import uk.yjx.safeguarding.v1.AnswerResponse;
import uk.yjx.safeguarding.v1.AskBackRequest;
import uk.yjx.safeguarding.v1.AskBackResponse;
import uk.yjx.safeguarding.v1.CloseConcernRequest;
import uk.yjx.safeguarding.v1.CloseConcernResponse;
import uk.yjx.safeguarding.v1.ConcernDecision;
import uk.yjx.safeguarding.v1.ConcernMessage;
import uk.yjx.safeguarding.v1.ConcernServiceGrpc;
import uk.yjx.safeguarding.v1.ConfirmConversationRequest;
import uk.yjx.safeguarding.v1.ConfirmConversationResponse;
import uk.yjx.safeguarding.v1.CorrectEntryRequest;
import uk.yjx.safeguarding.v1.CorrectEntryResponse;
import uk.yjx.safeguarding.v1.DecideConcernRequest;
import uk.yjx.safeguarding.v1.DecideConcernResponse;
import uk.yjx.safeguarding.v1.GetConcernRequest;
import uk.yjx.safeguarding.v1.GetConcernResponse;
import uk.yjx.safeguarding.v1.ListConcernsRequest;
import uk.yjx.safeguarding.v1.ListConcernsResponse;
import uk.yjx.safeguarding.v1.MarkInsufficientRequest;
import uk.yjx.safeguarding.v1.MarkInsufficientResponse;
import uk.yjx.safeguarding.v1.RaiseConcernRequest;
import uk.yjx.safeguarding.v1.RaiseConcernResponse;
import uk.yjx.safeguarding.v1.RecordConversationRequest;
import uk.yjx.safeguarding.v1.RecordConversationResponse;
import uk.yjx.safeguarding.v1.RecordNotSharedRequest;
import uk.yjx.safeguarding.v1.RecordNotSharedResponse;
import uk.yjx.safeguarding.v1.StatementBasis;
import uk.yjx.safeguarding.v1.ThreadEntryKind;
import uk.yjx.safeguarding.v1.WithdrawConcernRequest;
import uk.yjx.safeguarding.v1.WithdrawConcernResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;

/** Concerns on the wire: translates, asks, translates. */
@GrpcService
final class ConcernEndpoint extends ConcernServiceGrpc.ConcernServiceImplBase {
  private static final ConcernDecision NONE = ConcernDecision.CONCERN_DECISION_UNSPECIFIED;

  private final ConcernRaising raising;
  private final ConcernDesk desk;
  private final ConcernReading reading;
  private final Receipts receipts;

  ConcernEndpoint(
      ConcernRaising raising, ConcernDesk desk, ConcernReading reading, Receipts receipts) {
    this.raising = raising;
    this.desk = desk;
    this.reading = reading;
    this.receipts = receipts;
  }

  @Override
  public void raiseConcern(RaiseConcernRequest request, StreamObserver<RaiseConcernResponse> out) {
    Committed commit = raising.raise(Caller.current(), request).join();
    try {
      out.onNext(
          RaiseConcernResponse.parseFrom(commit.answer()).toBuilder()
              .setReceipt(receipts.of(request.getRequestId(), commit))
              .setStandingNotice(Receipts.STANDING_NOTICE)
              .build());
      out.onCompleted();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
    }
  }

  @Override
  public void acknowledgeConcern(
      AcknowledgeConcernRequest request, StreamObserver<AcknowledgeConcernResponse> out) {
    act(
        new ConcernDesk.Doing(
            "AcknowledgeConcern",
            request.getRequestId(),
            request,
            request.getConcernId(),
            ThreadEntryKind.THREAD_ENTRY_KIND_ACKNOWLEDGED,
            NONE,
            null,
            0),
        receipt -> AcknowledgeConcernResponse.newBuilder().setReceipt(receipt).build(),
        out);
  }

  @Override
  public void decideConcern(
      DecideConcernRequest request, StreamObserver<DecideConcernResponse> out) {
    act(
        new ConcernDesk.Doing(
            "DecideConcern",
            request.getRequestId(),
            request,
            request.getConcernId(),
            ThreadEntryKind.THREAD_ENTRY_KIND_DECIDED,
            request.getDecision(),
            request.getMessage(),
            0),
        receipt -> DecideConcernResponse.newBuilder().setReceipt(receipt).build(),
        out);
  }

  @Override
  public void askBack(AskBackRequest request, StreamObserver<AskBackResponse> out) {
    act(
        new ConcernDesk.Doing(
            "AskBack",
            request.getRequestId(),
            request,
            request.getConcernId(),
            ThreadEntryKind.THREAD_ENTRY_KIND_QUESTION,
            NONE,
            request.getMessage(),
            0),
        receipt -> AskBackResponse.newBuilder().setReceipt(receipt).build(),
        out);
  }

  @Override
  public void answer(AnswerRequest request, StreamObserver<AnswerResponse> out) {
    act(
        new ConcernDesk.Doing(
            "Answer",
            request.getRequestId(),
            request,
            request.getConcernId(),
            ThreadEntryKind.THREAD_ENTRY_KIND_ANSWER,
            NONE,
            request.getMessage(),
            0),
        receipt -> AnswerResponse.newBuilder().setReceipt(receipt).build(),
        out);
  }

  @Override
  public void recordConversation(
      RecordConversationRequest request, StreamObserver<RecordConversationResponse> out) {
    act(
        new ConcernDesk.Doing(
            "RecordConversation",
            request.getRequestId(),
            request,
            request.getConcernId(),
            ThreadEntryKind.THREAD_ENTRY_KIND_CONVERSATION,
            NONE,
            request.getMessage(),
            0),
        receipt -> RecordConversationResponse.newBuilder().setReceipt(receipt).build(),
        out);
  }

  @Override
  public void confirmConversation(
      ConfirmConversationRequest request, StreamObserver<ConfirmConversationResponse> out) {
    act(
        new ConcernDesk.Doing(
            "ConfirmConversation",
            request.getRequestId(),
            request,
            request.getConcernId(),
            ThreadEntryKind.THREAD_ENTRY_KIND_CONVERSATION_CONFIRMED,
            NONE,
            null,
            0),
        receipt -> ConfirmConversationResponse.newBuilder().setReceipt(receipt).build(),
        out);
  }

  @Override
  public void markInsufficient(
      MarkInsufficientRequest request, StreamObserver<MarkInsufficientResponse> out) {
    act(
        new ConcernDesk.Doing(
            "MarkInsufficient",
            request.getRequestId(),
            request,
            request.getConcernId(),
            ThreadEntryKind.THREAD_ENTRY_KIND_INSUFFICIENT,
            NONE,
            reason(request.getReason()),
            0),
        receipt -> MarkInsufficientResponse.newBuilder().setReceipt(receipt).build(),
        out);
  }

  @Override
  public void closeConcern(CloseConcernRequest request, StreamObserver<CloseConcernResponse> out) {
    act(
        new ConcernDesk.Doing(
            "CloseConcern",
            request.getRequestId(),
            request,
            request.getConcernId(),
            ThreadEntryKind.THREAD_ENTRY_KIND_CLOSED,
            NONE,
            null,
            0),
        receipt -> CloseConcernResponse.newBuilder().setReceipt(receipt).build(),
        out);
  }

  @Override
  public void withdrawConcern(
      WithdrawConcernRequest request, StreamObserver<WithdrawConcernResponse> out) {
    act(
        new ConcernDesk.Doing(
            "WithdrawConcern",
            request.getRequestId(),
            request,
            request.getConcernId(),
            ThreadEntryKind.THREAD_ENTRY_KIND_WITHDRAWN,
            NONE,
            reason(request.getReason()),
            0),
        receipt -> WithdrawConcernResponse.newBuilder().setReceipt(receipt).build(),
        out);
  }

  @Override
  public void correctEntry(CorrectEntryRequest request, StreamObserver<CorrectEntryResponse> out) {
    act(
        new ConcernDesk.Doing(
            "CorrectEntry",
            request.getRequestId(),
            request,
            request.getConcernId(),
            ThreadEntryKind.THREAD_ENTRY_KIND_CORRECTION,
            NONE,
            request.getMessage(),
            request.getEntry()),
        receipt -> CorrectEntryResponse.newBuilder().setReceipt(receipt).build(),
        out);
  }

  @Override
  public void recordNotShared(
      RecordNotSharedRequest request, StreamObserver<RecordNotSharedResponse> out) {
    act(
        new ConcernDesk.Doing(
            "RecordNotShared",
            request.getRequestId(),
            request,
            request.getConcernId(),
            ThreadEntryKind.THREAD_ENTRY_KIND_NOT_SHARED,
            NONE,
            reason(request.getReason()),
            0),
        receipt -> RecordNotSharedResponse.newBuilder().setReceipt(receipt).build(),
        out);
  }

  @Override
  public void listConcerns(ListConcernsRequest request, StreamObserver<ListConcernsResponse> out) {
    Disclosed<ListConcernsResponse> page = reading.list(Caller.current(), request);
    if (page == null) {
      out.onNext(ListConcernsResponse.getDefaultInstance());
      out.onCompleted();
    } else {
      page.answer(out);
    }
  }

  @Override
  public void getConcern(GetConcernRequest request, StreamObserver<GetConcernResponse> out) {
    reading.get(Caller.current(), request).answer(out);
  }

  private <T> void act(
      ConcernDesk.Doing doing, Function<Receipt, T> answer, StreamObserver<T> out) {
    Committed commit = desk.act(Caller.current(), doing).join();
    out.onNext(answer.apply(receipts.of(doing.requestId(), commit)));
    out.onCompleted();
  }

  /** A reason is a professional assessment for everyone of both sides. */
  private static ConcernMessage reason(String text) {
    return ConcernMessage.newBuilder()
        .setBasis(StatementBasis.STATEMENT_BASIS_ASSESSMENT)
        .setText(text)
        .build();
  }
}
