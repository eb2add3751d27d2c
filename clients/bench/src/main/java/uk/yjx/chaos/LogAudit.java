package uk.yjx.chaos;

import uk.yjx.client.ExchangeConnection;

/** Verifies a whole log from outside. */
@FunctionalInterface
public interface LogAudit {

  /**
   * Reads every leaf, recomputes the root and holds it to a signed checkpoint.
   *
   * @param auditor a connection as an auditor
   * @return the leaves that were verified
   * @throws Exception when the log does not verify, with the reason
   */
  long verify(ExchangeConnection auditor) throws Exception;
}
