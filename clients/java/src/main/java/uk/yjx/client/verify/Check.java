package uk.yjx.client.verify;

/** The checks of evidence, in the order in which they are made. */
public enum Check {
  /** The file is what it says it is. */
  FORM(10),
  /** A log that is trusted signed the checkpoint. */
  LOG(11),
  /** Enough witnesses have seen the same checkpoint. */
  WITNESSES(12),
  /** The leaf stands at its index under the checkpoint. */
  INCLUSION(13),
  /** The leaf is canonical and of this log. */
  LEAF(14),
  /** What is opened is what the leaf committed to. */
  OPENINGS(15),
  /** The time in the leaf is not after the time at which witnesses saw it. */
  TIME(16),
  /** The receipt is about this leaf and signed. */
  RECEIPT(17);

  private final int exitCode;

  Check(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit status of a program when this is the first check that fails. */
  public int exitCode() {
    return exitCode;
  }
}
