package uk.yjx.server.agreements;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a reader of one table, or of two, can work out of a small number: nothing. */
final class SmallNumbersTest {
  private static final int CELLS = 3;

  /** Tables with a total up to this are looked at: none of their worlds has more in a cell. */
  private static final int TOTAL_MAX = 40;

  /** Every table of three cells, by what a reader is told of it. */
  @Test
  void noHiddenNumberFollowsFromWhatIsTold() {
    Map<List<String>, List<int[]>> worlds = new HashMap<>();
    for (int a = 1; a <= TOTAL_MAX; a++) {
      for (int b = 1; b <= TOTAL_MAX - a; b++) {
        for (int c = 1; c <= TOTAL_MAX - a - b; c++) {
          int[] counts = {a, b, c};
          worlds.computeIfAbsent(told(counts), told -> new ArrayList<>()).add(counts);
        }
      }
    }
    // Of the largest numbers some worlds are left out above.
    worlds.keySet().removeIf(told -> told.contains(Integer.toString(TOTAL_MAX)));
    worlds.forEach((told, possible) -> {
      for (int cell = 0; cell < CELLS; cell++) {
        if (told.get(cell).equals("few")) {
          Set<Integer> values = new HashSet<>();
          for (int[] counts : possible) {
            values.add(counts[cell]);
          }
          assertTrue(values.size() > 1, told::toString);
        }
      }
    });
  }

  /** One child more never shows: a told number moves by a whole step or not at all. */
  @Test
  void twoTablesDifferByWholeStepsAlone() {
    for (int n = SmallNumbers.CELL_MIN; n < 200; n++) {
      int step = SmallNumbers.rounded(n + 1) - SmallNumbers.rounded(n);
      assertTrue(step == 0 || step == SmallNumbers.ROUNDED_TO);
    }
  }

  @Test
  void hidesASecondBesideASingleOneAndNoneWhereNoneIsSmall() {
    assertEquals(Set.of("a", "b"), SmallNumbers.hidden(Map.of("a", 4, "b", 8, "c", 30)));
    assertEquals(Set.of("a", "b"), SmallNumbers.hidden(Map.of("a", 4, "b", 2, "c", 30)));
    assertEquals(Set.of(), SmallNumbers.hidden(Map.of("a", 5, "b", 8)));
    assertEquals(Set.of("a"), SmallNumbers.hidden(Map.of("a", 1)));
  }

  private static List<String> told(int[] counts) {
    Map<Integer, Integer> cells = new TreeMap<>();
    int total = 0;
    for (int i = 0; i < counts.length; i++) {
      cells.put(i, counts[i]);
      total += counts[i];
    }
    Set<Integer> hidden = SmallNumbers.hidden(cells);
    boolean few = SmallNumbers.isSmall(total);
    List<String> told = new ArrayList<>();
    cells.forEach((cell, count) ->
        told.add(
            few || hidden.contains(cell) ? "few" : Integer.toString(SmallNumbers.rounded(count))));
    told.add(few || !hidden.isEmpty() ? "few" : Integer.toString(SmallNumbers.rounded(total)));
    return told;
  }
}
