package uk.yjx.server.safeguarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.safeguarding.v1.ChildNotice;
import uk.yjx.safeguarding.v1.ChildNoticeKind;
import uk.yjx.safeguarding.v1.SafeguardingServiceGrpc;
import uk.yjx.safeguarding.v1.StreamNoticesRequest;
import uk.yjx.safeguarding.v1.StreamNoticesResponse;
import uk.yjx.safeguarding.v1.SubmitNoticeRequest;
import uk.yjx.server.WireExchange;

/** StreamNotices of social care over mutual TLS: each notice has its own answer. */
final class ChildNoticeStreamTest {
  private static final int NOTICES = 40;

  private final Care care = Care.agreed(WireExchange.shared());

  @Test
  void answersEveryNoticeOfAStreamByItsRequestId() throws InterruptedException {
    BlockingQueue<StreamNoticesResponse> frames = new LinkedBlockingQueue<>();
    StreamObserver<StreamNoticesRequest> call =
        SafeguardingServiceGrpc.newStub(care.area.as(care.system)).streamNotices(into(frames));
    List<SubmitNoticeRequest> sent = new ArrayList<>();
    for (int i = 0; i < NOTICES; i++) {
      sent.add(
          request(
              care.notice(
                  i % 2 == 0
                      ? ChildNoticeKind.CHILD_NOTICE_KIND_MISSING_STARTED
                      : ChildNoticeKind.CHILD_NOTICE_KIND_MISSING_ENDED,
                  1,
                  "episode-" + i / 4,
                  care.now().minusSeconds(60L * (NOTICES - i)))));
    }
    sent.add(request(ChildNotice.newBuilder()));
    call.onNext(StreamNoticesRequest.newBuilder().addAllNotices(sent).build());
    call.onCompleted();
    Map<String, NoticeAnswer> answers = new HashMap<>();
    assertTrue(take(frames).getWindow().getNoticesInFlight() > 0);
    while (answers.size() < sent.size()) {
      for (NoticeAnswer answer : take(frames).getAnswers().getAnswersList()) {
        assertEquals(null, answers.put(answer.getRequestId(), answer));
      }
    }
    assertEquals(NOTICES, answers.values().stream().filter(NoticeAnswer::hasAccepted).count());
    NoticeAnswer last = Objects.requireNonNull(answers.get(sent.getLast().getRequestId()));
    assertEquals("VALIDATION_FAILED", last.getRefused().getReason());
  }

  private SubmitNoticeRequest request(ChildNotice.Builder notice) {
    return SubmitNoticeRequest.newBuilder()
        .setRequestId(care.area.requestId())
        .setNotice(notice)
        .build();
  }

  private static StreamNoticesResponse take(BlockingQueue<StreamNoticesResponse> frames)
      throws InterruptedException {
    StreamNoticesResponse frame = frames.poll(60, TimeUnit.SECONDS);
    if (frame == null) {
      throw new AssertionError("nothing came");
    }
    return frame;
  }

  private static StreamObserver<StreamNoticesResponse> into(
      BlockingQueue<StreamNoticesResponse> frames) {
    return new StreamObserver<>() {
      @Override
      public void onNext(StreamNoticesResponse frame) {
        frames.add(frame);
      }

      @Override
      public void onError(Throwable error) {
        frames.add(StreamNoticesResponse.getDefaultInstance());
      }

      @Override
      public void onCompleted() {
        // All answers have come before.
      }
    };
  }
}
