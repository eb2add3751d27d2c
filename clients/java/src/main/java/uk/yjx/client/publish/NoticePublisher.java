package uk.yjx.client.publish;

import java.util.function.Consumer;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;

/** Publishes police notices. */
public final class NoticePublisher extends Publisher<SubmitNoticeRequest> {

  NoticePublisher(PublisherSettings settings, Surroundings surroundings) {
    super(NoticeContracts.POLICE, SubmitNoticeRequest::getRequestId, settings, surroundings);
  }

  /** Opens a publisher that tells nobody about its state. */
  public static NoticePublisher open(ExchangeConnection connection, PublisherSettings settings) {
    return open(connection, settings, state -> {});
  }

  /**
   * Opens a publisher and starts connecting.
   *
   * @param listener told of every change of state, in order, on the sending thread; must be quick
   */
  public static NoticePublisher open(
      ExchangeConnection connection,
      PublisherSettings settings,
      Consumer<PublisherState> listener) {
    NoticePublisher publisher =
        new NoticePublisher(settings, Surroundings.real(connection, listener));
    publisher.start();
    return publisher;
  }
}
