package uk.yjx.client.verify;

/**
 * What one check came to.
 *
 * @param check which check
 * @param result how it ended
 * @param explanation one sentence for a person
 */
public record Finding(Check check, Result result, String explanation) {

  /** How a check ended. */
  public enum Result {
    /** It holds. */
    HOLDS,
    /** It does not. */
    FAILS,
    /** There was nothing to check, or no key to check it with. */
    NOT_CHECKED
  }

  static Finding holds(Check check, String explanation) {
    return new Finding(check, Result.HOLDS, explanation);
  }

  static Finding fails(Check check, VerificationException why) {
    return new Finding(check, Result.FAILS, why.defect() + ": " + why.getMessage());
  }

  static Finding notChecked(Check check, String explanation) {
    return new Finding(check, Result.NOT_CHECKED, explanation);
  }
}
