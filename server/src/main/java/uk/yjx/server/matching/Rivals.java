package uk.yjx.server.matching;

import java.util.Arrays;

/**
 * One person of the left file can be one person of the right file: a pair whose row has a better
 * partner, who is somebody else, loses what that partner makes it less likely. Partners that look
 * like records of one person are no rivals.
 */
final class Rivals {

  /** Two rows of one file that score at least this are taken for one person, in bits. */
  private static final double ONE_PERSON = 0;

  /** A rival so much weaker takes nothing worth counting, in bits. */
  private static final double GAP_MIN = -12;

  private final ScoredPairs pairs;
  private final PairScore scores;
  private final RowComparer comparer;

  Rivals(ScoredPairs pairs, PairScore scores, RowComparer comparer) {
    this.pairs = pairs;
    this.scores = scores;
    this.comparer = comparer;
  }

  /** What each pair loses to its rivals, in bits, 0 or more. */
  double[] losses(int rows) {
    int[] perRow = new int[rows + 1];
    for (int i = 0; i < pairs.size(); i++) {
      perRow[pairs.first(i)]++;
      perRow[pairs.second(i)]++;
    }
    int[][] of = new int[rows][];
    for (int row = 0; row < rows; row++) {
      of[row] = new int[perRow[row]];
    }
    Arrays.fill(perRow, 0);
    for (int i = 0; i < pairs.size(); i++) {
      int a = pairs.first(i);
      int b = pairs.second(i);
      of[a][perRow[a]++] = i;
      of[b][perRow[b]++] = i;
    }
    double[] losses = new double[pairs.size()];
    for (int i = 0; i < losses.length; i++) {
      int a = pairs.first(i);
      int b = pairs.second(i);
      losses[i] = loss(i, of[a], b) + loss(i, of[b], a);
    }
    return losses;
  }

  private double loss(int pair, int[] others, int partner) {
    int row = otherThan(pair, partner);
    double sum = 1;
    for (int other : others) {
      double gap = pairs.score(other) - pairs.score(pair);
      if (other != pair && gap > GAP_MIN && !onePerson(otherThan(other, row), partner)) {
        sum += Math.pow(2, gap);
      }
    }
    return PairScore.log2(sum);
  }

  private boolean onePerson(int x, int y) {
    int a = Math.min(x, y);
    int b = Math.max(x, y);
    return scores.of(comparer.compare(a, b), a, b) >= ONE_PERSON;
  }

  private int otherThan(int pair, int row) {
    return pairs.first(pair) == row ? pairs.second(pair) : pairs.first(pair);
  }
}
