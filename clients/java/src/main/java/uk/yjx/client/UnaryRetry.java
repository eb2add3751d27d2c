package uk.yjx.client;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import uk.yjx.agreements.v1.AgreementServiceGrpc;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.casepapers.v1.CasePapersServiceGrpc;
import uk.yjx.identity.v1.DirectoryServiceGrpc;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;

/**
 * The gRPC service config of the SDK: a unary call is retried on UNAVAILABLE only, and only where
 * its request carries a request id, so that a second try cannot do a thing twice.
 */
final class UnaryRetry {

  /** Attempts of one call in all, the first included. */
  private static final double ATTEMPTS_MAX = 4;

  private static final List<io.grpc.ServiceDescriptor> SERVICES =
      List.of(
          IntelligenceServiceGrpc.getServiceDescriptor(),
          AlertServiceGrpc.getServiceDescriptor(),
          CaseloadServiceGrpc.getServiceDescriptor(),
          DirectoryServiceGrpc.getServiceDescriptor(),
          AgreementServiceGrpc.getServiceDescriptor(),
          CasePapersServiceGrpc.getServiceDescriptor());

  private UnaryRetry() {}

  /** The config in the JSON-like form that channel builders take. */
  static Map<String, ?> serviceConfig() {
    return Map.of(
        "methodConfig",
        List.of(
            Map.of(
                "name",
                repeatable(),
                "retryPolicy",
                Map.of(
                    "maxAttempts",
                    ATTEMPTS_MAX,
                    "initialBackoff",
                    "0.2s",
                    "maxBackoff",
                    "5s",
                    "backoffMultiplier",
                    2.0,
                    "retryableStatusCodes",
                    List.of("UNAVAILABLE")))));
  }

  private static List<Map<String, String>> repeatable() {
    List<Map<String, String>> names = new ArrayList<>();
    for (io.grpc.ServiceDescriptor service : SERVICES) {
      for (MethodDescriptor method : contract(service).getMethods()) {
        boolean unary = !method.isClientStreaming() && !method.isServerStreaming();
        if (unary && method.getInputType().findFieldByName("request_id") != null) {
          names.add(Map.of("service", service.getName(), "method", method.getName()));
        }
      }
    }
    return names;
  }

  private static ServiceDescriptor contract(io.grpc.ServiceDescriptor service) {
    Object schema = Objects.requireNonNull(service.getSchemaDescriptor());
    return ((ProtoServiceDescriptorSupplier) schema).getServiceDescriptor();
  }
}
