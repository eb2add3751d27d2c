package uk.yjx.client.publish;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc.IntelligenceServiceBlockingStub;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.intelligence.v1.SubmitNoticeResponse;

/** Submits single notices, each in a call of its own, for senders with few of them. */
public final class NoticeSubmitter {

  private final IntelligenceServiceBlockingStub stub;

  /** Submits over a connection, which stays the caller's to close. */
  public NoticeSubmitter(ExchangeConnection connection) {
    stub = IntelligenceServiceGrpc.newBlockingStub(connection.channel());
  }

  /**
   * Submits one notice and waits for its answer. Throws {@link uk.yjx.client.ExchangeException} for
   * everything that is not a receipt; after UNAVAILABLE or DEADLINE_EXCEEDED the notice may be
   * accepted all the same, so submit it again with the same request id.
   */
  public Publication submit(SubmitNoticeRequest request, Duration deadline) {
    try {
      SubmitNoticeResponse response =
          stub.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS).submitNotice(request);
      return new Answers(response).publication(response.getAnswer());
    } catch (StatusRuntimeException e) {
      throw Errors.of(e);
    }
  }
}
