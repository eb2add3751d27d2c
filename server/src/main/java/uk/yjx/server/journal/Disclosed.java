package uk.yjx.server.journal;

import com.google.protobuf.Message;
import io.grpc.stub.StreamObserver;

/**
 * A message with personal data whose audit event is committed. There is no other way to make one
 * than from a commit, and endpoints send such messages in no other form.
 *
 * @param <T> the message
 */
public final class Disclosed<T extends Message> {
  private static final ScopedValue<Message> LEAVING = ScopedValue.newInstance();

  private final T message;

  private Disclosed(T message) {
    this.message = message;
  }

  /** The message may leave: the commit holds the audit event that says so. */
  public static <T extends Message> Disclosed<T> by(Committed commit, T message) {
    if (commit.position() <= 0) {
      throw new IllegalArgumentException("a disclosure needs a committed position");
    }
    return new Disclosed<>(message);
  }

  /** Sends the message. */
  public void send(StreamObserver<? super T> to) {
    ScopedValue.where(LEAVING, message).run(() -> to.onNext(message));
  }

  /** Sends the message as the only one and ends the call. */
  public void answer(StreamObserver<? super T> to) {
    send(to);
    to.onCompleted();
  }

  /** Whether this very message is leaving as a disclosure; the edge lets no other pass. */
  public static boolean isLeaving(Object message) {
    return LEAVING.isBound() && LEAVING.get() == message;
  }
}
