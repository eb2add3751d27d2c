package uk.yjx.server.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects everything that is wrong with a request, so that the caller learns of it all at once.
 */
public final class Violations {
  /** Violations reported at most; what is beyond tells the caller nothing new. */
  public static final int REPORTED_MAX = 100;

  private static final String SEVERAL = "VALIDATION_FAILED";

  private final List<Failure.Violation> found = new ArrayList<>();

  /**
   * Adds one.
   *
   * @param reason why it is refused, UPPER_SNAKE_CASE
   * @param field path of the field, as in {@code case.person.names[0].surname}
   * @param description what the rule asks for; never the value
   */
  public void add(String reason, String field, String description) {
    if (found.size() < REPORTED_MAX) {
      found.add(new Failure.Violation(field, reason, description));
    }
  }

  /** Whether nothing is wrong. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** Refuses with everything found; does nothing when nothing was. */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw failure().refused();
    }
  }

  /**
   * All of it as one failure: its reason is the only one there is, or VALIDATION_FAILED. There must
   * be something.
   */
  public Failure failure() {
    Failure.Violation first = found.getFirst();
    boolean one = found.stream().allMatch(v -> v.rule().equals(first.rule()));
    String message =
        found.size() == 1
            ? first.description()
            : found.size() + " fields break a rule; all are listed; nothing was changed";
    return new Failure(
        Failure.Code.INVALID_ARGUMENT, one ? first.rule() : SEVERAL, message, found, null);
  }
}
