package uk.yjx.server.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static uk.yjx.server.matching.People.child;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription;

class LikenessIndexTest {

  private static final long SEED = 77L;
  private static final String PRINTED = "seed " + SEED;

  /** These few names are so common that nobody scores above 0. */
  private static final int LEAST = -500;

  private final Random random = new Random(SEED);

  @Test
  void findsExactlyWhatComparingEveryChildFinds() {
    List<Candidate> all = new ArrayList<>();
    for (Candidate candidate : crowd(300)) {
      all.add(new Candidate(candidate.child(), unnumbered(candidate.description())));
    }
    LikenessIndex index = LikenessIndex.EMPTY.with(all, List.of());
    int found = 0;
    for (int i = 0; i < 500; i++) {
      Traits asked = Traits.of(unnumbered(People.random(random)));
      List<ChildId> expected = new ArrayList<>();
      for (Candidate candidate : all) {
        Traits known = Traits.of(candidate.description());
        if (!Collections.disjoint(asked.keys(), known.keys())
            && index.explain(asked, known).score() >= LEAST) {
          expected.add(candidate.child());
        }
      }
      List<ChildId> actual = new ArrayList<>(children(index, asked));
      Collections.sort(expected);
      Collections.sort(actual);
      assertEquals(expected, actual, PRINTED);
      found += actual.size();
    }
    assertTrue(found > 1_000, "the sample has likenesses: " + found);
  }

  @Test
  void answersTheSameInAnyOrderOfInsertion() {
    for (int i = 0; i < 50; i++) {
      List<Candidate> all = crowd(60);
      LikenessIndex together = LikenessIndex.EMPTY.with(all, List.of());
      List<Candidate> shuffled = new ArrayList<>(all);
      Collections.shuffle(shuffled, random);
      LikenessIndex oneByOne = LikenessIndex.EMPTY;
      for (Candidate candidate : shuffled) {
        oneByOne = oneByOne.with(List.of(candidate), List.of());
      }
      assertSameAnswers(together, oneByOne, 40);
    }
  }

  @Test
  void equalsAnIndexBuiltAnewAfterAnyChanges() {
    Map<ChildId, PersonDescription> truth = new HashMap<>();
    LikenessIndex index = LikenessIndex.EMPTY;
    for (int step = 0; step < 40; step++) {
      List<ChildId> removed = new ArrayList<>();
      List<Candidate> changed = new ArrayList<>();
      int changes = step % 10 == 0 ? 2 * LikenessIndex.DELTA_MAX : 150;
      for (int i = 0; i < changes; i++) {
        ChildId child = child(random.nextInt(3 * LikenessIndex.DELTA_MAX));
        if (random.nextInt(4) == 0) {
          removed.add(child);
        } else {
          changed.add(new Candidate(child, People.random(random)));
        }
      }
      index = index.with(changed, removed);
      removed.forEach(truth::remove);
      changed.forEach(candidate -> truth.put(candidate.child(), candidate.description()));
      assertEquals(truth.size(), index.size(), PRINTED);
      if (step % 8 == 7) {
        assertSameAnswers(rebuilt(truth), index, 100);
      }
    }
    assertSameAnswers(rebuilt(truth), index, 300);
  }

  /** By number children are found otherwise. */
  private static PersonDescription unnumbered(PersonDescription person) {
    return new PersonDescription(
        person.names(), person.datesOfBirth(), List.of(), person.sex(), person.postcodes());
  }

  private void assertSameAnswers(LikenessIndex expected, LikenessIndex actual, int questions) {
    assertEquals(expected.size(), actual.size(), PRINTED);
    for (int i = 0; i < questions; i++) {
      Traits asked = Traits.of(People.random(random));
      assertEquals(
          expected.find(asked, asked.keys(), LEAST),
          actual.find(asked, asked.keys(), LEAST),
          PRINTED);
    }
  }

  private static List<ChildId> children(LikenessIndex index, Traits asked) {
    return index.find(asked, asked.keys(), LEAST).stream()
        .map(LikenessIndex.Scored::child)
        .toList();
  }

  private static LikenessIndex rebuilt(Map<ChildId, PersonDescription> truth) {
    List<Candidate> all = new ArrayList<>();
    truth.forEach((child, person) -> all.add(new Candidate(child, person)));
    return LikenessIndex.EMPTY.with(all, List.of());
  }

  private List<Candidate> crowd(int size) {
    List<Candidate> crowd = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      crowd.add(new Candidate(child(i), People.random(random)));
    }
    return crowd;
  }
}
