package uk.yjx.server.matching;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers the rows of one file into people. Pairs are taken from the best to the worst; two groups
 * become one when their rows agree on average over all pairs between them, so that one unlucky
 * agreement cannot chain two people together. The average becomes the score of all those pairs:
 * rows that agree with the same others are found although they share little themselves.
 */
final class Clusters {

  /** What one pair can take off or add to an average, in bits. */
  private static final double AGAINST_MAX = -12;

  private static final double FOR_MAX = 16;
  private static final double JOINED_MIN = 0;

  /** Rounds over the pairs: a second one finds what became alike by joining others. */
  private static final int ROUNDS = 2;

  /** Groups larger than this are compared by their first rows: time stays in bounds. */
  private static final int COMPARED_MAX = 64;

  private final ScoredPairs pairs;
  private final PairScore scores;
  private final RowComparer comparer;
  private final Map<Long, Integer> known = new HashMap<>();
  private final Map<Long, Integer> refused = new HashMap<>();
  private final int[] cluster;
  private final List<int[]> members = new ArrayList<>();
  private final ScoredPairs implied = new ScoredPairs();
  private final double[] result;
  private final boolean[] joined;

  Clusters(ScoredPairs pairs, PairScore scores, RowComparer comparer, int rows) {
    this.pairs = pairs;
    this.scores = scores;
    this.comparer = comparer;
    this.cluster = new int[rows];
    this.result = new double[pairs.size()];
    this.joined = new boolean[pairs.size()];
    for (int row = 0; row < rows; row++) {
      cluster[row] = row;
      members.add(new int[] {row});
    }
    for (int i = 0; i < pairs.size(); i++) {
      known.put(key(pairs.first(i), pairs.second(i)), i);
      result[i] = Math.min(pairs.score(i), JOINED_MIN);
    }
    int[] order = pairs.byScore();
    for (int round = 0; round < ROUNDS; round++) {
      for (int pair : order) {
        consider(pair);
      }
    }
  }

  /** Whether two rows are taken for one person. */
  boolean together(int a, int b) {
    return cluster[a] == cluster[b];
  }

  /** The score of a scored pair in the light of all others, in bits. */
  double score(int pair) {
    return result[pair];
  }

  /** Pairs that only their groups connect. */
  ScoredPairs implied() {
    return implied;
  }

  private void consider(int pair) {
    int one = cluster[pairs.first(pair)];
    int two = cluster[pairs.second(pair)];
    if (one == two) {
      return;
    }
    int[] as = members.get(one);
    int[] bs = members.get(two);
    Integer before = refused.put(key(one, two), as.length + bs.length);
    if (before != null && before == as.length + bs.length) {
      return;
    }
    double mean = mean(as, bs);
    if (mean >= JOINED_MIN) {
      join(one, two, mean);
    } else if (!joined[pair]) {
      result[pair] = Math.min(pairs.score(pair), mean);
    }
  }

  private double mean(int[] as, int[] bs) {
    int n = Math.min(as.length, COMPARED_MAX);
    int m = Math.min(bs.length, COMPARED_MAX);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        sum += Math.clamp(direct(as[i], bs[j]), AGAINST_MAX, FOR_MAX);
      }
    }
    return sum / n / m;
  }

  private void join(int one, int two, double mean) {
    int[] as = members.get(one);
    int[] bs = members.get(two);
    for (int a : as) {
      for (int b : bs) {
        Integer at = known.get(key(a, b));
        if (at == null) {
          implied.add(Math.min(a, b), Math.max(a, b), 0, mean);
        } else {
          result[at] = mean;
          joined[at] = true;
        }
      }
    }
    int[] all = java.util.Arrays.copyOf(as, as.length + bs.length);
    System.arraycopy(bs, 0, all, as.length, bs.length);
    for (int b : bs) {
      cluster[b] = one;
    }
    members.set(one, all);
    members.set(two, new int[0]);
  }

  private double direct(int a, int b) {
    Integer at = known.get(key(a, b));
    if (at != null) {
      return pairs.score(at);
    }
    int first = Math.min(a, b);
    int second = Math.max(a, b);
    return scores.of(comparer.compare(first, second), first, second);
  }

  private static long key(int a, int b) {
    return (long) Math.min(a, b) << 32 | Math.max(a, b);
  }
}
