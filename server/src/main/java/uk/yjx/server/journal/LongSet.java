package uk.yjx.server.journal;

import java.util.Arrays;

/** A few distinct longs in order of arrival. */
final class LongSet {
  private long[] values = new long[8];
  private int size;

  void add(long value) {
    for (int i = 0; i < size; i++) {
      if (values[i] == value) {
        return;
      }
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  long[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
