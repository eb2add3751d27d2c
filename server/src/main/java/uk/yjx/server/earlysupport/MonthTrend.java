package uk.yjx.server.earlysupport;

import java.time.YearMonth;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import uk.yjx.server.agreements.SmallNumbers;

/**
 * How many children on no caseload came to notice in each area in one month, as it may be told.
 * Pure.
 *
 * @param told by area, the empty area for the whole service; empty where a number is not told
 */
record MonthTrend(Map<String, OptionalInt> told) {
  /** Stands for the whole service. */
  static final String TOTAL = "";

  MonthTrend {
    told = Map.copyOf(told);
  }

  /**
   * Works it out. An area in which nobody came to notice is a number too small to be told like any
   * other: that it is left out would tell of it.
   *
   * @param areas every area of the service
   */
  static MonthTrend of(
      Collection<Clusters.Cluster> children, Collection<String> areas, YearMonth month) {
    Map<String, Integer> counts = new TreeMap<>();
    areas.forEach(area -> counts.put(area, 0));
    int total = 0;
    for (Clusters.Cluster child : children) {
      Map<String, Boolean> seen = new HashMap<>();
      child.facts().stream()
          .filter(fact -> YearMonth.from(fact.day()).equals(month))
          .forEach(fact -> seen.put(fact.area(), true));
      seen.keySet().forEach(area -> counts.merge(area, 1, Integer::sum));
      total += seen.isEmpty() ? 0 : 1;
    }
    Set<String> hidden = SmallNumbers.hidden(counts);
    Map<String, OptionalInt> told = new HashMap<>();
    counts.forEach((area, count) -> told.put(area, told(!hidden.contains(area), count)));
    told.put(TOTAL, told(hidden.isEmpty() && !SmallNumbers.isSmall(total), total));
    return new MonthTrend(told);
  }

  private static OptionalInt told(boolean may, int count) {
    return may ? OptionalInt.of(SmallNumbers.rounded(count)) : OptionalInt.empty();
  }
}
