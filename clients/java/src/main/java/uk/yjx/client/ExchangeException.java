package uk.yjx.client;

import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.FieldViolation;

/** What the exchange refused or could not do, with everything it said about it. */
public final class ExchangeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Status.Code code;
  private final String reason;
  private final transient Details details;

  ExchangeException(
      Status.Code code, String reason, String message, Details details, @Nullable Throwable cause) {
    super(reason.isEmpty() ? code + ": " + message : code + " " + reason + ": " + message, cause);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** The canonical gRPC status code. */
  public Status.Code code() {
    return code;
  }

  /** The stable reason in UPPER_SNAKE_CASE; empty when the exchange gave none. */
  public String reason() {
    return reason;
  }

  /** What is wrong with which field; empty when nothing is. */
  public List<FieldViolation> violations() {
    return details == null ? List.of() : details.violations();
  }

  /** How long to wait before the same request is tried again; empty when no wait was named. */
  public Optional<Duration> retryAfter() {
    return details == null ? Optional.empty() : details.retryAfter();
  }

  /** Facts beside the reason, by name, for example the limit that was exceeded. */
  public Map<String, String> metadata() {
    return details == null ? Map.of() : details.metadata();
  }

  /** The id the exchange gave the request in its own records; empty when it gave none. */
  public String requestId() {
    return details == null ? "" : details.requestId();
  }

  /** What the details of a status carry beside the reason. */
  record Details(
      List<FieldViolation> violations,
      Optional<Duration> retryAfter,
      Map<String, String> metadata,
      String requestId) {

    static final Details NONE = new Details(List.of(), Optional.empty(), Map.of(), "");

    Details {
      violations = List.copyOf(violations);
      metadata = Map.copyOf(metadata);
    }
  }
}
