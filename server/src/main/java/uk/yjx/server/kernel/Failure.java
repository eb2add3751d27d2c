package uk.yjx.server.kernel;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A typed refusal: what a caller is told, and nothing more. The message is one sentence without
 * personal data; the reason is stable and UPPER_SNAKE_CASE (AIP-193).
 */
public record Failure(
    Code code,
    String reason,
    String message,
    List<Violation> violations,
    @Nullable Duration retryAfter) {
  private static final Pattern REASON = Pattern.compile("[A-Z][A-Z0-9_]{1,62}");

  /** Canonical codes a room may refuse with. */
  public enum Code {
    INVALID_ARGUMENT(3),
    NOT_FOUND(5),
    ALREADY_EXISTS(6),
    PERMISSION_DENIED(7),
    RESOURCE_EXHAUSTED(8),
    FAILED_PRECONDITION(9),
    ABORTED(10),
    OUT_OF_RANGE(11),
    INTERNAL(13),
    UNAVAILABLE(14),
    UNAUTHENTICATED(16);

    private final int number;

    Code(int number) {
      this.number = number;
    }

    /** The number gRPC gives the code. */
    public int number() {
      return number;
    }
  }

  /** One rule that one field breaks. */
  public record Violation(String field, String rule, String description) {}

  public Failure {
    if (!REASON.matcher(reason).matches()) {
      throw new IllegalArgumentException("a reason is UPPER_SNAKE_CASE: " + reason);
    }
    violations = List.copyOf(violations);
  }

  /** A failure that names no field and does not ask for a retry. */
  public static Failure of(Code code, String reason, String message) {
    return new Failure(code, reason, message, List.of(), null);
  }

  /** A failure that passes: try again after the delay. */
  public static Failure passing(Code code, String reason, String message, Duration retryAfter) {
    return new Failure(code, reason, message, List.of(), retryAfter);
  }

  /** A failure of one field. */
  public static Failure field(String reason, String field, String description) {
    return new Failure(
        Code.INVALID_ARGUMENT,
        reason,
        description,
        List.of(new Violation(field, reason, description)),
        null);
  }

  /** This failure as an exception. */
  public Refused refused() {
    return new Refused(this);
  }

  /** Carries a failure to the one place that maps it to a status. Has no stack trace. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    private Refused(Failure failure) {
      super(failure.reason(), null, false, false);
      this.failure = failure;
    }

    /** What the caller is told. */
    public Failure failure() {
      return failure;
    }
  }
}
