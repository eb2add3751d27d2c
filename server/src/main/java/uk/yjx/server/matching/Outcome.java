package uk.yjx.server.matching;

/** What the engine makes of a pair. */
public enum Outcome {
  /** One person, beyond what a person would have to look at. */
  LINKED,
  /** Perhaps one person: somebody has to decide. */
  REVIEW,
  /** Perhaps one person, and another candidate is as good: somebody has to decide. */
  MANY,
  /** Above the floor of what is written, and more likely two people. */
  NONE
}
