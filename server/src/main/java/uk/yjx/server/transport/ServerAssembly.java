package uk.yjx.server.transport;

import io.grpc.BindableService;
import io.grpc.ServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.grpc.server.GrpcServerBuilder;
import io.micronaut.grpc.server.GrpcServerConfiguration;
import jakarta.inject.Singleton;
import java.util.List;

/** Puts all services into the server, each with {@link ReadableRequests}. */
@Factory
final class ServerAssembly {

  @Singleton
  @Replaces(value = ServerBuilder.class, factory = GrpcServerBuilder.class)
  ServerBuilder<?> builder(
      GrpcServerConfiguration configuration,
      HealthStatusManager health,
      List<BindableService> services) {
    ServerBuilder<?> server = configuration.getServerBuilder();
    server.addService(ReadableRequests.of(health.getHealthService().bindService()));
    for (BindableService service : services) {
      server.addService(ReadableRequests.of(service.bindService()));
    }
    return server;
  }
}
