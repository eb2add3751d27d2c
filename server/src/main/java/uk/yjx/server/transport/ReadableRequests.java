package uk.yjx.server.transport;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.Failure;

/**
 * Reads requests so that one that is too large or no protobuf is refused like any other: gRPC
 * itself would end the call below the interceptors, without a reason and unaudited. What cannot be
 * read is handed on as a stand-in, which {@link ErrorMapping} recognises before anybody else sees
 * it.
 */
final class ReadableRequests {
  private static final Failure TOO_LARGE =
      Failure.of(
          Failure.Code.RESOURCE_EXHAUSTED,
          "MESSAGE_TOO_LARGE",
          "a message holds at most " + Limits.MESSAGE_BYTES_MAX + " bytes");

  private static final Failure UNREADABLE =
      Failure.of(
          Failure.Code.INVALID_ARGUMENT,
          "MESSAGE_UNREADABLE",
          "the bytes are not a message of this method");

  private ReadableRequests() {}

  /** The same service, whose requests are read here. */
  static ServerServiceDefinition of(ServerServiceDefinition service) {
    List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
    service.getMethods().forEach(method -> methods.add(readable(method)));
    ServiceDescriptor.Builder contract =
        ServiceDescriptor.newBuilder(service.getServiceDescriptor().getName())
            .setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
    methods.forEach(method -> contract.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder built = ServerServiceDefinition.builder(contract.build());
    methods.forEach(built::addMethod);
    return built.build();
  }

  /** Why the message of a call cannot be taken; null for every message that was read. */
  static @Nullable Failure failure(MethodDescriptor<?, ?> method, Object message) {
    return method.getRequestMarshaller() instanceof Reader<?> reader
        ? reader.failure(message)
        : null;
  }

  private static <Q, A> ServerMethodDefinition<Q, A> readable(ServerMethodDefinition<Q, A> method) {
    MethodDescriptor<Q, A> contract = method.getMethodDescriptor();
    if (contract.getRequestMarshaller() instanceof PrototypeMarshaller<Q> protobuf
        && protobuf.getMessagePrototype() instanceof Message) {
      return ServerMethodDefinition.create(
          contract.toBuilder(new Reader<>(protobuf), contract.getResponseMarshaller()).build(),
          method.getServerCallHandler());
    }
    return method;
  }

  /** Reads the requests of one method. Stand-ins are told from requests by identity alone. */
  private static final class Reader<Q> implements Marshaller<Q> {
    private final PrototypeMarshaller<Q> protobuf;
    private final Q tooLarge;
    private final Q unreadable;

    Reader(PrototypeMarshaller<Q> protobuf) {
      this.protobuf = protobuf;
      this.tooLarge = standIn(protobuf.getMessagePrototype());
      this.unreadable = standIn(protobuf.getMessagePrototype());
    }

    @SuppressWarnings("unchecked") // the builder of a message builds messages of its class
    private static <Q> Q standIn(Q prototype) {
      return (Q) ((Message) prototype).newBuilderForType().build();
    }

    @Nullable Failure failure(Object message) {
      if (message == tooLarge) {
        return TOO_LARGE;
      }
      return message == unreadable ? UNREADABLE : null;
    }

    @Override
    public InputStream stream(Q request) {
      return protobuf.stream(request);
    }

    @Override
    public Q parse(InputStream bytes) {
      try {
        if (bytes instanceof KnownLength) {
          return bytes.available() > Limits.MESSAGE_BYTES_MAX ? tooLarge : protobuf.parse(bytes);
        }
        // A compressed message tells its length only by being read.
        byte[] read = bytes.readNBytes(Limits.MESSAGE_BYTES_MAX + 1);
        return read.length > Limits.MESSAGE_BYTES_MAX
            ? tooLarge
            : protobuf.parse(new ByteArrayInputStream(read));
      } catch (StatusRuntimeException e) {
        if (e.getCause() instanceof InvalidProtocolBufferException) {
          return unreadable;
        }
        throw e;
      } catch (IOException e) {
        return unreadable; // compressed, and broken
      }
    }
  }
}
