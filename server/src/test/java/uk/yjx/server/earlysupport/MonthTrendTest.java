package uk.yjx.server.earlysupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.matching.Evidence;

/** What is told of a month, and what follows from it. */
final class MonthTrendTest {
  private static final YearMonth MONTH = YearMonth.of(2026, 10);
  private static final List<String> AREAS = List.of("E09000001", "E09000002", "E09000003");
  private static final int MOST = 9;
  private static final Evidence NOBODY =
      Evidence.of(
          new PersonDescription(
              List.of(), List.of(), List.of(), PersonDescription.Sex.UNKNOWN, List.of()));

  @Test
  void tellsNothingSmallNoSecondBesideASingleOneAndNoTotalBesideHiddenOnes() {
    Map<String, OptionalInt> told = told(12, 3, 7);
    assertEquals(OptionalInt.of(10), told.get(AREAS.get(0)));
    assertEquals(OptionalInt.empty(), told.get(AREAS.get(1)));
    assertEquals(OptionalInt.empty(), told.get(AREAS.get(2)));
    assertEquals(OptionalInt.empty(), told.get(MonthTrend.TOTAL));
    Map<String, OptionalInt> whole = told(12, 6, 7);
    assertEquals(OptionalInt.of(25), whole.get(MonthTrend.TOTAL));
    assertEquals(OptionalInt.empty(), told(12, 0, 7).get(AREAS.get(1)), "none is not told either");
  }

  /**
   * For every table: whatever is hidden may be at least two things, and so may every difference.
   */
  @Test
  void noNumberFollowsFromTotalPartsOrTheMonthBefore() {
    for (int a = 0; a <= MOST; a++) {
      for (int b = 0; b <= MOST; b++) {
        for (int c = 0; c <= MOST; c++) {
          Map<String, OptionalInt> told = told(a, b, c);
          // One child more or less in an area changes what is told by nothing or by five at once.
          Map<String, OptionalInt> next = told(a + 1, b, c);
          next.forEach((area, number) -> {
            OptionalInt before = of(told, area);
            if (before.isPresent() && number.isPresent()) {
              int difference = number.getAsInt() - before.getAsInt();
              assertTrue(difference == 0 || difference == 5, area + " of " + told);
            }
          });
          long hidden = AREAS.stream().filter(area -> of(told, area).isEmpty()).count();
          assertTrue(hidden != 1, "a single hidden one follows from the total");
          assertTrue(hidden == 0 || of(told, MonthTrend.TOTAL).isEmpty());
        }
      }
    }
  }

  @Test
  void countsAChildOnceInAnAreaAndOnlyInItsMonth() {
    List<Clusters.Cluster> children = new ArrayList<>();
    for (int child = 0; child < 6; child++) {
      children.add(
          new Clusters.Cluster(
              List.of(
                  fact(child * 10L, AREAS.get(0), MONTH.atDay(1)),
                  fact(child * 10L + 1, AREAS.get(0), MONTH.atEndOfMonth()),
                  fact(child * 10L + 2, AREAS.get(1), MONTH.atEndOfMonth().plusDays(1)))));
    }
    Map<String, OptionalInt> told =
        MonthTrend.of(children, List.of(AREAS.getFirst()), MONTH).told();
    assertEquals(OptionalInt.of(5), told.get(AREAS.getFirst()));
    assertEquals(OptionalInt.of(5), told.get(MonthTrend.TOTAL));
  }

  private static OptionalInt of(Map<String, OptionalInt> told, String area) {
    return told.getOrDefault(area, OptionalInt.empty());
  }

  private static Map<String, OptionalInt> told(int... counts) {
    List<Clusters.Cluster> children = new ArrayList<>();
    long notice = 1;
    for (int area = 0; area < counts.length; area++) {
      for (int child = 0; child < counts[area]; child++) {
        children.add(
            new Clusters.Cluster(List.of(fact(notice++, AREAS.get(area), MONTH.atDay(9)))));
      }
    }
    return MonthTrend.of(children, AREAS, MONTH).told();
  }

  private static Fact fact(long notice, String area, LocalDate day) {
    return new Fact(
        new Fact.Ref(notice, 0), false, new AgencyId("police-a"), day, "", Set.of(), area, NOBODY);
  }
}
