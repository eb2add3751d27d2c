package uk.yjx.server;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.Failure;

/**
 * The client's side of one call, with room for as many messages as the test grants.
 *
 * @param <T> the message
 */
public final class Collected<T> extends ServerCallStreamObserver<T> {
  private static final long TIMEOUT_S = 20;

  private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
  private volatile boolean ready = true;
  private volatile @Nullable Runnable onReady;
  private volatile @Nullable Runnable onCancel;
  private volatile boolean cancelled;

  private record Ended(@Nullable Throwable error) {}

  /** The next message. */
  @SuppressWarnings("unchecked") // only messages and ends are put in
  public T next() throws InterruptedException {
    Object event = take();
    if (event instanceof Ended ended) {
      throw new AssertionError("the call ended: " + reason(ended), ended.error());
    }
    return (T) event;
  }

  /** The reason of the refusal that the call ends with; empty when it ends well. */
  public String end() throws InterruptedException {
    Object event = take();
    if (event instanceof Ended ended) {
      return reason(ended);
    }
    throw new AssertionError("the call goes on");
  }

  /** The reason the call ends with, whatever messages come before. */
  public String endAfterMessages() throws InterruptedException {
    Object event = take();
    while (!(event instanceof Ended)) {
      event = take();
    }
    return reason((Ended) event);
  }

  /** Messages that are there now. */
  public int waiting() {
    return events.size();
  }

  /** Makes room, or takes it away. */
  public void ready(boolean room) {
    ready = room;
    Runnable handler = onReady;
    if (room && handler != null) {
      handler.run();
    }
  }

  /** The client goes away. */
  public void cancel() {
    cancelled = true;
    Runnable handler = onCancel;
    if (handler != null) {
      handler.run();
    }
  }

  @Override
  public void onNext(T message) {
    events.add(message);
  }

  @Override
  public void onError(Throwable error) {
    events.add(new Ended(error));
  }

  @Override
  public void onCompleted() {
    events.add(new Ended(null));
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public void setOnReadyHandler(Runnable handler) {
    onReady = handler;
  }

  @Override
  public void setOnCancelHandler(Runnable handler) {
    onCancel = handler;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void disableAutoInboundFlowControl() {}

  @Override
  public void request(int count) {}

  @Override
  public void setMessageCompression(boolean enable) {}

  @Override
  public void setCompression(String compression) {}

  private Object take() throws InterruptedException {
    Object event = events.poll(TIMEOUT_S, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("nothing came within " + TIMEOUT_S + " s");
    }
    return event;
  }

  private static String reason(Ended ended) {
    Throwable error = ended.error();
    if (error == null) {
      return "";
    }
    return error instanceof Failure.Refused refused ? refused.failure().reason() : error.toString();
  }
}
