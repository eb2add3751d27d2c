package uk.yjx.client.publish;

import java.time.Duration;
import java.util.Optional;
import uk.yjx.client.ExchangeException;
import uk.yjx.intelligence.v1.Window;

/** What a publisher is doing. */
public sealed interface PublisherState {

  /** Opening a call. */
  record Connecting() implements PublisherState {}

  /**
   * Sending.
   *
   * @param window what may be in flight, and the standing notice to show to whoever submits
   */
  record Open(Window window) implements PublisherState {}

  /**
   * Waiting before the next attempt; everything unanswered is kept.
   *
   * @param delay how long
   * @param cause why the call ended; empty when the exchange ended it as planned
   */
  record BackingOff(Duration delay, Optional<ExchangeException> cause) implements PublisherState {}

  /**
   * Over.
   *
   * @param cause why; empty after {@link NoticePublisher#close()}
   */
  record Closed(Optional<ExchangeException> cause) implements PublisherState {}
}
