package uk.yjx.client.publish;

import java.util.function.Consumer;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.safeguarding.v1.SubmitNoticeRequest;

/** Publishes notices about children, from social care, health and custody. */
public final class ChildNoticePublisher extends Publisher<SubmitNoticeRequest> {

  ChildNoticePublisher(PublisherSettings settings, Surroundings surroundings) {
    super(NoticeContracts.CHILDREN, SubmitNoticeRequest::getRequestId, settings, surroundings);
  }

  /** Opens a publisher that tells nobody about its state. */
  public static ChildNoticePublisher open(
      ExchangeConnection connection, PublisherSettings settings) {
    return open(connection, settings, state -> {});
  }

  /**
   * Opens a publisher and starts connecting.
   *
   * @param listener told of every change of state, in order, on the sending thread; must be quick
   */
  public static ChildNoticePublisher open(
      ExchangeConnection connection,
      PublisherSettings settings,
      Consumer<PublisherState> listener) {
    ChildNoticePublisher publisher =
        new ChildNoticePublisher(settings, Surroundings.real(connection, listener));
    publisher.start();
    return publisher;
  }
}
