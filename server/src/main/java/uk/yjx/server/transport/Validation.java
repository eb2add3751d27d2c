package uk.yjx.server.transport;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import uk.yjx.server.journal.RequestRules;
import uk.yjx.server.kernel.Failure;

/**
 * Holds every message of a client to the rules its contract states, all broken rules at once.
 * Frames that carry many requests, each with its own id, are left to their endpoint, which answers
 * each of them on its own.
 */
final class Validation implements ServerInterceptor {
  private final RequestRules rules;
  private final ConcurrentMap<Descriptor, Boolean> bulk = new ConcurrentHashMap<>();

  Validation(RequestRules rules) {
    this.rules = rules;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q request) {
        if (request instanceof Message message && !isBulk(message.getDescriptorForType())) {
          Optional<Failure> broken = rules.check(message);
          if (broken.isPresent()) {
            throw broken.get().refused();
          }
        }
        super.onMessage(request);
      }
    };
  }

  private boolean isBulk(Descriptor type) {
    return bulk.computeIfAbsent(
        type, t -> t.getFields().stream().anyMatch(Validation::holdsRequests));
  }

  private static boolean holdsRequests(FieldDescriptor field) {
    return field.isRepeated()
        && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && field.getMessageType().findFieldByName("request_id") != null;
  }
}
