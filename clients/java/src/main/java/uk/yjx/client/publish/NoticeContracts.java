package uk.yjx.client.publish;

import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.stub.AbstractStub;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.StreamNoticesRequest;
import uk.yjx.intelligence.v1.StreamNoticesResponse;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.safeguarding.v1.SafeguardingServiceGrpc;

/** The services that take notices. */
final class NoticeContracts {

  /** Bytes queued in the transport before it counts as busy: a few frames, not a megabyte. */
  private static final int ON_READY_THRESHOLD_BYTES = 128 * 1024;

  /** Police notices. */
  static final NoticeContract<SubmitNoticeRequest, StreamNoticesRequest, StreamNoticesResponse>
      POLICE =
          new NoticeContract<>(
              SubmitNoticeRequest.class,
              StreamNoticesRequest.NOTICES_FIELD_NUMBER,
              notices -> StreamNoticesRequest.newBuilder().addAllNotices(notices).build(),
              NoticeContracts::heard,
              (channel, told) -> {
                var unused =
                    pipelined(IntelligenceServiceGrpc.newStub(channel)).streamNotices(told);
              });

  /** Notices about children, from social care, health and custody. */
  static final NoticeContract<
          uk.yjx.safeguarding.v1.SubmitNoticeRequest,
          uk.yjx.safeguarding.v1.StreamNoticesRequest,
          uk.yjx.safeguarding.v1.StreamNoticesResponse>
      CHILDREN =
          new NoticeContract<>(
              uk.yjx.safeguarding.v1.SubmitNoticeRequest.class,
              uk.yjx.safeguarding.v1.StreamNoticesRequest.NOTICES_FIELD_NUMBER,
              notices ->
                  uk.yjx.safeguarding.v1.StreamNoticesRequest.newBuilder()
                      .addAllNotices(notices)
                      .build(),
              NoticeContracts::heard,
              (channel, told) -> {
                var unused =
                    pipelined(SafeguardingServiceGrpc.newStub(channel)).streamNotices(told);
              });

  private NoticeContracts() {}

  private static <S extends AbstractStub<S>> S pipelined(S stub) {
    return stub.withExecutor(MoreExecutors.directExecutor())
        .withOnReadyThreshold(ON_READY_THRESHOLD_BYTES);
  }

  private static NoticeContract.Heard heard(StreamNoticesResponse frame) {
    return switch (frame.getFrameCase()) {
      case WINDOW -> new NoticeContract.Heard.Opened(frame.getWindow());
      case ANSWERS -> new NoticeContract.Heard.Answered(frame.getAnswers());
      case DRAIN -> new NoticeContract.Heard.Draining(frame.getDrain());
      case FRAME_NOT_SET -> new NoticeContract.Heard.Nothing();
    };
  }

  private static NoticeContract.Heard heard(uk.yjx.safeguarding.v1.StreamNoticesResponse frame) {
    return switch (frame.getFrameCase()) {
      case WINDOW -> new NoticeContract.Heard.Opened(frame.getWindow());
      case ANSWERS -> new NoticeContract.Heard.Answered(frame.getAnswers());
      case DRAIN -> new NoticeContract.Heard.Draining(frame.getDrain());
      case FRAME_NOT_SET -> new NoticeContract.Heard.Nothing();
    };
  }
}
