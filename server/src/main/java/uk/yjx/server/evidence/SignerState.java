package uk.yjx.server.evidence;

/** What the signer of this process does. */
public sealed interface SignerState {

  /** This process signs. */
  record Signing() implements SignerState {}

  /** Another process signs; this one takes over when that one's lease runs out. */
  record Following() implements SignerState {}

  /**
   * Nothing is signed: the log is not what it was.
   *
   * @param why one sentence for the operator, without personal data
   */
  record Refusing(String why) implements SignerState {}
}
