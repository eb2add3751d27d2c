package uk.yjx.server.matching;

import java.util.Arrays;

/**
 * Who else a row may be. One person of the left file can be one person of the right file: a pair
 * whose row has a better partner, who is somebody else, loses what that partner makes it less
 * likely. Partners that look like records of one person are no rivals, unless they may be twins.
 */
final class Rivals {

  /** Two rows that score at least this are taken for one person, in bits. */
  private static final double ONE_PERSON = 0;

  /** A rival so much weaker takes nothing worth counting, in bits. */
  private static final double GAP_MIN = -12;

  /** Says whether two rows are taken for one person. */
  interface Sameness {
    boolean together(int a, int b);
  }

  private final ScoredPairs pairs;
  private final PairScore scores;
  private final RowComparer comparer;
  private final LinkRule rule;
  private final int[][] of;

  Rivals(ScoredPairs pairs, PairScore scores, RowComparer comparer, LinkRule rule, int rows) {
    this.pairs = pairs;
    this.scores = scores;
    this.comparer = comparer;
    this.rule = rule;
    int[] perRow = new int[rows];
    for (int i = 0; i < pairs.size(); i++) {
      perRow[pairs.first(i)]++;
      perRow[pairs.second(i)]++;
    }
    this.of = new int[rows][];
    Arrays.setAll(of, row -> new int[perRow[row]]);
    Arrays.fill(perRow, 0);
    for (int i = 0; i < pairs.size(); i++) {
      int a = pairs.first(i);
      int b = pairs.second(i);
      of[a][perRow[a]++] = i;
      of[b][perRow[b]++] = i;
    }
  }

  /** What each pair loses to its rivals, in bits, 0 or more. */
  double[] losses() {
    double[] losses = new double[pairs.size()];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = loss(i, pairs.second(i)) + loss(i, pairs.first(i));
    }
    return losses;
  }

  /**
   * Which pairs have a rival that is not {@link LinkRule#MARGIN_MIN} weaker: another row that is
   * not taken for the person, or that may be the person's twin however alike.
   */
  boolean[] contested(Sameness sameness) {
    boolean[] contested = new boolean[pairs.size()];
    for (int i = 0; i < contested.length; i++) {
      contested[i] =
          contested(i, pairs.second(i), sameness) || contested(i, pairs.first(i), sameness);
    }
    return contested;
  }

  /** What a rule of linking looks at in a pair. */
  PairEvidence evidence(int pair) {
    return scores.evidence(
        pairs.packed(pair), pairs.first(pair), pairs.second(pair), pairs.score(pair));
  }

  /** Whether two rows look like records of one person. */
  boolean onePerson(int x, int y) {
    return evidence(x, y).score() >= ONE_PERSON;
  }

  private double loss(int pair, int partner) {
    int row = otherThan(pair, partner);
    double sum = 1;
    for (int other : of[row]) {
      double gap = pairs.score(other) - pairs.score(pair);
      if (other != pair && gap > GAP_MIN && !onePerson(otherThan(other, row), partner)) {
        sum += Math.pow(2, gap);
      }
    }
    return PairScore.log2(sum);
  }

  private boolean contested(int pair, int partner, Sameness sameness) {
    int row = otherThan(pair, partner);
    boolean named = RowComparer.level(pairs.packed(pair), Roster.GIVEN) == Level.EXACT;
    for (int other : of[row]) {
      if (other != pair && pairs.score(other) > pairs.score(pair) - LinkRule.MARGIN_MIN) {
        int rival = otherThan(other, row);
        if (!sameness.together(rival, partner)
            || rule.mayBeTwins(evidence(rival, partner), named)) {
          return true;
        }
      }
    }
    return false;
  }

  private PairEvidence evidence(int x, int y) {
    int a = Math.min(x, y);
    int b = Math.max(x, y);
    long levels = comparer.compare(a, b);
    return scores.evidence(levels, a, b, scores.of(levels, a, b));
  }

  private int otherThan(int pair, int row) {
    return pairs.first(pair) == row ? pairs.second(pair) : pairs.first(pair);
  }
}
