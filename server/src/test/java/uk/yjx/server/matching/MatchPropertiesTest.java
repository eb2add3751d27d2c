package uk.yjx.server.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import uk.yjx.server.kernel.Identifier;
import uk.yjx.server.kernel.PartialDate;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PersonName;

class MatchPropertiesTest {

  private static final long SEED = 20261121L;
  private static final String PRINTED = "seed " + SEED;

  private final Random random = new Random(SEED);

  @Test
  void neverLinksOnNameAndBirthDateAlone() {
    int reviews = 0;
    for (int i = 0; i < 10_000; i++) {
      PersonDescription known = People.random(random);
      PersonDescription same = withIdentifiers(known, List.of());
      Match match = one(known).match(same);
      assertFalse(match instanceof Match.Linked, PRINTED);
      reviews += match instanceof Match.Review ? 1 : 0;
    }
    assertTrue(reviews > 1_000, "the sample has people with a whole name and date, " + PRINTED);
  }

  @Test
  void judgesTwoDescriptionsTheSameBothWays() {
    int linked = 0;
    for (int i = 0; i < 20_000; i++) {
      PersonDescription a = People.random(random);
      PersonDescription b = People.random(random);
      assertEquals(one(a).match(b), one(b).match(a), PRINTED);
      linked += one(a).match(b) instanceof Match.Linked ? 1 : 0;
    }
    assertTrue(linked > 500, "the sample has links, " + PRINTED);
  }

  @Test
  void sharesAKeyWheneverThereIsALinkOrAReview() {
    for (int i = 0; i < 20_000; i++) {
      PersonDescription a = People.random(random);
      PersonDescription b = People.random(random);
      boolean found = Verdict.of(child(1), new Profile(a), new Profile(b)).isPresent();
      boolean alike = !(one(a).match(b) instanceof Match.None);
      boolean sharesKey = !Collections.disjoint(MatchKeys.of(a), MatchKeys.of(b));
      assertTrue(sharesKey || !found && !alike, PRINTED);
      assertTrue(alike || !found, PRINTED);
    }
  }

  @Test
  void neverDoubtsAPersonMoreBecauseOfEvidenceThatAgrees() {
    for (int i = 0; i < 20_000; i++) {
      PersonDescription known = People.random(random);
      PersonDescription person = People.random(random);
      PersonDescription surer = withAgreeingEvidence(person, known);
      Match before = one(known).match(person);
      Match after = one(known).match(surer);
      assertTrue(certainty(after) >= certainty(before), PRINTED + ": " + before + " " + after);
    }
  }

  @Test
  void doesNotDependOnTheOrderOfInsertion() {
    for (int i = 0; i < 300; i++) {
      List<Candidate> all = crowd(40);
      MatchIndex together = MatchIndex.empty().with(all, List.of());
      List<Candidate> shuffled = new ArrayList<>(all);
      Collections.shuffle(shuffled, random);
      MatchIndex oneByOne = MatchIndex.empty();
      for (Candidate candidate : shuffled) {
        oneByOne = oneByOne.with(List.of(candidate), List.of());
      }
      assertSameAnswers(together, oneByOne, 40);
    }
  }

  @Test
  void equalsAnIndexBuiltAnewAfterAnyChanges() {
    Map<ChildId, PersonDescription> truth = new HashMap<>();
    MatchIndex index = MatchIndex.empty();
    for (int step = 0; step < 60; step++) {
      MatchIndex before = index;
      int sizeBefore = truth.size();
      List<ChildId> removed = new ArrayList<>();
      List<Candidate> changed = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        ChildId child = child(random.nextInt(3 * ExactMatchIndex.DELTA_MAX));
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
      assertEquals(sizeBefore, before.size(), "the former index stays as it was");
      if (step % 5 == 0) {
        assertSameAnswers(rebuilt(truth), index, 50);
      }
    }
    assertSameAnswers(rebuilt(truth), index, 500);
  }

  @Test
  void forgetsRemovedChildrenBeforeItAddsTheSameOnesAgain() {
    PersonDescription ada = People.person("Ada", "Reed", "2010-03-04");
    Candidate candidate = new Candidate(child(1), ada);
    MatchIndex index = MatchIndex.empty().with(List.of(candidate), List.of());
    assertEquals(1, index.with(List.of(candidate), List.of(child(1))).size());
    assertEquals(new Match.None(), index.with(List.of(), List.of(child(1))).match(ada));
  }

  private void assertSameAnswers(MatchIndex expected, MatchIndex actual, int questions) {
    assertEquals(expected.size(), actual.size(), PRINTED);
    for (int i = 0; i < questions; i++) {
      PersonDescription person = People.random(random);
      assertEquals(expected.match(person), actual.match(person), PRINTED);
    }
  }

  private List<Candidate> crowd(int size) {
    List<Candidate> crowd = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      crowd.add(new Candidate(child(i), People.random(random)));
    }
    return crowd;
  }

  private PersonDescription withAgreeingEvidence(
      PersonDescription person, PersonDescription known) {
    List<PersonName> names = new ArrayList<>(person.names());
    List<PartialDate> dates = new ArrayList<>(person.datesOfBirth());
    List<Identifier> identifiers = new ArrayList<>(person.identifiers());
    switch (random.nextInt(3)) {
      case 0 -> names.add(People.pick(known.names(), random));
      case 1 -> dates.addAll(known.datesOfBirth());
      default -> identifiers.addAll(known.identifiers());
    }
    return new PersonDescription(names, dates, identifiers, person.sex(), person.postcodes());
  }

  private static PersonDescription withIdentifiers(
      PersonDescription person, List<Identifier> identifiers) {
    return new PersonDescription(
        person.names(), person.datesOfBirth(), identifiers, person.sex(), person.postcodes());
  }

  private static int certainty(Match match) {
    return switch (match) {
      case Match.None none -> 0;
      case Match.Review review -> 1;
      case Match.Linked linked -> 2;
      case Match.Decided decided -> throw new AssertionError("the engine decides nothing");
    };
  }

  private static MatchIndex one(PersonDescription known) {
    return MatchIndex.empty().with(List.of(new Candidate(child(1), known)), List.of());
  }

  private static MatchIndex rebuilt(Map<ChildId, PersonDescription> truth) {
    List<Candidate> all = new ArrayList<>();
    truth.forEach((child, description) -> all.add(new Candidate(child, description)));
    return MatchIndex.empty().with(all, List.of());
  }
}
