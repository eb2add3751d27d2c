package uk.yjx.server.transport;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import uk.yjx.server.kernel.Failure;

/**
 * Ends unary calls that take longer than {@link Limits#UNARY_DEADLINE_MAX}, also when their client
 * set no deadline or a longer one. Streams have none.
 */
final class DeadlineCap implements ServerInterceptor {
  private final Duration longest;
  private final ScheduledExecutorService timer;
  private final Failure exceeded;

  DeadlineCap(Duration longest, ScheduledExecutorService timer) {
    this.longest = longest;
    this.timer = timer;
    this.exceeded =
        Failure.of(
            Failure.Code.UNAVAILABLE,
            "DEADLINE_CAPPED",
            "the call took longer than the "
                + longest.toMillis()
                + " ms a unary call may take; a change may still take effect:"
                + " ask again with the same request id");
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Deadline asked = Context.current().getDeadline();
    if (call.getMethodDescriptor().getType() != MethodDescriptor.MethodType.UNARY
        || (asked != null && asked.timeRemaining(TimeUnit.NANOSECONDS) <= longest.toNanos())) {
      return next.startCall(call, headers);
    }
    EdgeCall<?, ?> edge = EdgeCall.current();
    Context.CancellableContext capped =
        Context.current().withDeadlineAfter(longest.toMillis(), TimeUnit.MILLISECONDS, timer);
    capped.addListener(
        ended -> {
          if (ended.cancellationCause() instanceof TimeoutException) {
            edge.end(
                StatusMapping.of(
                    Status.Code.DEADLINE_EXCEEDED.value(), exceeded, edge.requestId()));
          }
        },
        Runnable::run);
    return new SimpleForwardingServerCallListener<>(
        Contexts.interceptCall(capped, call, headers, next)) {
      @Override
      public void onComplete() {
        try {
          super.onComplete();
        } finally {
          capped.cancel(null);
        }
      }

      @Override
      public void onCancel() {
        try {
          super.onCancel();
        } finally {
          capped.cancel(null);
        }
      }
    };
  }
}
