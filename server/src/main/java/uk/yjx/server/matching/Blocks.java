package uk.yjx.server.matching;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Which rows are worth comparing: those that share a key. Keys are hashes of one or two values; a
 * key that too many rows share is narrowed by year of birth and first letter, then given up.
 */
final class Blocks {

  /** Pairs that blocks may offer for each row of a roster, on average. */
  private static final long PAIRS_PER_ROW = 400;

  private static final int SIZE_MIN = 24;
  private static final int SIZE_MAX = 1500;

  private final Roster roster;
  private final int left;
  private final int[] members;
  private final int[] starts;
  private final int[][] blocksOf;

  private Blocks(Roster roster, int[] members, int[] starts, int[][] blocksOf) {
    this.roster = roster;
    this.left = roster.left();
    this.members = members;
    this.starts = starts;
    this.blocksOf = blocksOf;
  }

  /** Blocks of a roster. */
  static Blocks of(Roster roster) {
    int n = roster.size();
    long[] keys = new long[n * 16];
    int[] rows = new int[n * 16];
    int count = 0;
    RowKeys of = new RowKeys(roster);
    for (int row = 0; row < n; row++) {
      long[] found = of.keys(row);
      if (count + found.length > keys.length) {
        keys = Arrays.copyOf(keys, keys.length * 2);
        rows = Arrays.copyOf(rows, keys.length);
      }
      for (long key : found) {
        keys[count] = key;
        rows[count++] = row;
      }
    }
    return built(roster, keys, rows, count);
  }

  private static Blocks built(Roster roster, long[] keys, int[] rows, int count) {
    // Sorting the keys' upper bits together with the row keeps one array of primitives: two hashes
    // that share their upper bits only make a block larger than it need be.
    int rowBits = 64 - Long.numberOfLeadingZeros(Math.max(1, roster.size()));
    long[] sorted = new long[count];
    long mask = (1L << rowBits) - 1;
    for (int i = 0; i < count; i++) {
      sorted[i] = keys[i] & ~mask | rows[i];
    }
    Arrays.parallelSort(sorted);
    int limit = limit(sorted, mask, roster);
    int[] members = new int[count];
    int[] starts = new int[count + 1];
    int[] perRow = new int[roster.size()];
    int blocks = 0;
    int used = 0;
    int i = 0;
    while (i < count) {
      int end = end(sorted, mask, i);
      if (end - i >= 2 && end - i <= limit) {
        starts[blocks++] = used;
        for (int k = i; k < end; k++) {
          int row = (int) (sorted[k] & mask);
          if (used == starts[blocks - 1] || members[used - 1] != row) {
            members[used++] = row;
            perRow[row]++;
          }
        }
      }
      i = end;
    }
    starts[blocks] = used;
    int[][] blocksOf = new int[roster.size()][];
    Arrays.setAll(blocksOf, row -> new int[perRow[row]]);
    Arrays.fill(perRow, 0);
    for (int block = 0; block < blocks; block++) {
      for (int k = starts[block]; k < starts[block + 1]; k++) {
        int row = members[k];
        blocksOf[row][perRow[row]++] = block;
      }
    }
    return new Blocks(
        roster, Arrays.copyOf(members, used), Arrays.copyOf(starts, blocks + 1), blocksOf);
  }

  private static int end(long[] sorted, long mask, int from) {
    int end = from + 1;
    while (end < sorted.length && (sorted[end] & ~mask) == (sorted[from] & ~mask)) {
      end++;
    }
    return end;
  }

  // The largest size for which all blocks of at most that size stay within the budget of pairs.
  private static int limit(long[] sorted, long mask, Roster roster) {
    long[] pairs = new long[SIZE_MAX + 1];
    for (int i = 0; i < sorted.length; ) {
      int end = end(sorted, mask, i);
      int size = end - i;
      if (size <= SIZE_MAX) {
        pairs[size] += (long) size * (size - 1) / 2;
      }
      i = end;
    }
    long budget = PAIRS_PER_ROW * roster.size();
    long sum = 0;
    int size = 1;
    while (size < SIZE_MAX) {
      sum += pairs[size + 1];
      if (sum > budget && size >= SIZE_MIN) {
        break;
      }
      size++;
    }
    return size;
  }

  /** How many pairs the blocks hold, those of several blocks counted in each. */
  long pairs() {
    long sum = 0;
    for (int block = 0; block + 1 < starts.length; block++) {
      long size = starts[block + 1] - starts[block];
      sum += size * (size - 1) / 2;
    }
    return sum;
  }

  /** A walk over the candidates of rows; one for each thread. */
  final class Walk {
    private final int[] seen = new int[roster.size()];

    /** Offers each candidate of a row that comes after it, once: of the other file if there is. */
    void candidates(int row, IntConsumer to) {
      int stamp = row + 1;
      for (int block : blocksOf[row]) {
        for (int k = starts[block]; k < starts[block + 1]; k++) {
          int other = members[k];
          if (other > row && seen[other] != stamp && (roster.single() || other >= left)) {
            seen[other] = stamp;
            to.accept(other);
          }
        }
      }
    }
  }
}
