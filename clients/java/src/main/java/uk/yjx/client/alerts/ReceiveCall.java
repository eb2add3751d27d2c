package uk.yjx.client.alerts;

import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ReceiveRequest;
import uk.yjx.alerts.v1.ReceiveResponse;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.ExchangeException;

/** One call of Receive, which passes on what it hears together with itself. */
final class ReceiveCall implements ClientResponseObserver<ReceiveRequest, ReceiveResponse> {

  private final Listener listener;
  private final int credentialsGeneration;
  private @Nullable ClientCallStreamObserver<ReceiveRequest> call;

  ReceiveCall(ExchangeConnection connection, Listener listener) {
    this.listener = listener;
    this.credentialsGeneration = connection.credentialsGeneration();
  }

  void start(ExchangeConnection connection) {
    var unused =
        AlertServiceGrpc.newStub(connection.reopenedChannel())
            .withExecutor(MoreExecutors.directExecutor())
            .receive(this);
  }

  boolean isReady() {
    return call().isReady();
  }

  void send(ReceiveRequest frame) {
    call().onNext(frame);
  }

  void cancel(String why) {
    call().cancel(why, null);
  }

  int credentialsGeneration() {
    return credentialsGeneration;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ReceiveRequest> requests) {
    call = requests;
    requests.setOnReadyHandler(() -> listener.ready(this));
  }

  @Override
  public void onNext(ReceiveResponse frame) {
    listener.received(this, frame);
  }

  @Override
  public void onError(Throwable failure) {
    listener.ended(this, Optional.of(Errors.of(failure)));
  }

  @Override
  public void onCompleted() {
    listener.ended(this, Optional.empty());
  }

  private ClientCallStreamObserver<ReceiveRequest> call() {
    return Objects.requireNonNull(call, "the call has not started");
  }

  /** Told on the event loop what happens; must be quick. */
  interface Listener {
    /** More may be sent. */
    void ready(ReceiveCall call);

    /** A frame came. */
    void received(ReceiveCall call, ReceiveResponse frame);

    /** The call is over; without a cause the exchange ended it as planned. */
    void ended(ReceiveCall call, Optional<ExchangeException> cause);
  }
}
