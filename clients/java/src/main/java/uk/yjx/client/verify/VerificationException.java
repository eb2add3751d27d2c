package uk.yjx.client.verify;

/** Evidence did not verify; checked, because going on as if it had is never right. */
public final class VerificationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Defect defect;

  /** Names the defect; the explanation holds sizes, positions and key names, never content. */
  public VerificationException(Defect defect, String explanation) {
    super(explanation);
    this.defect = defect;
  }

  /** The kind of defect. */
  public Defect defect() {
    return defect;
  }
}
