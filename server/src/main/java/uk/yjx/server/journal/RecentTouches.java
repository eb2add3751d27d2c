package uk.yjx.server.journal;

import java.util.HashMap;
import java.util.Map;

/**
 * Remembers at which position each fact last changed, so that a plan decided upon older facts is
 * noticed. What is forgotten counts as changed: forgetting costs a decision, never a mistake. Used
 * by the writer's thread alone.
 */
final class RecentTouches {
  /** Facts remembered at most. */
  static final int FACTS_MAX = 200_000;

  private final Map<Long, Long> lastChanged = new HashMap<>();
  private long floor;

  RecentTouches(long startedAt) {
    this.floor = startedAt;
  }

  void touched(long[] keys, long position) {
    if (lastChanged.size() + keys.length > FACTS_MAX) {
      lastChanged.clear();
      floor = position - 1;
    }
    for (long key : keys) {
      lastChanged.merge(key, position, Math::max);
    }
  }

  /** Whether anything the entry depends on has, or may have, changed after its stamp. */
  boolean stale(Entry entry) {
    if (entry.depends().length == 0) {
      return false;
    }
    if (entry.stamp() < floor) {
      return true;
    }
    if (lastChanged.isEmpty()) {
      return false;
    }
    for (long key : entry.depends()) {
      Long changed = lastChanged.get(key);
      if (changed != null && changed > entry.stamp()) {
        return true;
      }
    }
    return false;
  }
}
