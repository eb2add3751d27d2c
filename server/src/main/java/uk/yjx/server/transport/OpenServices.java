package uk.yjx.server.transport;

import io.grpc.ServerCall;
import java.util.Set;

/** Services that answer without authentication because they say nothing about anyone. */
final class OpenServices {
  private static final Set<String> NAMES =
      Set.of(
          "grpc.health.v1.Health",
          "grpc.reflection.v1.ServerReflection",
          "grpc.reflection.v1alpha.ServerReflection");

  private OpenServices() {}

  static boolean contains(ServerCall<?, ?> call) {
    String service = call.getMethodDescriptor().getServiceName();
    return service != null && NAMES.contains(service);
  }
}
