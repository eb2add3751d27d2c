package uk.yjx.server.transport;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import uk.yjx.common.v1.Options;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.kernel.Failure;

/**
 * Lets a message that its contract marks as personal leave only as a {@link Disclosed}, that is,
 * with its audit event committed. A frame of a stream counts by what it carries: a heartbeat is not
 * personal although other frames of its kind are, and an empty page says nothing. Guards against a
 * mistake in an endpoint.
 */
final class DisclosureGuard implements ServerInterceptor {
  private static final Failure NOT_AUDITED =
      Failure.of(
          Failure.Code.INTERNAL,
          "NOT_AUDITED",
          "an answer was held back because no audit event covers it");

  private final ConcurrentMap<Descriptor, Boolean> personal = new ConcurrentHashMap<>();

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    EdgeCall<?, ?> edge = EdgeCall.current();
    return next.startCall(
        new SimpleForwardingServerCall<Q, A>(call) {
          @Override
          public void sendMessage(A message) {
            if (isPersonal(message) && !Disclosed.isLeaving(message)) {
              edge.end(NOT_AUDITED);
              throw new IllegalStateException("a personal answer was sent without its audit event");
            }
            super.sendMessage(message);
          }
        },
        headers);
  }

  private boolean isPersonal(Object sent) {
    if (!(sent instanceof Message message)
        || !isMarked(message.getDescriptorForType())
        || message.getSerializedSize() == 0) {
      return false;
    }
    Descriptor type = message.getDescriptorForType();
    if (!isFrame(type)) {
      return true;
    }
    FieldDescriptor carried = message.getOneofFieldDescriptor(type.getRealOneofs().getFirst());
    return carried != null
        && (carried.getJavaType() != FieldDescriptor.JavaType.MESSAGE
            || isMarked(carried.getMessageType()));
  }

  private boolean isMarked(Descriptor type) {
    return personal.computeIfAbsent(type, t -> t.getOptions().getExtension(Options.personalData));
  }

  /** A message that is nothing but a choice of what it carries. */
  private static boolean isFrame(Descriptor type) {
    return type.getRealOneofs().size() == 1
        && type.getRealOneofs().getFirst().getFieldCount() == type.getFields().size();
  }
}
