package uk.yjx.server.safeguarding;

import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.NoticeAnswers;
import uk.yjx.intelligence.v1.StreamDrain;
import uk.yjx.intelligence.v1.Window;
import uk.yjx.safeguarding.v1.AmendNoticeRequest;
import uk.yjx.safeguarding.v1.AmendNoticeResponse;
import uk.yjx.safeguarding.v1.SafeguardingServiceGrpc;
import uk.yjx.safeguarding.v1.StreamNoticesRequest;
import uk.yjx.safeguarding.v1.StreamNoticesResponse;
import uk.yjx.safeguarding.v1.SubmitNoticeRequest;
import uk.yjx.safeguarding.v1.SubmitNoticeResponse;
import uk.yjx.safeguarding.v1.WithdrawNoticeRequest;
import uk.yjx.safeguarding.v1.WithdrawNoticeResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intelligence.NoticeStream;
import uk.yjx.server.intelligence.NoticeStreams;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Receipts;

/** The safeguarding service on the wire. */
@GrpcService
final class SafeguardingEndpoint extends SafeguardingServiceGrpc.SafeguardingServiceImplBase {
  private static final String SERVICE = "yjx.safeguarding.v1.SafeguardingService/";

  private final NoticeDesk desk;
  private final Withdrawals withdrawals;
  private final Receipts receipts;
  private final NoticeStreams streams;

  SafeguardingEndpoint(
      NoticeDesk desk, Withdrawals withdrawals, Receipts receipts, NoticeStreams streams) {
    this.desk = desk;
    this.withdrawals = withdrawals;
    this.receipts = receipts;
    this.streams = streams;
  }

  @Override
  public void submitNotice(SubmitNoticeRequest request, StreamObserver<SubmitNoticeResponse> out) {
    NoticeAnswer answer = desk.accept(Caller.current(), request, SERVICE + "SubmitNotice").join();
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
    NoticeAnswer answer = desk.amend(Caller.current(), request, SERVICE + "AmendNotice").join();
    out.onNext(
        AmendNoticeResponse.newBuilder()
            .setAnswer(answer)
            .setSignature(receipts.sign(List.of(answer.getAccepted())))
            .build());
    out.onCompleted();
  }

  @Override
  public StreamObserver<StreamNoticesRequest> streamNotices(
      StreamObserver<StreamNoticesResponse> out) {
    Caller caller = Caller.current();
    return streams.open(caller, out, new Frames(caller, desk));
  }

  private record Frames(Caller caller, NoticeDesk desk)
      implements NoticeStream.Frames<
          StreamNoticesRequest, SubmitNoticeRequest, StreamNoticesResponse> {
    @Override
    public List<SubmitNoticeRequest> notices(StreamNoticesRequest frame) {
      return frame.getNoticesList();
    }

    @Override
    public CompletableFuture<NoticeAnswer> accept(SubmitNoticeRequest notice) {
      return desk.acceptItem(caller, notice, SERVICE + "StreamNotices");
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
