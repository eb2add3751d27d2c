package uk.yjx.client.publish;

import com.google.protobuf.Duration;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import uk.yjx.common.v1.Receipt;
import uk.yjx.common.v1.Refusal;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc.IntelligenceServiceImplBase;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.NoticeAnswers;
import uk.yjx.intelligence.v1.StreamDrain;
import uk.yjx.intelligence.v1.StreamNoticesRequest;
import uk.yjx.intelligence.v1.StreamNoticesResponse;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.intelligence.v1.SubmitNoticeResponse;
import uk.yjx.intelligence.v1.Window;

/** Records what a publisher sends and answers as the test says. */
final class ScriptedIntelligence extends IntelligenceServiceImplBase {

  final List<Call> calls = new ArrayList<>();

  /** Messages the server asks for at the start of a call; negative for no limit. */
  int reads = -1;

  Call last() {
    return calls.getLast();
  }

  @Override
  public void submitNotice(
      SubmitNoticeRequest request, StreamObserver<SubmitNoticeResponse> responses) {
    responses.onNext(
        SubmitNoticeResponse.newBuilder().setAnswer(accepted(request.getRequestId())).build());
    responses.onCompleted();
  }

  @Override
  public StreamObserver<StreamNoticesRequest> streamNotices(
      StreamObserver<StreamNoticesResponse> responses) {
    Call call = new Call((ServerCallStreamObserver<StreamNoticesResponse>) responses);
    if (reads >= 0) {
      call.responses.disableAutoRequest();
      call.responses.request(reads);
    }
    calls.add(call);
    return call;
  }

  static NoticeAnswer accepted(String requestId) {
    return NoticeAnswer.newBuilder()
        .setRequestId(requestId)
        .setAccepted(Receipt.newBuilder().setRequestId(requestId))
        .build();
  }

  static NoticeAnswer busy(String requestId, int seconds) {
    return NoticeAnswer.newBuilder()
        .setRequestId(requestId)
        .setRefused(
            Refusal.newBuilder()
                .setCode(8)
                .setReason("QUEUE_FULL")
                .setRetryAfter(Duration.newBuilder().setSeconds(seconds)))
        .build();
  }

  /** One call of StreamNotices. */
  static final class Call implements StreamObserver<StreamNoticesRequest> {

    final ServerCallStreamObserver<StreamNoticesResponse> responses;
    final List<List<String>> frames = new ArrayList<>();
    final List<String> answered = new ArrayList<>();
    boolean halfClosed;
    boolean announced;
    boolean over;

    Call(ServerCallStreamObserver<StreamNoticesResponse> responses) {
      this.responses = responses;
    }

    /** Everything received, in order. */
    List<String> received() {
      return frames.stream().flatMap(List::stream).toList();
    }

    /** Whether the call has ended, on either side. */
    boolean isOver() {
      return over || halfClosed || responses.isCancelled();
    }

    /** Received and not answered yet; a notice sent again counts again. */
    List<String> unanswered() {
      List<String> open = new ArrayList<>(received());
      answered.forEach(open::remove);
      return open;
    }

    void window(int inFlight, int perFrame, int bytes) {
      announced = true;
      responses.onNext(
          StreamNoticesResponse.newBuilder()
              .setWindow(
                  Window.newBuilder()
                      .setNoticesInFlight(inFlight)
                      .setNoticesPerFrame(perFrame)
                      .setFrameBytes(bytes))
              .build());
    }

    void answer(NoticeAnswer... answers) {
      List.of(answers).forEach(a -> answered.add(a.getRequestId()));
      responses.onNext(
          StreamNoticesResponse.newBuilder()
              .setAnswers(NoticeAnswers.newBuilder().addAllAnswers(List.of(answers)))
              .build());
    }

    void accept(String... requestIds) {
      answer(
          List.of(requestIds).stream()
              .map(ScriptedIntelligence::accepted)
              .toArray(NoticeAnswer[]::new));
    }

    void drain(int seconds) {
      responses.onNext(
          StreamNoticesResponse.newBuilder()
              .setDrain(
                  StreamDrain.newBuilder().setRetryAfter(Duration.newBuilder().setSeconds(seconds)))
              .build());
    }

    @Override
    public void onNext(StreamNoticesRequest frame) {
      frames.add(frame.getNoticesList().stream().map(SubmitNoticeRequest::getRequestId).toList());
    }

    @Override
    public void onError(Throwable failure) {
      // The test itself ended the call.
    }

    @Override
    public void onCompleted() {
      halfClosed = true;
      responses.onCompleted();
    }
  }
}
