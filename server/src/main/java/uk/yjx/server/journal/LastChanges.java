package uk.yjx.server.journal;

import java.util.Arrays;

/**
 * At which position each of many facts last changed: open addressing in two arrays, without an
 * object for a fact, so that a million changes an hour leave the collector nothing to walk through.
 */
final class LastChanges {
  /** What a fact that is not there changed at; positions begin at 1. */
  static final long NEVER = 0;

  private static final int CAPACITY_MIN = 1024;
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private long[] keys = new long[CAPACITY_MIN];
  private long[] positions = new long[CAPACITY_MIN];
  private int size;

  int size() {
    return size;
  }

  /** Notes a change; the later of two counts. */
  void changed(long key, long position) {
    int slot = slot(key);
    if (positions[slot] == NEVER) {
      keys[slot] = key;
      size++;
    }
    positions[slot] = Math.max(positions[slot], position);
    if (size * 2 > keys.length) {
      grow();
    }
  }

  /** When a fact last changed, or {@link #NEVER}. */
  long of(long key) {
    return positions[slot(key)];
  }

  /** Forgets everything and keeps the room. */
  void clear() {
    Arrays.fill(positions, NEVER);
    size = 0;
  }

  /** Where the fact is or would be: the first free place after its own, in at most a few steps. */
  private int slot(long key) {
    int slot = (int) (key * PRIME >>> 32) & keys.length - 1;
    while (positions[slot] != NEVER && keys[slot] != key) {
      slot = slot + 1 & keys.length - 1;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldPositions = positions;
    keys = new long[oldKeys.length * 2];
    positions = new long[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldPositions[i] != NEVER) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        positions[slot] = oldPositions[i];
      }
    }
  }
}
