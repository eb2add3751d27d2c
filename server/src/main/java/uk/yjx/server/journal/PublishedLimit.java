package uk.yjx.server.journal;

import java.time.Duration;

/**
 * One limit as the capabilities tell it.
 *
 * @param name name in dotted lower case, the room first
 * @param value value in the unit
 * @param unit «items», «bytes», «seconds», «milliseconds» or «characters»
 */
public record PublishedLimit(String name, long value, String unit) {

  /** A number of things. */
  public static PublishedLimit items(String name, long value) {
    return new PublishedLimit(name, value, "items");
  }

  /** A number of bytes. */
  public static PublishedLimit bytes(String name, long value) {
    return new PublishedLimit(name, value, "bytes");
  }

  /** A span of whole seconds. */
  public static PublishedLimit seconds(String name, Duration value) {
    return new PublishedLimit(name, value.toSeconds(), "seconds");
  }

  /** A span of milliseconds. */
  public static PublishedLimit milliseconds(String name, Duration value) {
    return new PublishedLimit(name, value.toMillis(), "milliseconds");
  }
}
