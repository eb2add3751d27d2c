package uk.yjx.server.intelligence;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import uk.yjx.intelligence.v1.AmendNoticeRequest;
import uk.yjx.intelligence.v1.AmendNoticeResponse;
import uk.yjx.intelligence.v1.AnswerDisputeRequest;
import uk.yjx.intelligence.v1.AnswerDisputeResponse;
import uk.yjx.intelligence.v1.GetRecallReportRequest;
import uk.yjx.intelligence.v1.GetRecallReportResponse;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.ListDisputesRequest;
import uk.yjx.intelligence.v1.ListDisputesResponse;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.NoticeAnswers;
import uk.yjx.intelligence.v1.ReconcileSubmissionsRequest;
import uk.yjx.intelligence.v1.ReconcileSubmissionsResponse;
import uk.yjx.intelligence.v1.StreamDrain;
import uk.yjx.intelligence.v1.StreamNoticesRequest;
import uk.yjx.intelligence.v1.StreamNoticesResponse;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.intelligence.v1.SubmitNoticeResponse;
import uk.yjx.intelligence.v1.Window;
import uk.yjx.intelligence.v1.WithdrawNoticeRequest;
import uk.yjx.intelligence.v1.WithdrawNoticeResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;

/** The intelligence service on the wire. */
@GrpcService
final class IntelligenceEndpoint extends IntelligenceServiceGrpc.IntelligenceServiceImplBase {
  private static final String SUBMIT = "yjx.intelligence.v1.IntelligenceService/SubmitNotice";
  private static final String STREAM = "yjx.intelligence.v1.IntelligenceService/StreamNotices";
  private static final String AMEND = "yjx.intelligence.v1.IntelligenceService/AmendNotice";

  private final NoticeIntake intake;
  private final Withdrawals withdrawals;
  private final DisputeDesk disputes;
  private final RecallReports reports;
  private final Receipts receipts;
  private final NoticeStreams streams;
  private final HeldNotices held;

  IntelligenceEndpoint(
      NoticeIntake intake,
      Withdrawals withdrawals,
      DisputeDesk disputes,
      RecallReports reports,
      Receipts receipts,
      NoticeStreams streams,
      HeldNotices held) {
    this.intake = intake;
    this.withdrawals = withdrawals;
    this.disputes = disputes;
    this.reports = reports;
    this.receipts = receipts;
    this.streams = streams;
    this.held = held;
  }

  @Override
  public void submitNotice(SubmitNoticeRequest request, StreamObserver<SubmitNoticeResponse> out) {
    NoticeAnswer answer = intake.accept(Caller.current(), request, SUBMIT).join();
    out.onNext(
        SubmitNoticeResponse.newBuilder()
            .setAnswer(answer)
            .setSignature(receipts.sign(List.of(answer.getAccepted())))
            .setStandingNotice(Receipts.STANDING_NOTICE)
            .build());
    out.onCompleted();
  }

  @Override
  public void withdrawNotice(
      WithdrawNoticeRequest request, StreamObserver<WithdrawNoticeResponse> out) {
    Committed commit = withdrawals.withdraw(Caller.current(), request).join();
    out.onNext(
        WithdrawNoticeResponse.newBuilder()
            .setReceipt(receipts.of(request.getRequestId(), commit))
            .build());
    out.onCompleted();
  }

  @Override
  public void amendNotice(AmendNoticeRequest request, StreamObserver<AmendNoticeResponse> out) {
    NoticeAnswer answer = intake.amend(Caller.current(), request, AMEND).join();
    out.onNext(
        AmendNoticeResponse.newBuilder()
            .setAnswer(answer)
            .setSignature(receipts.sign(List.of(answer.getAccepted())))
            .build());
    out.onCompleted();
  }

  @Override
  public void getRecallReport(
      GetRecallReportRequest request, StreamObserver<GetRecallReportResponse> out) {
    out.onNext(reports.report(Caller.current(), request));
    out.onCompleted();
  }

  @Override
  public StreamObserver<ReconcileSubmissionsRequest> reconcileSubmissions(
      StreamObserver<ReconcileSubmissionsResponse> out) {
    return new Reconciliation(
        (ServerCallStreamObserver<ReconcileSubmissionsResponse>) out, Caller.current(), held);
  }

  @Override
  public void listDisputes(ListDisputesRequest request, StreamObserver<ListDisputesResponse> out) {
    Disclosed<ListDisputesResponse> page = disputes.list(Caller.current(), request);
    if (page == null) {
      out.onNext(ListDisputesResponse.getDefaultInstance());
      out.onCompleted();
    } else {
      page.answer(out);
    }
  }

  @Override
  public void answerDispute(
      AnswerDisputeRequest request, StreamObserver<AnswerDisputeResponse> out) {
    Committed commit = disputes.answer(Caller.current(), request).join();
    out.onNext(
        AnswerDisputeResponse.newBuilder()
            .setReceipt(receipts.of(request.getRequestId(), commit))
            .build());
    out.onCompleted();
  }

  @Override
  public StreamObserver<StreamNoticesRequest> streamNotices(
      StreamObserver<StreamNoticesResponse> out) {
    Caller caller = Caller.current();
    return streams.open(caller, out, new Frames(caller, intake));
  }

  private record Frames(Caller caller, NoticeIntake intake)
      implements NoticeStream.Frames<
          StreamNoticesRequest, SubmitNoticeRequest, StreamNoticesResponse> {
    @Override
    public List<SubmitNoticeRequest> notices(StreamNoticesRequest frame) {
      return frame.getNoticesList();
    }

    @Override
    public CompletableFuture<NoticeAnswer> accept(SubmitNoticeRequest notice) {
      return intake.acceptItem(caller, notice, STREAM);
    }

    @Override
    public StreamNoticesResponse window(Window window) {
      return StreamNoticesResponse.newBuilder().setWindow(window).build();
    }

    @Override
    public StreamNoticesResponse answers(NoticeAnswers answers) {
      return StreamNoticesResponse.newBuilder().setAnswers(answers).build();
    }

    @Override
    public StreamNoticesResponse drain(StreamDrain drain) {
      return StreamNoticesResponse.newBuilder().setDrain(drain).build();
    }
  }
}
