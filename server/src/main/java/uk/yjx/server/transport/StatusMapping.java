package uk.yjx.server.transport;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Failure.Violation;

/** Writes a failure as a gRPC status with the details of AIP-193. */
final class StatusMapping {
  /** Who gives the reasons their meaning. */
  static final String DOMAIN = "yjx";

  /** The trailer every gRPC library reads details from. */
  static final Metadata.Key<com.google.rpc.Status> DETAILS =
      Metadata.Key.of(
          "grpc-status-details-bin",
          ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));

  private StatusMapping() {}

  /** A status and the trailers that go with it. */
  record Closing(Status status, Metadata trailers) {}

  static Closing of(Failure failure, @Nullable String requestId) {
    return of(failure.code().number(), failure, requestId);
  }

  /** Writes the failure under another code than its own. */
  static Closing of(int code, Failure failure, @Nullable String requestId) {
    com.google.rpc.Status.Builder details =
        com.google.rpc.Status.newBuilder().setCode(code).setMessage(failure.message());
    add(details, ErrorInfo.newBuilder().setDomain(DOMAIN).setReason(failure.reason()).build());
    if (requestId != null) {
      add(details, RequestInfo.newBuilder().setRequestId(requestId).build());
    }
    if (failure.retryAfter() != null) {
      add(
          details,
          RetryInfo.newBuilder()
              .setRetryDelay(
                  Duration.newBuilder()
                      .setSeconds(failure.retryAfter().getSeconds())
                      .setNanos(failure.retryAfter().getNano()))
              .build());
    }
    if (!failure.violations().isEmpty()) {
      add(details, badRequest(failure.violations()));
    }
    if (failure.code() == Failure.Code.FAILED_PRECONDITION) {
      add(
          details,
          PreconditionFailure.newBuilder()
              .addViolations(
                  PreconditionFailure.Violation.newBuilder()
                      .setType(failure.reason())
                      .setDescription(failure.message()))
              .build());
    }
    Metadata trailers = new Metadata();
    trailers.put(DETAILS, details.build());
    return new Closing(Status.fromCodeValue(code).withDescription(failure.message()), trailers);
  }

  private static BadRequest badRequest(List<Violation> violations) {
    BadRequest.Builder request = BadRequest.newBuilder();
    violations.stream()
        .limit(Limits.VIOLATIONS_TOLD_MAX)
        .forEach(v ->
            request.addFieldViolations(
                BadRequest.FieldViolation.newBuilder()
                    .setField(v.field())
                    .setReason(v.rule())
                    .setDescription(v.description())));
    return request.build();
  }

  private static void add(com.google.rpc.Status.Builder details, Message detail) {
    details.addDetails(Any.pack(detail));
  }
}
