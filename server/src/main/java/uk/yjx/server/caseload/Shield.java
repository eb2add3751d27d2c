package uk.yjx.server.caseload;

/**
 * Why nobody but who holds the case by name may learn that a child is known.
 *
 * @param reason why
 * @param source the document it rests on, as its keeper files it
 */
public record Shield(Reason reason, String source) {

  /** Reasons for a shield, as the contract names them. */
  public enum Reason {
    WITNESS_PROTECTION,
    ADOPTION,
    REFUGE,
    COURT_ORDER
  }

  public Shield {
    if (source.isBlank()) {
      throw new IllegalArgumentException("a shield rests on a document");
    }
  }

  /** Says nothing: a shield must not be found in a log. */
  @Override
  public String toString() {
    return "Shield";
  }
}
