package uk.yjx.server.clocks;

import java.util.UUID;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.server.journal.FactKey;

/**
 * Names a clock: there is one for each kind and record.
 *
 * @param kind what it waits for
 * @param subject the record it is about, as its room names it
 */
public record ClockKey(ClockKind kind, UUID subject) {

  /** Rejects what is no kind of clock. */
  public ClockKey {
    if (kind == ClockKind.CLOCK_KIND_UNSPECIFIED || kind == ClockKind.UNRECOGNIZED) {
      throw new IllegalArgumentException("there is no such clock");
    }
  }

  /** The fact that this clock runs, and for when: who reads it depends on it. */
  public long factKey() {
    return FactKey.clock(kind.getNumber(), subject);
  }
}
