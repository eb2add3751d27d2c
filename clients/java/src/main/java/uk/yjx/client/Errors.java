package uk.yjx.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.FieldViolation;
import uk.yjx.common.v1.Refusal;

/** Reads errors of the exchange: a status with google.rpc details, or the refusal of one item. */
public final class Errors {

  private static final String DOMAIN = "yjx";

  private Errors() {}

  /** The typed form of whatever a stub threw or a stream ended with. */
  public static ExchangeException of(Throwable failure) {
    if (failure instanceof ExchangeException typed) {
      return typed;
    }
    Status status = Status.fromThrowable(failure);
    com.google.rpc.Status wire = StatusProto.fromThrowable(failure);
    String text = Optional.ofNullable(status.getDescription()).orElse("no description");
    List<Any> details = wire == null ? List.of() : wire.getDetailsList();
    try {
      return read(status.getCode(), text, details, failure);
    } catch (InvalidProtocolBufferException e) {
      // Damaged details take nothing away from the code and its text.
      return new ExchangeException(
          status.getCode(), "", text, ExchangeException.Details.NONE, failure);
    }
  }

  /** The typed form of a refused item. */
  public static ExchangeException of(Refusal refusal) {
    return new ExchangeException(
        Status.fromCodeValue(refusal.getCode()).getCode(),
        refusal.getReason(),
        refusal.getMessage(),
        new ExchangeException.Details(
            refusal.getViolationsList(),
            refusal.hasRetryAfter()
                ? Optional.of(duration(refusal.getRetryAfter()))
                : Optional.empty(),
            Map.of(),
            ""),
        null);
  }

  /** An error the SDK itself finds, in the same form. */
  public static ExchangeException local(Status.Code code, String reason, String message) {
    return local(code, reason, message, null);
  }

  /** An error the SDK itself finds, with what caused it. */
  public static ExchangeException local(
      Status.Code code, String reason, String message, @Nullable Throwable cause) {
    return new ExchangeException(code, reason, message, ExchangeException.Details.NONE, cause);
  }

  /** The Java form of a duration of the wire; a negative one counts as none. */
  public static Duration duration(com.google.protobuf.Duration wire) {
    Duration read = Duration.ofSeconds(wire.getSeconds(), wire.getNanos());
    return read.isNegative() ? Duration.ZERO : read;
  }

  private static ExchangeException read(
      Status.Code code, String text, List<Any> details, Throwable cause)
      throws InvalidProtocolBufferException {
    String reason = "";
    String requestId = "";
    Map<String, String> metadata = Map.of();
    Optional<Duration> retryAfter = Optional.empty();
    List<FieldViolation> violations = new ArrayList<>();
    for (Any detail : details) {
      if (detail.is(ErrorInfo.class)) {
        ErrorInfo info = detail.unpack(ErrorInfo.class);
        if (info.getDomain().equals(DOMAIN)) {
          reason = info.getReason();
          metadata = info.getMetadataMap();
        }
      } else if (detail.is(RetryInfo.class)) {
        retryAfter = Optional.of(duration(detail.unpack(RetryInfo.class).getRetryDelay()));
      } else if (detail.is(RequestInfo.class)) {
        requestId = detail.unpack(RequestInfo.class).getRequestId();
      } else if (detail.is(BadRequest.class)) {
        detail.unpack(BadRequest.class).getFieldViolationsList().stream()
            .map(v -> violation(v.getField(), v.getReason(), v.getDescription()))
            .forEach(violations::add);
      } else if (detail.is(PreconditionFailure.class)) {
        detail.unpack(PreconditionFailure.class).getViolationsList().stream()
            .map(v -> violation(v.getSubject(), v.getType(), v.getDescription()))
            .forEach(violations::add);
      }
    }
    return new ExchangeException(
        code,
        reason,
        text,
        new ExchangeException.Details(violations, retryAfter, metadata, requestId),
        cause);
  }

  private static FieldViolation violation(String field, String rule, String description) {
    return FieldViolation.newBuilder()
        .setField(field)
        .setRule(rule)
        .setDescription(description)
        .build();
  }
}
