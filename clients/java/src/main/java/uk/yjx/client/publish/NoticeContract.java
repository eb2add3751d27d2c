package uk.yjx.client.publish;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import uk.yjx.intelligence.v1.NoticeAnswers;
import uk.yjx.intelligence.v1.StreamDrain;
import uk.yjx.intelligence.v1.Window;

/**
 * A service that takes notices over one call: how its frames are called.
 *
 * @param <Q> one notice with its request id
 * @param <F> frames of the sender
 * @param <R> frames of the exchange
 * @param type of one notice
 * @param noticesField number of the field that holds the notices of a frame
 * @param frame makes a frame of notices
 * @param heard reads a frame of the exchange
 * @param opener starts the call
 */
record NoticeContract<Q extends Message, F, R>(
    Class<Q> type,
    int noticesField,
    Function<List<Q>, F> frame,
    Function<R, Heard> heard,
    Opener<F, R> opener) {

  /** Starts the call of a service. */
  interface Opener<F, R> {
    void open(Channel channel, ClientResponseObserver<F, R> told);
  }

  /** What the exchange says in one frame. */
  sealed interface Heard {
    record Opened(Window window) implements Heard {}

    record Answered(NoticeAnswers answers) implements Heard {}

    record Draining(StreamDrain drain) implements Heard {}

    /** A frame of a later version: it asks nothing of this one. */
    record Nothing() implements Heard {}
  }

  /** Told on the event loop what is heard; must be quick. */
  interface Listener {
    void ready();

    void heard(Heard heard);

    void failed(Throwable failure);

    void completed();
  }

  /** One call, as its sender sees it. */
  interface Call {
    boolean isReady();

    void send(List<Message> notices);

    void halfClose();

    void cancel(String why);
  }

  /** The bytes a notice takes in a frame. */
  int frameBytes(Message notice) {
    return CodedOutputStream.computeMessageSize(noticesField, notice);
  }

  /** Starts a call; the listener may be told of its end before this returns. */
  Call open(Channel channel, Listener listener) {
    Typed typed = new Typed(listener);
    opener.open(channel, typed);
    return typed;
  }

  private final class Typed implements Call, ClientResponseObserver<F, R> {
    private final Listener listener;
    private @Nullable ClientCallStreamObserver<F> call;

    Typed(Listener listener) {
      this.listener = listener;
    }

    @Override
    public boolean isReady() {
      return call().isReady();
    }

    @Override
    public void send(List<Message> notices) {
      call().onNext(frame.apply(notices.stream().map(type::cast).toList()));
    }

    @Override
    public void halfClose() {
      call().onCompleted();
    }

    @Override
    public void cancel(String why) {
      call().cancel(why, null);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<F> requests) {
      call = requests;
      requests.setOnReadyHandler(listener::ready);
    }

    @Override
    public void onNext(R response) {
      listener.heard(heard.apply(response));
    }

    @Override
    public void onError(Throwable failure) {
      listener.failed(failure);
    }

    @Override
    public void onCompleted() {
      listener.completed();
    }

    private ClientCallStreamObserver<F> call() {
      return Objects.requireNonNull(call, "the call has not started");
    }
  }
}
