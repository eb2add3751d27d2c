package uk.yjx.server.matching;

/** How far two short texts are apart; symmetric. */
final class TextDistance {

  private static final double PREFIX_WEIGHT = 0.1;
  private static final int PREFIX_MAX = 4;

  /** Longer texts are compared by their beginnings: a name is never so long. */
  private static final int LENGTH_MAX = 64;

  private TextDistance() {}

  /** Jaro–Winkler similarity, 0 to 1. */
  static double jaroWinkler(String a, String b) {
    double jaro = jaro(a, b);
    int prefix = 0;
    int most = Math.min(PREFIX_MAX, Math.min(a.length(), b.length()));
    while (prefix < most && a.charAt(prefix) == b.charAt(prefix)) {
      prefix++;
    }
    return jaro + prefix * PREFIX_WEIGHT * (1 - jaro);
  }

  /** Whether one insertion, deletion, replacement or swap of neighbours makes them equal. */
  static boolean atMostOneEdit(String a, String b) {
    return edits(a, b, 1) <= 1;
  }

  /**
   * Optimal string alignment distance, or {@code limit + 1} when it is more than {@code limit}.
   *
   * @param limit 0 or more
   */
  static int edits(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) > limit) {
      return limit + 1;
    }
    int start = 0;
    int endA = a.length();
    int endB = b.length();
    while (start < endA && start < endB && a.charAt(start) == b.charAt(start)) {
      start++;
    }
    while (endA > start && endB > start && a.charAt(endA - 1) == b.charAt(endB - 1)) {
      endA--;
      endB--;
    }
    int n = endA - start;
    int m = endB - start;
    if (n == 0 || m == 0) {
      return Math.min(Math.max(n, m), limit + 1);
    }
    return Math.min(aligned(a, b, start, n, m), limit + 1);
  }

  private static int aligned(String a, String b, int start, int n, int m) {
    int[] before = new int[m + 1];
    int[] last = new int[m + 1];
    int[] row = new int[m + 1];
    for (int j = 0; j <= m; j++) {
      last[j] = j;
    }
    for (int i = 1; i <= n; i++) {
      row[0] = i;
      char ca = a.charAt(start + i - 1);
      for (int j = 1; j <= m; j++) {
        char cb = b.charAt(start + j - 1);
        int best = last[j - 1] + (ca == cb ? 0 : 1);
        best = Math.min(best, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1 && j > 1 && ca == b.charAt(start + j - 2) && a.charAt(start + i - 2) == cb) {
          best = Math.min(best, before[j - 2] + 1);
        }
        row[j] = best;
      }
      int[] free = before;
      before = last;
      last = row;
      row = free;
    }
    return last[m];
  }

  private static double jaro(String a, String b) {
    int n = Math.min(a.length(), LENGTH_MAX);
    int m = Math.min(b.length(), LENGTH_MAX);
    if (n == 0 || m == 0) {
      return n == m ? 1 : 0;
    }
    int window = Math.max(0, Math.max(n, m) / 2 - 1);
    long usedA = 0;
    long usedB = 0;
    int common = 0;
    for (int i = 0; i < n; i++) {
      char c = a.charAt(i);
      int to = Math.min(m - 1, i + window);
      for (int j = Math.max(0, i - window); j <= to; j++) {
        if ((usedB >>> j & 1) == 0 && b.charAt(j) == c) {
          usedA |= 1L << i;
          usedB |= 1L << j;
          common++;
          break;
        }
      }
    }
    if (common == 0) {
      return 0;
    }
    int outOfOrder = outOfOrder(a, b, usedA, usedB);
    double c = common;
    return (c / n + c / m + (c - outOfOrder / 2) / c) / 3;
  }

  private static int outOfOrder(String a, String b, long usedA, long usedB) {
    int count = 0;
    long restB = usedB;
    for (long restA = usedA; restA != 0; restA &= restA - 1) {
      int i = Long.numberOfTrailingZeros(restA);
      int j = Long.numberOfTrailingZeros(restB);
      restB &= restB - 1;
      if (a.charAt(i) != b.charAt(j)) {
        count++;
      }
    }
    return count;
  }
}
