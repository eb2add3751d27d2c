package uk.yjx.server.transport;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.Failure;

/**
 * A call as the edge sees it. It can be ended from any thread, because a withdrawn role or a
 * revoked certificate must end what is open: whoever sends or closes afterwards is ignored.
 */
final class EdgeCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
  /** The call being handled, for the interceptors within. */
  static final Context.Key<EdgeCall<?, ?>> KEY = Context.key("yjx-edge-call");

  /** The form the contracts give request ids. */
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");

  private final ErrorMapping errors;
  private final Object turn = new Object();
  private boolean closed;
  private volatile boolean ended;
  private volatile @Nullable Caller caller;
  private volatile @Nullable Message request;

  EdgeCall(ServerCall<Q, A> call, ErrorMapping errors) {
    super(call);
    this.errors = errors;
  }

  static EdgeCall<?, ?> current() {
    EdgeCall<?, ?> call = KEY.get();
    if (call == null) {
      throw new IllegalStateException("an interceptor ran outside the error mapping");
    }
    return call;
  }

  /** Who calls; null until authenticated. */
  @Nullable Caller caller() {
    return caller;
  }

  void authenticated(Caller who) {
    caller = who;
  }

  /** Full name of the method, «package.Service/Method». */
  String operation() {
    return getMethodDescriptor().getFullMethodName();
  }

  /** Keeps the one request of a unary call, for its id. */
  void received(Object message) {
    if (getMethodDescriptor().getType().clientSendsOneMessage() && message instanceof Message m) {
      request = m;
    }
  }

  /** The request id of a unary call; null when there is none, or none that could be one. */
  @Nullable String requestId() {
    Message message = request;
    if (message == null) {
      return null;
    }
    FieldDescriptor field = message.getDescriptorForType().findFieldByName("request_id");
    if (field == null || field.getJavaType() != FieldDescriptor.JavaType.STRING) {
      return null;
    }
    // It is told again in errors, so whatever else was put into the field must not pass for one.
    String id = (String) message.getField(field);
    return REQUEST_ID.matcher(id).matches() ? id : null;
  }

  /** Address of the client without its port. */
  String source() {
    SocketAddress remote = getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return remote instanceof InetSocketAddress address && address.getAddress() != null
        ? address.getAddress().getHostAddress()
        : "unknown";
  }

  /** Ends the call because of a failure, from any thread. */
  void end(Failure failure) {
    end(errors.refused(this, failure));
  }

  /** Ends the call, from any thread. */
  void end(StatusMapping.Closing closing) {
    synchronized (turn) {
      if (!closed) {
        closed = true;
        ended = true;
        super.close(closing.status(), closing.trailers());
      }
    }
  }

  /** Whether the call was ended by the edge and not by its handler. */
  boolean ended() {
    return ended;
  }

  @Override
  public void sendHeaders(Metadata headers) {
    synchronized (turn) {
      if (!closed) {
        super.sendHeaders(headers);
      }
    }
  }

  @Override
  public void sendMessage(A message) {
    synchronized (turn) {
      if (!closed) {
        super.sendMessage(message);
      }
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    StatusMapping.Closing mapped =
        status.isOk()
            ? new StatusMapping.Closing(status, trailers)
            : errors.closing(this, status, trailers);
    synchronized (turn) {
      if (!closed) {
        closed = true;
        super.close(mapped.status(), mapped.trailers());
      }
    }
  }

  @Override
  public boolean isReady() {
    return !ended && super.isReady();
  }

  @Override
  public boolean isCancelled() {
    return ended || super.isCancelled();
  }
}
