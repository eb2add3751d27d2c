package uk.yjx.server.identity;

import uk.yjx.server.kernel.Failure;

/** Whether somebody may call. */
public sealed interface Verdict {

  /** Yes: this is who calls. */
  record Accepted(Caller caller) implements Verdict {}

  /** No: UNAUTHENTICATED, with a reason that says what is wrong with the certificate. */
  record Refused(Failure failure) implements Verdict {}
}
