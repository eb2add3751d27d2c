package uk.yjx.server.alerts;

import java.util.UUID;
import uk.yjx.alerts.v1.EntryCause;

/** A committed line of a mailbox with its place in the one order. */
record FeedItem(Place place, String mailbox, String service, UUID alert, EntryCause cause) {

  /** Whether it says something about the alert's readers, not about the alert. */
  boolean isWarning() {
    return cause == EntryCause.ENTRY_CAUSE_SEPARATION
        || cause == EntryCause.ENTRY_CAUSE_EMERGENCY_ACCESS;
  }

  /** A place in the feed: position of the entry, then the line's ordinal in it. */
  record Place(long position, int ordinal) implements Comparable<Place> {
    static final Place START = new Place(0, 0);

    /** The last place at a position. */
    static Place endOf(long position) {
      return new Place(position, Integer.MAX_VALUE);
    }

    /** The last place before this one: what a reader of it is told next is this. */
    Place before() {
      return new Place(position, ordinal - 1);
    }

    boolean isAfter(Place other) {
      return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Place other) {
      int byPosition = Long.compare(position, other.position);
      return byPosition != 0 ? byPosition : Integer.compare(ordinal, other.ordinal);
    }
  }
}
