package uk.yjx.server.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairScreenTest {

  private static final long SEED = 3L;
  private static final int FAMILIES = 400;

  @Test
  void givesUpNoPairThatReachesTheFloorAndChangesNoComparison() {
    Roster roster = new Roster(1, 0, List.of("nhs"));
    Crowd.families(SEED, FAMILIES)
        .forEach(row -> {
          roster.add(row);
          roster.add(Crowd.misspelt(Crowd.renamed(row, "other-")));
        });
    Blocks blocks = Blocks.of(roster);
    PairScore scores = new PairScore(roster, new WeightTraining(roster).train(blocks));
    PairScreen screen = new PairScreen(roster, scores, FileMatching.FLOOR);
    RowComparer comparer = new RowComparer(roster);
    Blocks.Walk walk = blocks.new Walk();
    int[] counts = new int[2];
    for (int row = 0; row < roster.size(); row++) {
      int a = row;
      walk.candidates(
          a,
          b -> {
            long levels = comparer.compare(a, b);
            long screened = screen.compare(a, b);
            if (screened == PairScreen.GIVEN_UP) {
              counts[0]++;
              assertTrue(scores.of(levels, a, b) < FileMatching.FLOOR, "seed " + SEED);
            } else {
              counts[1]++;
              assertEquals(levels, screened, "seed " + SEED);
            }
          });
    }
    assertTrue(counts[0] > counts[1] && counts[1] > FAMILIES, "both happen");
  }

  @Test
  void takesForASlipOnlyARareWordInsideACommonOne() {
    assertTrue(NameSlip.is("olvier", 2, "oliver", 900));
    assertTrue(NameSlip.is("oliver", 900, "olvier", 2));
    assertTrue(NameSlip.is("hannahh", 1, "hannah", 900), "one name begins the other");
    assertFalse(NameSlip.is("olvier", 20, "oliver", 900), "seen too often");
    assertFalse(NameSlip.is("alexi", 1, "alex", 900), "another ending");
    assertFalse(NameSlip.is("kayden", 1, "jayden", 900), "another beginning");
    assertFalse(NameSlip.is("marion", 1, "marian", 900), "another vowel");
    assertFalse(NameSlip.is("mia", 1, "mria", 900), "too short");
  }
}
