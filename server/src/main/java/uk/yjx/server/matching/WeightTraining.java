package uk.yjx.server.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Estimates weights from unlabelled rows: u from pairs drawn at random, m by expectation
 * maximisation over the patterns of candidate pairs. The same rows in the same order give the same
 * weights: the draw has a fixed seed, and nothing depends on the machine.
 */
final class WeightTraining {

  private static final long SEED = 0x5DEECE66DL;
  private static final int RANDOM_PAIRS = 600_000;

  /** Pairs of blocks that are learnt from; of more every n-th row is taken. */
  private static final long LEARNT_PAIRS = 4_000_000;

  /** Fewer rows say too little of how often values agree. */
  private static final int ROWS_MIN = 200;

  /** Parts that threads take. */
  private static final int PARTS = 8;

  private static final int ROUNDS_MAX = 60;
  private static final double SETTLED = 1e-5;
  private static final double HOUSEHOLD_OPENING = 1e-5;
  private static final double LEAST = 1e-12;
  private static final double SMOOTHING = 0.5;

  private static final double[] OPENING_AMONG_STRANGERS = {
    1, 0.005, 0.003, 0.004, 0.002, 0.006, 0.98
  };

  private final Roster roster;
  private final int levels = Level.values().length;

  WeightTraining(Roster roster) {
    this.roster = roster;
  }

  /**
   * The weights that fit the rows best; the opening ones, with the rarity that a file of the size
   * suggests, when there are too few rows to learn from.
   */
  Weights train(Blocks blocks) {
    if (roster.size() < ROWS_MIN) {
      return opening();
    }
    double[][] drawn = drawn();
    int rows = roster.left();
    int step = (int) Math.max(1, blocks.pairs() / LEARNT_PAIRS);
    List<Map<Long, Integer>> parts = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      parts.add(new HashMap<>());
    }
    // What is counted does not depend on who counts it.
    IntStream.range(0, PARTS)
        .parallel()
        .forEach(part -> {
          Blocks.Walk walk = blocks.new Walk();
          RowComparer comparer = new RowComparer(roster);
          Map<Long, Integer> counts = parts.get(part);
          for (int row = part * step; row < rows; row += PARTS * step) {
            int a = row;
            walk.candidates(a, b -> counts.merge(comparer.compare(a, b), 1, Integer::sum));
          }
        });
    Map<Long, Integer> patterns = parts.getFirst();
    for (Map<Long, Integer> part : parts.subList(1, PARTS)) {
      part.forEach((levels, count) -> patterns.merge(levels, count, Integer::sum));
    }
    return fitted(drawn, patterns, step);
  }

  private Weights fitted(double[][] drawn, Map<Long, Integer> patterns, int step) {
    int n = roster.fields().size();
    long[] keys = patterns.keySet().stream().sorted().mapToLong(Long::longValue).toArray();
    double total = roster.pairs() / step;
    double household = HOUSEHOLD_OPENING;
    double rarity = Math.min(0.5, 0.5 * Math.min(roster.left(), roster.size()) / roster.pairs());
    double[][] m = opening(n);
    double[][] u = copy(drawn);
    for (int round = 0; round < ROUNDS_MAX; round++) {
      double[][] counts = new double[n][levels];
      double ones = 0;
      double households = 0;
      for (long key : keys) {
        int count = patterns.getOrDefault(key, 0);
        double one = 0;
        double home = 0;
        for (int field = 0; field < n; field++) {
          Level level = RowComparer.level(key, field);
          if (level != Level.MISSING) {
            double bits = PairScore.log2(m[field][level.ordinal()] / u[field][level.ordinal()]);
            one += bits;
            home += bits * HouseholdHypothesis.share(roster.fields().get(field).kind());
            if (field == Roster.GIVEN) {
              home += HouseholdHypothesis.given(level);
            }
            if (field == Roster.BIRTH) {
              home += HouseholdHypothesis.birth(level, u[field][Level.EXACT.ordinal()]);
            }
          }
        }
        double asOne = rarity * Math.pow(2, one);
        double asHome = household * Math.pow(2, home);
        double all = asOne + asHome + 1 - rarity - household;
        double share = count * asOne / all;
        households += count * asHome / all;
        ones += share;
        for (int field = 0; field < n; field++) {
          counts[field][RowComparer.level(key, field).ordinal()] += share;
        }
      }
      double[][] next = shares(counts);
      double moved = Math.abs(Math.log(ones / total / rarity));
      rarity = Math.clamp(ones / total, LEAST, 0.5);
      household = Math.clamp(households / total, LEAST, 0.1);
      m = next;
      u = without(drawn, m, rarity);
      if (moved < SETTLED) {
        break;
      }
    }
    Weights weights = new Weights(rarity, household);
    for (int field = 0; field < n; field++) {
      weights.put(roster.fields().get(field), m[field], u[field]);
    }
    return weights;
  }

  // Random pairs contain some true ones, which matters where the value is rare.
  private double[][] without(double[][] drawn, double[][] m, double rarity) {
    double[][] u = copy(drawn);
    for (int field = 0; field < u.length; field++) {
      for (int level = 1; level < levels; level++) {
        double rest = (drawn[field][level] - rarity * m[field][level]) / (1 - rarity);
        u[field][level] = Math.max(rest, Math.max(drawn[field][level] / 10, Weights.LEAST));
      }
    }
    return u;
  }

  private double[][] drawn() {
    int n = roster.fields().size();
    double[][] counts = new double[n][levels];
    long[] pairs = new long[RANDOM_PAIRS];
    int found = 0;
    long state = SEED;
    int left = roster.left();
    int from = roster.single() ? 0 : left;
    int right = roster.size() - from;
    for (int i = 0; i < RANDOM_PAIRS && roster.size() > 1 && right > 0 && left > 0; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      int a = (int) Long.remainderUnsigned(state >>> 20, left);
      state = state * 6364136223846793005L + 1442695040888963407L;
      int b = from + (int) Long.remainderUnsigned(state >>> 20, right);
      if (a == b) {
        continue;
      }
      pairs[found++] = (long) a << 32 | b;
    }
    long[] drawn = Arrays.copyOf(pairs, found);
    int each = drawn.length / PARTS + 1;
    double[][][] parts = new double[PARTS][n][levels];
    IntStream.range(0, PARTS)
        .parallel()
        .forEach(part -> count(drawn, part * each, each, parts[part]));
    for (double[][] part : parts) {
      for (int field = 0; field < n; field++) {
        for (int level = 0; level < levels; level++) {
          counts[field][level] += part[field][level];
        }
      }
    }
    return shares(counts);
  }

  private void count(long[] pairs, int from, int size, double[][] counts) {
    RowComparer comparer = new RowComparer(roster);
    for (int i = from; i < Math.min(pairs.length, from + size); i++) {
      long packed = comparer.compare((int) (pairs[i] >>> 32), (int) pairs[i]);
      for (int field = 0; field < counts.length; field++) {
        counts[field][RowComparer.level(packed, field).ordinal()]++;
      }
    }
  }

  private double[][] shares(double[][] counts) {
    double[][] shares = new double[counts.length][levels];
    for (int field = 0; field < counts.length; field++) {
      double sum = 0;
      for (int level = 1; level < levels; level++) {
        sum += counts[field][level] + SMOOTHING;
      }
      for (int level = 1; level < levels; level++) {
        shares[field][level] = Math.max((counts[field][level] + SMOOTHING) / sum, Weights.LEAST);
      }
      shares[field][0] = 1;
    }
    return shares;
  }

  private Weights opening() {
    int n = roster.fields().size();
    double rows = Math.max(2, roster.size());
    Weights weights = new Weights(1 / rows, HOUSEHOLD_OPENING);
    double[][] m = opening(n);
    for (int field = 0; field < n; field++) {
      weights.put(roster.fields().get(field), m[field], OPENING_AMONG_STRANGERS.clone());
    }
    return weights;
  }

  private static double[][] opening(int n) {
    double[] open = {1, 0.75, 0.06, 0.07, 0.03, 0.02, 0.07};
    double[][] m = new double[n][];
    java.util.Arrays.setAll(m, i -> open.clone());
    return m;
  }

  private static double[][] copy(double[][] tables) {
    double[][] copy = new double[tables.length][];
    java.util.Arrays.setAll(copy, i -> tables[i].clone());
    return copy;
  }
}
