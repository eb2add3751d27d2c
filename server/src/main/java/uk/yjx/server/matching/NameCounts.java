package uk.yjx.server.matching;

import java.util.HashMap;
import java.util.Map;

/** How many children bear a forename or a surname; never changed once it is shared. */
final class NameCounts {

  static final NameCounts NOBODY = new NameCounts();

  private final Map<String, int[]> given = new HashMap<>();
  private final Map<String, int[]> family = new HashMap<>();
  private int children;

  /** Counts a child, or takes one off again. */
  void add(Traits traits, int by) {
    children += by;
    for (int name = 0; name < traits.nameCount(); name++) {
      count(given, traits, name, Traits.GIVEN, by);
      count(family, traits, name, Traits.FAMILY, by);
    }
  }

  int given(String word) {
    return of(given, word);
  }

  int family(String word) {
    return of(family, word);
  }

  int children() {
    return children;
  }

  private static void count(Map<String, int[]> counts, Traits traits, int name, int which, int by) {
    Word word = traits.word(name, which);
    if (word == null) {
      return;
    }
    for (int earlier = 0; earlier < name; earlier++) {
      Word other = traits.word(earlier, which);
      if (other != null && other.text().equals(word.text())) {
        return; // a child counts once
      }
    }
    counts.computeIfAbsent(word.text(), none -> new int[1])[0] += by;
  }

  private static int of(Map<String, int[]> counts, String word) {
    int[] count = counts.get(word);
    return count == null ? 0 : count[0];
  }
}
