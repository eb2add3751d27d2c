package uk.yjx.server.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The table of pairs that are made to mislead, judged among a crowd of ordinary families. */
class AdversarialPairsTest {

  private static final long SEED = 7L;
  private static final int FAMILIES = 1_500;

  private record Pair(String what, boolean same, PersonRow left, PersonRow right) {}

  @Test
  void linksNoMisleadingPairAndFindsThreeOfFourTrueOnes() throws IOException {
    List<Pair> pairs = pairs();
    Map<String, Outcome> found = match(pairs);
    int right = 0;
    int all = 0;
    for (Pair pair : pairs) {
      Outcome outcome = found.getOrDefault(pair.left().id(), Outcome.NONE);
      if (pair.same()) {
        all++;
        right += outcome == Outcome.NONE ? 0 : 1;
      } else {
        assertTrue(outcome != Outcome.LINKED, pair.what() + " is linked, seed " + SEED);
      }
    }
    assertTrue(all >= 20, "the table has true pairs");
    assertTrue(right * 4 >= all * 3, right + " of " + all + " true pairs found, seed " + SEED);
  }

  @Test
  void saysTheSameOnceMore() throws IOException {
    List<Pair> pairs = pairs();
    assertEquals(match(pairs), match(pairs));
  }

  private static Map<String, Outcome> match(List<Pair> pairs) {
    Roster roster = new Roster(1, 0, List.of("nhs"));
    List<PersonRow> crowd = Crowd.families(SEED, FAMILIES);
    pairs.forEach(pair -> roster.add(pair.left()));
    crowd.forEach(row -> roster.add(Crowd.renamed(row, "left-")));
    roster.endOfLeft();
    pairs.forEach(pair -> roster.add(pair.right()));
    crowd.forEach(row -> roster.add(Crowd.misspelt(Crowd.renamed(row, "right-"))));
    Map<String, Outcome> outcomes = new HashMap<>();
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    new FileMatching(roster)
        .run(
            null,
            row -> {},
            (a, b, score, outcome) -> {
              counts.merge(outcome, 1, Integer::sum);
              if (a.startsWith("case-") && b.equals("other-" + a)) {
                outcomes.put(a, outcome);
              }
            });
    assertTrue(counts.getOrDefault(Outcome.LINKED, 0) > FAMILIES, "the crowd is linked: " + counts);
    return outcomes;
  }

  private static List<Pair> pairs() throws IOException {
    List<Pair> pairs = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    AdversarialPairsTest.class.getResourceAsStream("/matching/adversarial.csv")),
                StandardCharsets.UTF_8))) {
      in.readLine();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] cells = line.split(",", -1);
        String id = "case-" + cells[0];
        pairs.add(
            new Pair(
                cells[1],
                cells[2].equals("same"),
                row(id, cells, 3),
                row("other-" + id, cells, 10)));
      }
    }
    return pairs;
  }

  private static PersonRow row(String id, String[] cells, int at) {
    String birth = cells[at + 2];
    return new PersonRow(
        id,
        cells[at],
        "",
        cells[at + 1],
        "",
        birth.isEmpty() ? 0 : Integer.parseInt(birth.replace("-", "")),
        cells[at + 3],
        List.of(cells[at + 4]),
        cells[at + 5],
        "",
        "",
        List.of(),
        List.of(cells[at + 6]));
  }
}
