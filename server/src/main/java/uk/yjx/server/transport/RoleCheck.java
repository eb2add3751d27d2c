package uk.yjx.server.transport;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import uk.yjx.common.v1.Access;
import uk.yjx.common.v1.Options;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.kernel.Failure;

/**
 * Lets a caller reach a method only with one of the roles the contract names, for as long as the
 * call is open. A method of which the contract says nothing is refused to everyone.
 */
final class RoleCheck implements ServerInterceptor {
  private static final Failure MISSING =
      Failure.of(
          Failure.Code.PERMISSION_DENIED,
          "ROLE_MISSING",
          "the caller holds none of the roles this method asks for");

  private final Sessions sessions;
  private final ConcurrentMap<String, Access> accessByMethod = new ConcurrentHashMap<>();

  RoleCheck(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    EdgeCall<?, ?> edge = EdgeCall.current();
    Caller caller = edge.caller();
    if (caller == null) {
      if (OpenServices.contains(call)) {
        return next.startCall(call, headers);
      }
      throw MISSING.refused();
    }
    Access access =
        accessByMethod.computeIfAbsent(
            edge.operation(), name -> accessOf(call.getMethodDescriptor()));
    if (!permits(access, caller)) {
      throw MISSING.refused();
    }
    Sessions.Session session = sessions.register(caller, now -> permits(access, now), edge::end);
    try {
      return new Registered<>(next.startCall(call, headers), session);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  static Access accessOf(MethodDescriptor<?, ?> method) {
    return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier contract
        ? contract.getMethodDescriptor().getOptions().getExtension(Options.access)
        : Access.getDefaultInstance();
  }

  static boolean permits(Access access, Caller caller) {
    return access.getAnyPrincipal() || access.getRolesList().stream().anyMatch(caller::holds);
  }

  private static final class Registered<Q> extends SimpleForwardingServerCallListener<Q> {
    private final Sessions.Session session;

    Registered(ServerCall.Listener<Q> listener, Sessions.Session session) {
      super(listener);
      this.session = session;
    }

    @Override
    public void onComplete() {
      session.close();
      super.onComplete();
    }

    @Override
    public void onCancel() {
      session.close();
      super.onCancel();
    }
  }
}
