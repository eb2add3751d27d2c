package uk.yjx.bench;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import uk.yjx.common.v1.Receipt;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.NoticeAnswers;
import uk.yjx.intelligence.v1.StreamNoticesRequest;
import uk.yjx.intelligence.v1.StreamNoticesResponse;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.intelligence.v1.Window;

/** The rig's side of StreamNotices: frames in, rows to the writer, coalesced answers out. */
final class RigNotices extends IntelligenceServiceGrpc.IntelligenceServiceImplBase {

  /** As the product announces it. */
  private static final Window WINDOW =
      Window.newBuilder()
          .setNoticesInFlight(4_000)
          .setNoticesPerFrame(500)
          .setFrameBytes(1024 * 1024)
          .build();

  private final RigWriter writer;

  RigNotices(RigWriter writer) {
    this.writer = writer;
  }

  @Override
  public StreamObserver<StreamNoticesRequest> streamNotices(
      StreamObserver<StreamNoticesResponse> answers) {
    answers.onNext(StreamNoticesResponse.newBuilder().setWindow(WINDOW).build());
    return new StreamObserver<>() {
      @Override
      public void onNext(StreamNoticesRequest frame) {
        for (SubmitNoticeRequest request : frame.getNoticesList()) {
          writer.add(new RigRow(request, request.toByteArray(), answers));
        }
      }

      @Override
      public void onError(Throwable cancelled) {
        // The client has gone; its rows are written all the same.
      }

      @Override
      public void onCompleted() {
        writer.whenIdle(answers::onCompleted);
      }
    };
  }

  /** Sends the answers of one commit to one stream, as many in a frame as fit. */
  static void answer(StreamObserver<StreamNoticesResponse> stream, List<PlacedRow> rows) {
    for (int from = 0; from < rows.size(); from += WINDOW.getNoticesPerFrame()) {
      NoticeAnswers.Builder frame = NoticeAnswers.newBuilder();
      int to = Math.min(rows.size(), from + WINDOW.getNoticesPerFrame());
      for (PlacedRow placed : rows.subList(from, to)) {
        String id = placed.row().request().getRequestId();
        frame.addAnswers(
            NoticeAnswer.newBuilder()
                .setRequestId(id)
                .setAccepted(Receipt.newBuilder().setRequestId(id).setPosition(placed.position())));
      }
      stream.onNext(StreamNoticesResponse.newBuilder().setAnswers(frame).build());
    }
  }

  /** Ends a stream whose rows could not be written. */
  static void fail(StreamObserver<StreamNoticesResponse> stream) {
    stream.onError(Status.UNAVAILABLE.asRuntimeException());
  }

  /**
   * A request on its way to its row.
   *
   * @param request as it came
   * @param bytes what is stored
   * @param stream where the answer goes
   */
  record RigRow(
      SubmitNoticeRequest request, byte[] bytes, StreamObserver<StreamNoticesResponse> stream) {}

  /** A row with its place in the order of commits. */
  record PlacedRow(long position, RigRow row) {}
}
