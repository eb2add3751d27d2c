package uk.yjx.server.agreements;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How numbers about people are told to those who may not know of any one of them: none below a
 * least, a second one hidden beside a single one, since the total would tell it, and all rounded,
 * so that neither one table nor the difference of two tells of one child. Pure; every room that
 * publishes numbers uses this.
 */
public final class SmallNumbers {
  /** Fewer than this are not told. */
  public static final int CELL_MIN = 5;

  /** What is told is rounded to multiples of this. */
  public static final int ROUNDED_TO = 5;

  private SmallNumbers() {}

  /**
   * The cells of one table that may not be told. Where there are any, its total is not told either:
   * of (1, 1, 5) a total rounded to 5 would tell the two.
   *
   * @param counts how many there are in each; cells with none are left out of a table altogether
   */
  public static <K extends Comparable<K>> Set<K> hidden(Map<K, Integer> counts) {
    List<K> bySize =
        counts.entrySet().stream()
            .sorted(
                Comparator.comparing((Map.Entry<K, Integer> cell) -> cell.getValue())
                    .thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getKey)
            .toList();
    long small = counts.values().stream().filter(SmallNumbers::isSmall).count();
    long count = small == 1 ? 2 : small;
    return new HashSet<>(bySize.subList(0, (int) Math.min(count, bySize.size())));
  }

  /** Whether a number is too small to be told. */
  public static boolean isSmall(int count) {
    return count < CELL_MIN;
  }

  /** A number as it is told. */
  public static int rounded(double value) {
    return (int) Math.round(value / ROUNDED_TO) * ROUNDED_TO;
  }
}
