package uk.yjx.server.audit;

import java.util.Locale;

/** Where an event stands in an act that may take two. */
public enum EventPhase {
  /** The act is one event. */
  SINGLE,
  /** The act is about to begin; without its final event it must be taken as done in full. */
  INTENT,
  /** The act that an earlier intent announced has ended. */
  FINAL;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The code in the leaf. */
  public String code() {
    return code;
  }
}
