package uk.yjx.server.kernel;

/** How soon a person must acknowledge an alert; declared from the most to the least urgent. */
public enum Urgency {
  /** Somebody may be hurt: acknowledge within minutes, at any hour. */
  IMMEDIATE,
  /** Acknowledge before the local day is over. */
  SAME_DAY,
  /** Acknowledge within the next working day. */
  ROUTINE,
  /** To be read, never to be acknowledged. */
  NOTE
}
