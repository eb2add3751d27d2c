package uk.yjx.server.intelligence;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.StreamNoticesRequest;
import uk.yjx.intelligence.v1.StreamNoticesResponse;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.intelligence.v1.Window;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.transport.Told;

/** A police system's side of a StreamNotices call. */
final class Sending implements StreamObserver<StreamNoticesResponse> {
  private static final long TIMEOUT_S = 60;

  private final BlockingQueue<Object> frames = new LinkedBlockingQueue<>();
  private @Nullable StreamObserver<StreamNoticesRequest> call;

  private record End(Throwable error) {}

  private Sending() {}

  static Sending by(Area area) {
    Sending sending = new Sending();
    sending.call =
        IntelligenceServiceGrpc.newStub(area.as(area.police + "/system/records"))
            .streamNotices(sending);
    return sending;
  }

  void send(List<SubmitNoticeRequest> notices) {
    opened().onNext(StreamNoticesRequest.newBuilder().addAllNotices(notices).build());
  }

  void halfClose() {
    opened().onCompleted();
  }

  /** The client goes away without a word. */
  void cancel() {
    opened().onError(Status.CANCELLED.asException());
  }

  private StreamObserver<StreamNoticesRequest> opened() {
    return Objects.requireNonNull(call);
  }

  /** The first frame. */
  Window window() throws InterruptedException {
    if (take() instanceof StreamNoticesResponse first && first.hasWindow()) {
      return first.getWindow();
    }
    throw new AssertionError("the window does not come first");
  }

  /** The next frame of answers. */
  List<NoticeAnswer> answers() throws InterruptedException {
    Object frame = take();
    while (frame instanceof StreamNoticesResponse response) {
      if (response.hasAnswers()) {
        return response.getAnswers().getAnswersList();
      }
      frame = take();
    }
    throw new AssertionError("the call ended: " + frame);
  }

  /** So many answers, by request id. */
  Map<String, List<NoticeAnswer>> answered(int count) throws InterruptedException {
    Map<String, List<NoticeAnswer>> found = new HashMap<>();
    int seen = 0;
    while (seen < count) {
      for (NoticeAnswer answer : answers()) {
        found.computeIfAbsent(answer.getRequestId(), k -> new ArrayList<>()).add(answer);
        seen++;
      }
    }
    return found;
  }

  Status end() throws InterruptedException {
    return Status.fromThrowable(ended());
  }

  /** How the call is refused, «CODE REASON». */
  String endReason() throws InterruptedException {
    return Told.reason(ended());
  }

  private Throwable ended() throws InterruptedException {
    Object frame = take();
    while (!(frame instanceof End)) {
      frame = take();
    }
    return ((End) frame).error();
  }

  private Object take() throws InterruptedException {
    Object frame = frames.poll(TIMEOUT_S, TimeUnit.SECONDS);
    if (frame == null) {
      throw new AssertionError("nothing came");
    }
    return frame;
  }

  @Override
  public void onNext(StreamNoticesResponse frame) {
    frames.add(frame);
  }

  @Override
  public void onError(Throwable error) {
    frames.add(new End(error));
  }

  @Override
  public void onCompleted() {
    frames.add(new End(Status.OK.asRuntimeException()));
  }
}
