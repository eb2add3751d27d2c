package uk.yjx.server.transport;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import uk.yjx.server.kernel.Failure;

/**
 * Counts connections, in all and by source. A connection over a limit is accepted, so that its
 * client can be told why, and every call on it is refused until it is closed for being idle.
 */
final class ConnectionLimit extends ServerTransportFilter implements ServerInterceptor {
  private static final Attributes.Key<Place> PLACE = Attributes.Key.create("yjx-connection-place");

  private final int connectionsMax;
  private final int connectionsPerSourceMax;
  private final Failure tooMany;
  private final AtomicInteger connections = new AtomicInteger();
  private final ConcurrentMap<String, Integer> bySource = new ConcurrentHashMap<>();

  ConnectionLimit(int connectionsMax, int connectionsPerSourceMax) {
    this.connectionsMax = connectionsMax;
    this.connectionsPerSourceMax = connectionsPerSourceMax;
    this.tooMany =
        Failure.passing(
            Failure.Code.RESOURCE_EXHAUSTED,
            "CONNECTIONS_LIMIT",
            "more than "
                + connectionsMax
                + " connections in all or "
                + connectionsPerSourceMax
                + " from one address; close some and connect anew",
            Limits.KEEPALIVE_TIMEOUT);
  }

  private record Place(String source, boolean within) {}

  @Override
  public Attributes transportReady(Attributes attributes) {
    String source = source(attributes);
    int all = connections.incrementAndGet();
    int ofSource = bySource.merge(source, 1, Integer::sum);
    boolean within = all <= connectionsMax && ofSource <= connectionsPerSourceMax;
    return attributes.toBuilder().set(PLACE, new Place(source, within)).build();
  }

  @Override
  public void transportTerminated(Attributes attributes) {
    Place place = attributes == null ? null : attributes.get(PLACE);
    if (place != null) {
      connections.decrementAndGet();
      bySource.computeIfPresent(place.source(), (source, count) -> count == 1 ? null : count - 1);
    }
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Place place = call.getAttributes().get(PLACE);
    if (place != null && !place.within()) {
      throw tooMany.refused();
    }
    return next.startCall(call, headers);
  }

  private static String source(Attributes attributes) {
    SocketAddress remote = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return remote instanceof InetSocketAddress address && address.getAddress() != null
        ? address.getAddress().getHostAddress()
        : "unknown";
  }
}
