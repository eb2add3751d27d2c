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

  private final FeedItem[] lines = new FeedItem[LINES_MAX];
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

  /**
   * The next lines of a selection after a place; null when the place lies behind what is held.
   *
   * @param reached set to the place up to which nothing else is for this selection
   */
  synchronized @Nullable Slice read(Selection selection, FeedItem.Place after, int max) {
    if (after.position() < floor) {
      return null;
    }
    List<FeedItem> found = new ArrayList<>();
    for (long i = firstAfter(after); i < written; i++) {
      FeedItem item = lines[(int) (i % LINES_MAX)];
      if (item != null && selection.takes(item) && !repeats(found, item)) {
        if (found.size() == max) {
          return new Slice(found, found.getLast().place());
        }
        found.add(item);
      }
    }
    return new Slice(found, FeedItem.Place.endOf(head));
  }

  /** Lines found, and the place up to which the selection has been read completely. */
  record Slice(List<FeedItem> items, FeedItem.Place reached) {}

  /** A service's stream sees an alert once for each position, in however many mailboxes it is. */
  static boolean repeats(List<FeedItem> found, FeedItem item) {
    for (int i = found.size() - 1; i >= 0; i--) {
      FeedItem earlier = found.get(i);
      if (earlier.place().position() != item.place().position()) {
        return false;
      }
      if (earlier.alert().equals(item.alert())) {
        return true;
      }
    }
    return false;
  }

  private long firstAfter(FeedItem.Place after) {
    long low = Math.max(0, written - LINES_MAX);
    long high = written;
    while (low < high) {
      long middle = (low + high) >>> 1;
      FeedItem item = lines[(int) (middle % LINES_MAX)];
      if (item != null && item.place().isAfter(after)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
