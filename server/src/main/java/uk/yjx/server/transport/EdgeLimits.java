package uk.yjx.server.transport;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;

/** The limits of the edge for the capabilities, those that an operator sets as they are set. */
@Singleton
final class EdgeLimits implements LimitSource {
  private final TransportSettings settings;

  EdgeLimits(TransportSettings settings) {
    this.settings = settings;
  }

  @Override
  public List<PublishedLimit> limits() {
    return List.of(
        PublishedLimit.bytes("edge.message_bytes", Limits.MESSAGE_BYTES_MAX),
        PublishedLimit.bytes("edge.metadata_bytes", Limits.METADATA_BYTES_MAX),
        PublishedLimit.items("edge.calls_per_connection", Limits.CALLS_PER_CONNECTION_MAX),
        PublishedLimit.items("edge.calls_per_second", settings.callsPerSecond()),
        PublishedLimit.items("edge.calls_at_once", settings.callsBurst()),
        PublishedLimit.items("edge.connections", settings.connectionsMax()),
        PublishedLimit.items("edge.connections_per_source", settings.connectionsPerSourceMax()),
        PublishedLimit.seconds("edge.unary_deadline", Limits.UNARY_DEADLINE_MAX),
        PublishedLimit.seconds("edge.client_keepalive", Limits.CLIENT_KEEPALIVE_MIN),
        PublishedLimit.seconds("edge.idle", Limits.IDLE_MAX),
        PublishedLimit.seconds("edge.connection_age", settings.connectionAge()),
        PublishedLimit.seconds("edge.drain", settings.drainTimeout()));
  }
}
