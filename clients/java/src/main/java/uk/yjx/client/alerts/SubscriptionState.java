package uk.yjx.client.alerts;

import java.time.Duration;
import java.util.Optional;
import uk.yjx.client.ExchangeException;

/** What a subscription is doing. */
public sealed interface SubscriptionState {

  /** Opening a call. */
  record Connecting() implements SubscriptionState {}

  /** Receiving what was committed before. */
  record CatchingUp() implements SubscriptionState {}

  /** Everything committed has been received. */
  record Live() implements SubscriptionState {}

  /**
   * Connected, but nothing moves.
   *
   * @param reason {@code NO_CREDIT} and {@code DATABASE_UNAVAILABLE} as the exchange says, or
   *     {@code HANDLER_FAILED} when the handler or the cursor store threw
   */
  record Blocked(String reason) implements SubscriptionState {}

  /**
   * Waiting before the next attempt.
   *
   * @param delay how long
   * @param cause why the call ended; empty when the exchange ended it as planned
   */
  record BackingOff(Duration delay, Optional<ExchangeException> cause)
      implements SubscriptionState {}

  /**
   * Over; no reconnection follows.
   *
   * @param cause why, for example ABORTED (SUPERSEDED); empty after {@link
   *     AlertSubscription#close()}
   */
  record Closed(Optional<ExchangeException> cause) implements SubscriptionState {}
}
