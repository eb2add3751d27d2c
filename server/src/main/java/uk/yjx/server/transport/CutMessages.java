package uk.yjx.server.transport;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.net.InetSocketAddress;
import uk.yjx.server.identity.Refusals;

/**
 * Counts the calls gRPC cuts by itself because a message announces more than {@link
 * Limits#WIRE_BYTES_MAX}: no interceptor sees those.
 */
final class CutMessages extends ServerStreamTracer.Factory {
  private final Refusals refusals;

  CutMessages(Refusals refusals) {
    this.refusals = refusals;
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    return new ServerStreamTracer() {
      private volatile String source = "unknown";

      @Override
      public void serverCallStarted(ServerCallInfo<?, ?> call) {
        if (call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
                instanceof InetSocketAddress remote
            && remote.getAddress() != null) {
          source = remote.getAddress().getHostAddress();
        }
      }

      @Override
      public void streamClosed(Status status) {
        String why = status.getDescription();
        if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED
            && why != null
            && why.startsWith("gRPC message exceeds maximum size")) {
          refusals.count(source, "MESSAGE_TOO_LARGE");
        }
      }
    };
  }
}
