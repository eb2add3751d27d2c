package uk.yjx.client.alerts;

import io.grpc.Status;
import java.util.Optional;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.ExchangeException;

/** What follows the end of a stream, as the contracts of the server streams say. */
public enum CallEnd {
  /** Opening again cannot help, or must not be done. */
  STOP,
  /** The cursor is of no use any more; without one the stream begins with everything open. */
  REOPEN_WITHOUT_CURSOR,
  /** Open again after a while. */
  BACK_OFF;

  private static final String CURSOR_EXPIRED = "CURSOR_EXPIRED";
  private static final String LOG_EPOCH_CHANGED = "LOG_EPOCH_CHANGED";

  /**
   * What to do after a call has ended.
   *
   * @param cause why it ended; empty when the exchange ended it as planned
   * @param generationOfCall the connection's credentials generation when it was opened
   */
  public static CallEnd of(
      Optional<ExchangeException> cause, ExchangeConnection connection, int generationOfCall) {
    return cause.map(c -> of(c, connection, generationOfCall)).orElse(BACK_OFF);
  }

  /** What statements fail with that nobody will answer any more. */
  static ExchangeException closedBeforeAnswer() {
    return Errors.local(
        Status.Code.CANCELLED, "CLOSED_BEFORE_ANSWER", "the subscription is closed");
  }

  private static CallEnd of(
      ExchangeException cause, ExchangeConnection connection, int generationOfCall) {
    Status.Code code = cause.code();
    return switch (code) {
      case ABORTED, PERMISSION_DENIED, INVALID_ARGUMENT, UNIMPLEMENTED, NOT_FOUND -> STOP;
      case UNAUTHENTICATED -> connection.mayReopenAfter(code, generationOfCall) ? BACK_OFF : STOP;
      case OUT_OF_RANGE -> cause.reason().equals(CURSOR_EXPIRED) ? REOPEN_WITHOUT_CURSOR : BACK_OFF;
      case FAILED_PRECONDITION ->
          cause.reason().equals(LOG_EPOCH_CHANGED) ? REOPEN_WITHOUT_CURSOR : BACK_OFF;
      case OK, CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, ALREADY_EXISTS -> BACK_OFF;
      case RESOURCE_EXHAUSTED, INTERNAL, UNAVAILABLE, DATA_LOSS -> BACK_OFF;
    };
  }
}
