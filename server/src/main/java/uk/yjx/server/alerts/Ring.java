package uk.yjx.server.alerts;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recent lines of the feed in memory, shared by all live streams. It takes only contiguous
 * positions: what it holds is everything in (floor, head]. Readers behind the floor read the table.
 */
final class Ring {
  /** Lines held at most. */
  static final int LINES_MAX = 16_384;

  private final @Nullable FeedItem[] lines = new FeedItem[LINES_MAX];
  private long written;
  private long floor;
  private long head;

  /** Forgets everything: the feed is complete in the tables up to the position. */
  synchronized void restartAt(long position) {
    floor = position;
    head = position;
    written = 0;
  }

  /** Adds the lines of the positions up to `upTo`; false when they do not follow the head. */
  synchronized boolean add(long first, long upTo, List<FeedItem> items) {
    if (first != head + 1) {
      return false;
    }
    for (FeedItem item : items) {
      int slot = (int) (written % LINES_MAX);
      FeedItem overwritten = written >= LINES_MAX ? lines[slot] : null;
      if (overwritten != null) {
        floor = overwritten.place().position();
      }
      lines[slot] = item;
      written++;
    }
    head = upTo;
    return true;
  }

  synchronized long head() {
    return head;
  }

  /** The next lines of a selection after a place; null when the place lies behind what is held. */
  synchronized @Nullable Slice read(Selection selection, FeedItem.Place after, int max) {
    // Lines of the position at the floor may be gone in part.
    if (FeedItem.Place.endOf(floor).isAfter(after)) {
      return null;
    }
    List<FeedItem> found = new ArrayList<>();
    for (long i = firstAfter(after); i < written; i++) {
      FeedItem item = line(i);
      if (selection.takes(item) && !repeats(selection, i)) {
        if (found.size() == max) {
          return new Slice(found, item.place().before());
        }
        found.add(item);
      }
    }
    return new Slice(found, FeedItem.Place.endOf(head));
  }

  /**
   * Lines found.
   *
   * @param reached the place up to which nothing else is for this selection
   */
  record Slice(List<FeedItem> items, FeedItem.Place reached) {}

  /**
   * A reader of several mailboxes sees an alert once for each position: its first line there. A
   * warning about it is something else.
   */
  private boolean repeats(Selection selection, long at) {
    FeedItem item = line(at);
    for (long i = at - 1; i >= Math.max(0, written - LINES_MAX); i--) {
      FeedItem earlier = line(i);
      if (earlier.place().position() != item.place().position()) {
        return false;
      }
      if (earlier.alert().equals(item.alert())
          && earlier.isWarning() == item.isWarning()
          && selection.takes(earlier)) {
        return true;
      }
    }
    return false;
  }

  private FeedItem line(long number) {
    FeedItem item = lines[(int) (number % LINES_MAX)];
    if (item == null) {
      throw new IllegalStateException("the ring has no line " + number);
    }
    return item;
  }

  private long firstAfter(FeedItem.Place after) {
    long low = Math.max(0, written - LINES_MAX);
    long high = written;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (line(middle).place().isAfter(after)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
