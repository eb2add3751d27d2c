package uk.yjx.server.journal;

import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.ExecutionException;
import build.buf.protovalidate.exceptions.ValidationException;
import build.buf.validate.FieldPath;
import build.buf.validate.FieldPathElement;
import build.buf.validate.Violation;
import com.google.protobuf.Message;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import uk.yjx.server.kernel.Failure;

/**
 * Holds requests to the rules written in the contracts (protovalidate). The edge does this for
 * every message but bulk frames; endpoints of those do it item by item.
 */
@Singleton
public final class RequestRules {
  private static final String REASON = "VALIDATION_FAILED";

  private static final Failure BEYOND_RULES =
      Failure.of(
          Failure.Code.INVALID_ARGUMENT,
          REASON,
          "the request holds a value that is beyond what its type can mean");

  private final QuickRules quick = new QuickRules();
  private final Validator validator = ValidatorFactory.newBuilder().build();

  /**
   * All rules the message breaks, as one INVALID_ARGUMENT failure; empty when there is none. Rules
   * and fields are named, values never quoted.
   */
  public Optional<Failure> check(Message message) {
    return quick.surelyKept(message) ? Optional.empty() : evaluate(message);
  }

  /** As {@link #check}, by evaluating every rule. */
  Optional<Failure> evaluate(Message message) {
    try {
      List<Failure.Violation> violations =
          validator.validate(message).getViolations().stream()
              .map(violation -> named(violation.toProto()))
              .toList();
      return violations.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Failure(
                  Failure.Code.INVALID_ARGUMENT,
                  REASON,
                  violations.size() == 1
                      ? "the request breaks a rule of the contract"
                      : "the request breaks " + violations.size() + " rules of the contract",
                  violations,
                  null));
    } catch (ExecutionException | DateTimeException e) {
      // A value beyond what its type can mean, such as a time after the year 9999.
      return Optional.of(BEYOND_RULES);
    } catch (ValidationException e) {
      throw new IllegalStateException(
          "the rules of " + message.getDescriptorForType().getFullName() + " cannot be used", e);
    }
  }

  private static Failure.Violation named(Violation violation) {
    return new Failure.Violation(
        path(violation.getField()), violation.getRuleId(), violation.getMessage());
  }

  private static String path(FieldPath path) {
    StringBuilder text = new StringBuilder();
    for (FieldPathElement element : path.getElementsList()) {
      if (!text.isEmpty()) {
        text.append('.');
      }
      text.append(element.getFieldName());
      if (element.hasIndex()) {
        text.append('[').append(element.getIndex()).append(']');
      }
    }
    return text.toString();
  }
}
