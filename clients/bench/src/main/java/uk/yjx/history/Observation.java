package uk.yjx.history;

import java.time.Instant;
import java.util.List;

/** One thing a client did or was told, when it happened, by the clock of the machine. */
public sealed interface Observation {

  /** When the client knew of it. */
  Instant at();

  /** A notice left its sender, for the first time. */
  record Sent(RequestKey request, Instant at) implements Observation {}

  /**
   * A notice was acknowledged.
   *
   * @param position of its entry, from the receipt
   * @param leafIndex of its audit event, from the receipt
   * @param leafHash of its audit event, hexadecimal, from the receipt
   */
  record Accepted(RequestKey request, long position, long leafIndex, String leafHash, Instant at)
      implements Observation {}

  /** A notice was refused for good. */
  record Refused(RequestKey request, String reason, Instant at) implements Observation {}

  /**
   * A reader opened a stream.
   *
   * @param call number of the call, counted up by each reader
   * @param cursor where it resumes, hexadecimal; empty: from what is open
   */
  record Opened(String reader, int call, String cursor, Instant at) implements Observation {}

  /**
   * A frame with events came.
   *
   * @param cursorAfter where to resume after it, hexadecimal
   */
  record Told(String reader, int call, List<Sight> sights, String cursorAfter, Instant at)
      implements Observation {
    /** Copies the list. */
    public Told {
      sights = List.copyOf(sights);
    }
  }

  /** A frame came that moves the cursor without an event. */
  record Moved(String reader, int call, String cursor, Instant at) implements Observation {}

  /** An acknowledgement was confirmed. */
  record Confirmed(String reader, String alertId, Instant at) implements Observation {}

  /** A reader may receive nothing any more, and the exchange has said that this is durable. */
  record Revoked(String reader, Instant at) implements Observation {}

  /**
   * An event as it was shown.
   *
   * @param cause why it came, by its name in the contract
   */
  record Sight(String alertId, String cause) {}
}
