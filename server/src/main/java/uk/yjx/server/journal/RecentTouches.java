package uk.yjx.server.journal;

/**
 * Remembers at which position each fact last changed, so that a plan decided upon older facts is
 * noticed. What is forgotten counts as changed: forgetting costs a decision, never a mistake. The
 * older half is forgotten at a time, so that plans just made are never among those decided again.
 * Used by the writer's thread alone.
 */
final class RecentTouches {
  /** Facts remembered at most. */
  static final int FACTS_MAX = 200_000;

  private LastChanges newer = new LastChanges();
  private LastChanges older = new LastChanges();

  /** Changes up to here are forgotten. */
  private long floor;

  /** The newest change that only the older half remembers. */
  private long olderUpTo;

  private long latest;

  RecentTouches(long startedAt) {
    this.floor = startedAt;
    this.olderUpTo = startedAt;
    this.latest = startedAt;
  }

  void touched(long[] keys, long position) {
    if (newer.size() + keys.length > FACTS_MAX / 2) {
      LastChanges emptied = older;
      older = newer;
      emptied.clear();
      newer = emptied;
      floor = olderUpTo;
      olderUpTo = latest;
    }
    for (long key : keys) {
      newer.changed(key, position);
    }
    latest = Math.max(latest, position);
  }

  /** Whether anything the entry depends on has, or may have, changed after it was known. */
  boolean stale(Entry entry) {
    Dependencies depends = entry.depends();
    for (int i = 0; i < depends.size(); i++) {
      long asOf = depends.asOf(i);
      if (asOf < floor
          || asOf < latest
              && (newer.of(depends.key(i)) > asOf
                  || asOf < olderUpTo && older.of(depends.key(i)) > asOf)) {
        return true;
      }
    }
    return false;
  }
}
