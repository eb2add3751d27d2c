package uk.yjx.server.transport;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.grpc.ServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import uk.yjx.server.identity.Refusals;

/** Gives the server its TLS, threads, limits and interceptors, all in one place. */
@Singleton
final class Edge implements BeanCreatedEventListener<ServerBuilder<?>> {
  private final TransportSettings settings;
  private final ServerCertificate certificate;
  private final Interceptors interceptors;
  private final CutMessages cutMessages;

  Edge(
      TransportSettings settings,
      ServerCertificate certificate,
      Interceptors interceptors,
      Refusals refusals) {
    this.settings = settings;
    this.certificate = certificate;
    this.interceptors = interceptors;
    this.cutMessages = new CutMessages(refusals);
  }

  @Override
  public ServerBuilder<?> onCreated(BeanCreatedEvent<ServerBuilder<?>> event) {
    if (!(event.getBean() instanceof NettyServerBuilder server)) {
      throw new IllegalStateException("the server must be Netty's");
    }
    configure(server);
    return server;
  }

  void configure(NettyServerBuilder server) {
    try {
      server.sslContext(ServerTls.context(certificate.keyManager(), settings.jdkTls()));
    } catch (SSLException e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
    ExecutorService virtual =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("call-", 0).factory());
    server.executor(virtual).callExecutor(new CallExecutors(virtual));
    limit(server);
    server.addStreamTracerFactory(cutMessages);
    // gRPC runs the interceptor added last first.
    interceptors.outsideIn().reversed().forEach(server::intercept);
    interceptors.transportFilters().forEach(server::addTransportFilter);
    if (settings.reflection()) {
      server.addService(ProtoReflectionServiceV1.newInstance());
    }
  }

  private void limit(NettyServerBuilder server) {
    server
        .handshakeTimeout(Limits.HANDSHAKE_MAX.toMillis(), MILLISECONDS)
        .maxInboundMessageSize(Limits.WIRE_BYTES_MAX)
        .maxInboundMetadataSize(Limits.METADATA_BYTES_MAX)
        .maxConcurrentCallsPerConnection(Limits.CALLS_PER_CONNECTION_MAX)
        .maxRstFramesPerWindow(
            Limits.RESETS_PER_WINDOW_MAX, Math.toIntExact(Limits.RESET_WINDOW.toSeconds()))
        .keepAliveTime(Limits.KEEPALIVE_INTERVAL.toMillis(), MILLISECONDS)
        .keepAliveTimeout(Limits.KEEPALIVE_TIMEOUT.toMillis(), MILLISECONDS)
        .permitKeepAliveTime(Limits.CLIENT_KEEPALIVE_MIN.toMillis(), MILLISECONDS)
        .permitKeepAliveWithoutCalls(true)
        .maxConnectionIdle(Limits.IDLE_MAX.toMillis(), MILLISECONDS)
        .maxConnectionAge(settings.connectionAge().toMillis(), MILLISECONDS)
        .maxConnectionAgeGrace(settings.connectionAgeGrace().toMillis(), MILLISECONDS)
        .flowControlWindow(Limits.FLOW_WINDOW_BYTES);
  }
}
