package uk.yjx.server.matching;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which rows have a key: entries sorted by the hash of the key, found by a directory of the hashes'
 * first bits and a binary search in what is left, about one line of memory each. A hash shares its
 * number with the row, so that two keys may be taken for one now and then: that only offers a row
 * more.
 */
final class KeyedRows {

  /** How many entries stand behind one place of the directory, on average, as a power of two. */
  private static final int PER_PLACE_BITS = 2;

  private static final int DIRECTORY_BITS_MAX = 26;

  private final long[] entries;
  private final int[] starts;
  private final int rowBits;
  private final int shift;
  private long @Nullable [] tags;

  private KeyedRows(long[] entries, int[] starts, int rowBits, int shift) {
    this.entries = entries;
    this.starts = starts;
    this.rowBits = rowBits;
    this.shift = shift;
  }

  /** A hash of 63 bits, well spread. */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 32) * 0x9E3779B97F4A7C15L;
    return (hash ^ hash >>> 29) & Long.MAX_VALUE;
  }

  /** Gathers pairs of a hash and a row. */
  static final class Gathering {
    private final int rowBits;
    private long[] entries;
    private int count;

    /** For at most so many rows. */
    Gathering(int rows) {
      this.rowBits = Math.max(1, 32 - Integer.numberOfLeadingZeros(Math.max(1, rows)));
      this.entries = new long[Math.max(16, rows + rows / 4)];
    }

    void add(long hash, int row) {
      if (count == entries.length) {
        entries = Arrays.copyOf(entries, count + count / 2);
      }
      entries[count++] = hash >>> rowBits << rowBits | row;
    }

    KeyedRows sorted() {
      long[] sorted = count == entries.length ? entries : Arrays.copyOf(entries, count);
      entries = new long[0];
      Arrays.parallelSort(sorted);
      int bits =
          Math.clamp(
              32 - Integer.numberOfLeadingZeros(sorted.length) - PER_PLACE_BITS,
              1,
              DIRECTORY_BITS_MAX);
      int shift = Long.SIZE - 1 - bits;
      int[] starts = new int[(1 << bits) + 1];
      for (long entry : sorted) {
        starts[(int) (entry >>> shift) + 1]++;
      }
      for (int i = 1; i < starts.length; i++) {
        starts[i] += starts[i - 1];
      }
      return new KeyedRows(sorted, starts, rowBits, shift);
    }
  }

  /** Says something of a row in a number. */
  interface Tagging {
    long of(int row);
  }

  /** Puts beside each entry what may rule its row out without reading it. */
  void tag(Tagging tagging) {
    long[] made = new long[entries.length];
    for (int i = 0; i < made.length; i++) {
      made[i] = tagging.of(row(i));
    }
    tags = made;
  }

  /** The first entry of a hash; entries with {@link #has} follow. */
  int first(long hash) {
    long least = hash >>> rowBits << rowBits;
    int place = (int) (hash >>> shift);
    int low = starts[place];
    int high = starts[place + 1];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries[middle] < least) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  boolean has(int entry, long hash) {
    return entry < entries.length && entries[entry] >>> rowBits == hash >>> rowBits;
  }

  int row(int entry) {
    return (int) (entries[entry] & (1L << rowBits) - 1);
  }

  long tag(int entry) {
    return tags == null ? 0 : tags[entry];
  }
}
