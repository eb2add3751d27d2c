package uk.yjx.server.caseload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The two structures that never change behave as the mutable ones of the JDK would. */
class PersistentTest {

  @Test
  void shardsHoldWhatAMapWouldHoldAndNoEditReachesAnEarlierOne() {
    long seed = System.nanoTime();
    RandomGenerator random = generator(seed);
    Shards<Integer, Integer> shards = Shards.empty();
    Map<Integer, Integer> expected = new HashMap<>();
    for (int round = 0; round < 200; round++) {
      Shards<Integer, Integer> before = shards;
      Map<Integer, Integer> expectedBefore = new HashMap<>(expected);
      Shards.Edit<Integer, Integer> edit = shards.edit();
      for (int i = 0; i < random.nextInt(50); i++) {
        int key = random.nextInt(5_000);
        if (random.nextInt(3) == 0) {
          edit.remove(key);
          expected.remove(key);
        } else {
          edit.put(key, round);
          expected.put(key, round);
        }
      }
      shards = edit.build();
      assertEquals(expected, all(shards), "seed " + seed);
      assertEquals(expected.size(), shards.size(), "seed " + seed);
      assertEquals(expectedBefore, all(before), "seed " + seed);
    }
  }

  @Test
  void agendaHoldsWhatASortedSetWouldHold() {
    long seed = System.nanoTime();
    RandomGenerator random = generator(seed);
    Agenda<Integer> agenda = Agenda.empty();
    TreeSet<Agenda.Due<Integer>> expected = new TreeSet<>();
    for (int round = 0; round < 3_000; round++) {
      Agenda.Due<Integer> due =
          new Agenda.Due<>(Instant.ofEpochSecond(random.nextInt(300)), random.nextInt(5));
      if (random.nextInt(3) == 0) {
        agenda = agenda.without(due.at(), due.subject());
        expected.remove(due);
      } else {
        agenda = agenda.with(due.at(), due.subject());
        expected.add(due);
      }
      Instant after = Instant.ofEpochSecond(random.nextInt(300));
      Instant upTo = after.plusSeconds(random.nextInt(50));
      List<Agenda.Due<Integer>> within = new ArrayList<>(expected);
      within.removeIf(d -> !d.at().isAfter(after) || d.at().isAfter(upTo));
      assertEquals(within, agenda.within(after, upTo), "seed " + seed);
      Optional<Instant> next =
          expected.stream().map(Agenda.Due::at).filter(at -> at.isAfter(after)).findFirst();
      assertEquals(next, agenda.nextAfter(after), "seed " + seed);
    }
  }

  private static Map<Integer, Integer> all(Shards<Integer, Integer> shards) {
    Map<Integer, Integer> found = new HashMap<>();
    shards.forEach(found::put);
    found.forEach((key, value) -> assertEquals(value, shards.get(key)));
    return found;
  }

  private static RandomGenerator generator(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }
}
