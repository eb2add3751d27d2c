package uk.yjx.history;

/**
 * A promise that was not kept.
 *
 * @param kind which
 * @param text what is wrong, by pseudonymous ids
 */
public record Breach(Kind kind, String text) {

  /** The kinds. */
  public enum Kind {
    /** Acknowledged, and not there, or not as it was acknowledged; or raised and never told. */
    LOST,
    /** One request or one event had its effect twice. */
    DUPLICATED,
    /** Told on one call in another order than that of the mailbox. */
    OUT_OF_ORDER,
    /** Passed over: later lines were told, this one never was. */
    SKIPPED,
    /** Shown before the audit event that says so was committed. */
    DISCLOSED_BEFORE_AUDITED,
    /** The log lacks an event, or has another one than was promised. */
    AUDIT_GAP,
    /** A cursor went back, or what lies before it was told again. */
    CURSOR_REGRESS,
    /** Shown or kept without anything that gives rise to it. */
    UNFOUNDED,
    /** Shown long after the right to see it had ended. */
    SHOWN_AFTER_REVOCATION
  }

  @Override
  public String toString() {
    return kind + ": " + text;
  }
}
