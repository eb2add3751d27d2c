package uk.yjx.server.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Links are missed and made no more often for names of one origin than of another. */
class NameOriginTest {

  private static final long SEED = 11L;
  private static final int FAMILIES = 2_000;
  private static final double WORST_OVER_MEAN_MAX = 1.5;

  @Test
  void missesLinksOfNoOriginMuchMoreOftenThanOfOthers() {
    List<PersonRow> people = Crowd.families(SEED, FAMILIES);
    int groups = Crowd.GIVEN.size();
    int[] all = new int[groups];
    int[] linked = new int[groups];
    int[] wrong = new int[groups];
    Roster roster = new Roster(1, 0, List.of("nhs"));
    for (PersonRow row : people) {
      all[group(row.id())]++;
      roster.add(row);
    }
    roster.endOfLeft();
    people.forEach(row -> roster.add(Crowd.misspelt(Crowd.renamed(row, "other-"))));
    new FileMatching(roster)
        .run(
            null,
            row -> {},
            (a, b, score, outcome) -> {
              if (outcome == Outcome.LINKED) {
                (b.equals("other-" + a) ? linked : wrong)[group(a)]++;
              }
            });
    double mean = 0;
    double worst = 0;
    for (int group = 0; group < groups; group++) {
      assertEquals(0, wrong[group], "false links of group " + group + ", seed " + SEED);
      double missed = 1 - linked[group] / (double) all[group];
      mean += missed / groups;
      worst = Math.max(worst, missed);
    }
    assertTrue(mean < 0.5, "missed on average " + mean);
    assertTrue(
        worst <= WORST_OVER_MEAN_MAX * mean,
        "worst " + worst + ", mean " + mean + ", seed " + SEED);
  }

  private static int group(String id) {
    return Integer.parseInt(id.substring(0, id.indexOf('-')));
  }
}
