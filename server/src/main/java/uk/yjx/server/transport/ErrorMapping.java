package uk.yjx.server.transport;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Refusals;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;

/**
 * The outermost interceptor and the one place where a failure or an exception becomes a status.
 * Refusals are reported to the audit log; what nobody expected is told as INTERNAL with an id under
 * which it is logged, without its message, since that may quote data.
 */
final class ErrorMapping implements ServerInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorMapping.class);
  private static final int FRAMES_LOGGED_MAX = 12;

  private final Refusals refusals;
  private final Ids ids;

  ErrorMapping(Refusals refusals, Ids ids) {
    this.refusals = refusals;
    this.ids = ids;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    EdgeCall<Q, A> edge = new EdgeCall<>(call, this);
    try {
      return new Guarded<>(
          edge,
          Contexts.interceptCall(
              Context.current().withValue(EdgeCall.KEY, edge), edge, headers, next));
    } catch (RuntimeException e) {
      edge.end(closing(edge, e));
      return new ServerCall.Listener<>() {};
    }
  }

  /** Maps what a handler closed its call with. */
  StatusMapping.Closing closing(EdgeCall<?, ?> call, Status status, Metadata trailers) {
    Throwable cause = status.getCause();
    if (cause != null || status.getCode() == Status.Code.UNKNOWN) {
      return closing(call, cause == null ? new IllegalStateException() : cause);
    }
    return new StatusMapping.Closing(status, trailers);
  }

  /** Maps a failure that ends a call, and reports it when it is a refusal. */
  StatusMapping.Closing refused(EdgeCall<?, ?> call, Failure failure) {
    report(call, failure);
    return StatusMapping.of(failure, call.requestId());
  }

  private StatusMapping.Closing closing(EdgeCall<?, ?> call, Throwable thrown) {
    Throwable e = thrown;
    while ((e instanceof CompletionException || e instanceof ExecutionException)
        && e.getCause() != null) {
      e = e.getCause();
    }
    if (e instanceof Failure.Refused refused) {
      return refused(call, refused.failure());
    }
    return unexpected(call, e);
  }

  private StatusMapping.Closing unexpected(EdgeCall<?, ?> call, Throwable e) {
    String id = ids.next().toString();
    LOG.error("unexpected failure {} in {}: {}", id, call.operation(), trace(e));
    return StatusMapping.of(
        Failure.of(
            Failure.Code.INTERNAL,
            "UNEXPECTED",
            "the exchange failed; its operator finds the cause under " + id),
        call.requestId());
  }

  private void report(EdgeCall<?, ?> call, Failure failure) {
    Caller caller = call.caller();
    switch (failure.code()) {
      case UNAVAILABLE, INTERNAL -> {}
      case UNAUTHENTICATED, RESOURCE_EXHAUSTED -> refusals.count(call.source(), failure.reason());
      case INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE -> {
        if (caller == null) {
          refusals.count(call.source(), failure.reason());
        } else {
          refusals.record(caller, call.operation(), call.requestId(), failure);
        }
      }
    }
  }

  private static String trace(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    for (Throwable e = thrown; e != null && text.length() < 8_000; e = nextCause(e)) {
      text.append(e.getClass().getName());
      StackTraceElement[] frames = e.getStackTrace();
      for (int i = 0; i < Math.min(frames.length, FRAMES_LOGGED_MAX); i++) {
        text.append(" < ").append(frames[i]);
      }
      text.append("; ");
    }
    return text.toString();
  }

  private static @Nullable Throwable nextCause(Throwable e) {
    return e.getCause() == e ? null : e.getCause();
  }

  /** Turns what a callback throws into the end of the call. */
  private final class Guarded<Q> extends SimpleForwardingServerCallListener<Q> {
    private final EdgeCall<Q, ?> call;

    Guarded(EdgeCall<Q, ?> call, ServerCall.Listener<Q> listener) {
      super(listener);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      Failure unread = ReadableRequests.failure(call.getMethodDescriptor(), message);
      if (unread != null) {
        call.end(unread);
        return;
      }
      call.received(message);
      guard(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guard(super::onHalfClose);
    }

    @Override
    public void onReady() {
      guard(super::onReady);
    }

    @Override
    public void onComplete() {
      // A handler whose call was ended by the edge learns it as a cancellation.
      Runnable told = call.ended() ? super::onCancel : super::onComplete;
      logged(told);
    }

    @Override
    public void onCancel() {
      logged(super::onCancel);
    }

    private void guard(Runnable callback) {
      if (call.ended()) {
        return;
      }
      try {
        callback.run();
      } catch (RuntimeException e) {
        call.end(closing(call, e));
      }
    }

    private void logged(Runnable callback) {
      try {
        callback.run();
      } catch (RuntimeException e) {
        LOG.warn("a call of {} did not end well: {}", call.operation(), trace(e));
      }
    }
  }
}
