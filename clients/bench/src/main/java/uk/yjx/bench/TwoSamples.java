package uk.yjx.bench;

import java.util.Arrays;

/**
 * Two samples of one quantity compared: whether what they were drawn from differs at all, in any
 * way (Kolmogorov–Smirnov), or in place (Mann–Whitney), and by how much their medians do.
 *
 * @param d greatest distance of the two empirical distributions, 0 to 1
 * @param pKs chance of such a distance when nothing differs (asymptotic, Stephens' correction)
 * @param superiority chance that one drawn from the first exceeds one of the second; 0.5 if equal
 * @param pMw chance of such a superiority when nothing differs (normal, corrected for ties)
 * @param medianFirst median of the first
 * @param medianSecond median of the second
 */
record TwoSamples(
    double d, double pKs, double superiority, double pMw, double medianFirst, double medianSecond) {

  private static final int TERMS = 100;

  /** Compares; neither may be empty. */
  static TwoSamples of(long[] first, long[] second) {
    long[] a = first.clone();
    long[] b = second.clone();
    Arrays.sort(a);
    Arrays.sort(b);
    double n = a.length;
    double m = b.length;
    double d = 0;
    double below = 0; // pairs in which the first exceeds, halves for ties
    double ties = 0; // sum of t³ - t over groups of equal values
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      long value = i == a.length ? b[j] : j == b.length ? a[i] : Math.min(a[i], b[j]);
      int fromA = i;
      int fromB = j;
      while (i < a.length && a[i] == value) {
        i++;
      }
      while (j < b.length && b[j] == value) {
        j++;
      }
      double inA = i - fromA;
      double inB = j - fromB;
      below += inA * fromB + inA * inB / 2;
      ties += Math.pow(inA + inB, 3) - (inA + inB);
      d = Math.max(d, Math.abs(i / n - j / m));
    }
    double all = n + m;
    double deviation = Math.sqrt(n * m / 12 * (all + 1 - ties / (all * (all - 1))));
    double z = deviation == 0 ? 0 : (below - n * m / 2) / deviation;
    return new TwoSamples(
        d, kolmogorov(d, n * m / all), below / (n * m), twoSided(z), median(a), median(b));
  }

  /** Difference of the medians, as a share of the second. */
  double medianShift() {
    return (medianFirst - medianSecond) / medianSecond;
  }

  private static double kolmogorov(double d, double effective) {
    double root = Math.sqrt(effective);
    double lambda = (root + 0.12 + 0.11 / root) * d;
    if (lambda < 0.2) {
      return 1;
    }
    double sum = 0;
    for (int k = 1; k <= TERMS; k++) {
      sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2 * k * k * lambda * lambda);
    }
    return Math.clamp(sum, 0, 1);
  }

  /** Both tails of the normal distribution (Abramowitz and Stegun 7.1.26, error below 1.5e-7). */
  private static double twoSided(double z) {
    double x = Math.abs(z) / Math.sqrt(2);
    double t = 1 / (1 + 0.3275911 * x);
    double poly =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    return Math.clamp(poly * Math.exp(-x * x), 0, 1);
  }

  private static double median(long[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2.0;
  }
}
