package uk.yjx.server.journal;

/** Which queue an entry waits in: the urgent lane is drained first. */
public enum Lane {
  /** Disclosures, acknowledgements, revocations and urgent notices. */
  URGENT,
  /** Everything else. */
  ORDINARY
}
