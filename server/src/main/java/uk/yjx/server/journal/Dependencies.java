package uk.yjx.server.journal;

import java.util.Arrays;
import java.util.Set;

/** The facts a plan was decided upon, each as of the position it was known at; a few, distinct. */
final class Dependencies {
  private static final int FEW = 8;

  private long[] keys = new long[FEW];
  private long[] asOf = new long[FEW];
  private int size;

  /** Adds a fact; known at two positions, it counts as known at the earlier one. */
  void add(long key, long position) {
    for (int i = 0; i < size; i++) {
      if (keys[i] == key) {
        asOf[i] = Math.min(asOf[i], position);
        return;
      }
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      asOf = Arrays.copyOf(asOf, size * 2);
    }
    keys[size] = key;
    asOf[size] = position;
    size++;
  }

  int size() {
    return size;
  }

  long key(int index) {
    return keys[index];
  }

  /** The position as of which the fact was known. */
  long asOf(int index) {
    return asOf[index];
  }

  /** Whether one of them is among these facts. */
  boolean anyOf(Set<Long> facts) {
    for (int i = 0; i < size; i++) {
      if (facts.contains(keys[i])) {
        return true;
      }
    }
    return false;
  }
}
