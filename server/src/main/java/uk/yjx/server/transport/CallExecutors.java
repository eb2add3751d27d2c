package uk.yjx.server.transport;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.concurrent.Executor;

/**
 * Chooses the threads of a call. Callbacks of bidirectional streams only enqueue and so run where
 * the bytes arrive, without a hand-over for every frame; all others may wait and get a virtual
 * thread, and so has a call with a bearer token, whose issuer's keys may have to be fetched.
 */
final class CallExecutors implements ServerCallExecutorSupplier {
  private static final Executor EVENT_LOOP = Runnable::run;

  private final Executor waiting;

  CallExecutors(Executor waiting) {
    this.waiting = waiting;
  }

  @Override
  public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
    return call.getMethodDescriptor().getType() == MethodType.BIDI_STREAMING
            && !headers.containsKey(Authentication.AUTHORIZATION)
        ? EVENT_LOOP
        : waiting;
  }
}
