package uk.yjx.server.alerts;

/**
 * A place in the journal's order, down to one line of an entry.
 *
 * @param position of the entry
 * @param ordinal of the line within it
 */
public record StreamPlace(long position, int ordinal) {
  /** Before everything. */
  public static final StreamPlace BEGIN = new StreamPlace(0, 0);

  /** After everything up to a position. */
  public static StreamPlace endOf(long position) {
    return new StreamPlace(position, Integer.MAX_VALUE);
  }
}
