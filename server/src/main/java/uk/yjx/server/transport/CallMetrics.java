package uk.yjx.server.transport;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts calls by method and by the code that was sent, and times those that are not streams. It
 * lies outside the error mapping, since only what comes out of that is what the client is told.
 * Tags come from the contracts, never from a caller.
 */
final class CallMetrics implements ServerInterceptor {
  private final MeterRegistry meters;

  CallMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Measured measured =
        new Measured(
            call.getMethodDescriptor().getFullMethodName(),
            call.getMethodDescriptor().getType() == MethodType.UNARY,
            System.nanoTime());
    return new SimpleForwardingServerCallListener<>(
        next.startCall(
            new SimpleForwardingServerCall<>(call) {
              @Override
              public void close(Status status, Metadata trailers) {
                measured.ended(status.getCode());
                super.close(status, trailers);
              }
            },
            headers)) {
      @Override
      public void onCancel() {
        measured.ended(Status.Code.CANCELLED);
        super.onCancel();
      }
    };
  }

  private final class Measured {
    private final String method;
    private final boolean timed;
    private final long startNanos;
    private final AtomicBoolean ended = new AtomicBoolean();

    Measured(String method, boolean timed, long startNanos) {
      this.method = method;
      this.timed = timed;
      this.startNanos = startNanos;
    }

    void ended(Status.Code code) {
      if (!ended.compareAndSet(false, true)) {
        return;
      }
      if (timed) {
        Timer.builder("yjx.calls")
            .description("Calls that are not streams, by method and code")
            .tag("method", method)
            .tag("code", code.name())
            .register(meters)
            .record(Duration.ofNanos(System.nanoTime() - startNanos));
      } else {
        Counter.builder("yjx.streams")
            .description("Streams that have ended, by method and code")
            .tag("method", method)
            .tag("code", code.name())
            .register(meters)
            .increment();
      }
    }
  }
}
