package uk.yjx.server.journal;

import com.google.protobuf.Duration;
import uk.yjx.common.v1.FieldViolation;
import uk.yjx.common.v1.Refusal;
import uk.yjx.server.kernel.Failure;

/** A failure as the refusal of one item of a stream. */
public final class ItemRefusal {

  private ItemRefusal() {}

  /** The same facts as the status of a unary call carries. */
  public static Refusal of(Failure failure) {
    Refusal.Builder refusal =
        Refusal.newBuilder()
            .setCode(failure.code().number())
            .setReason(failure.reason())
            .setMessage(failure.message());
    for (Failure.Violation violation : failure.violations()) {
      refusal.addViolations(
          FieldViolation.newBuilder()
              .setField(violation.field())
              .setRule(violation.rule())
              .setDescription(violation.description()));
    }
    if (failure.retryAfter() != null) {
      refusal.setRetryAfter(
          Duration.newBuilder()
              .setSeconds(failure.retryAfter().getSeconds())
              .setNanos(failure.retryAfter().getNano()));
    }
    return refusal.build();
  }
}
