package uk.yjx.server.clusters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import uk.yjx.server.kernel.ChildId;

/** Who must be warned, over random clusters. */
final class DangerTest {
  private static final int CLUSTERS = 20_000;
  private static final int CHILDREN = 6;

  @Test
  void warnsExactlyTheChildrenOfStandingEventsWhateverHappenedBefore() {
    long seed = System.nanoTime();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int i = 0; i < CLUSTERS; i++) {
      List<ChildId> inDanger = children(random, 8);
      Set<ChildId> warned = new HashSet<>(children(random, 4));
      boolean withOthers = random.nextBoolean();
      Danger danger = Danger.of(inDanger, warned, withOthers);
      String where = "seed " + seed + ", cluster " + i;
      Set<ChildId> distinct = new HashSet<>(inDanger);
      assertEquals(distinct.size() < (withOthers ? 1 : 2), danger.tooFew(), where);
      Set<ChildId> after = new HashSet<>(warned);
      after.addAll(danger.warn());
      after.removeAll(danger.recall());
      assertTrue(distinct.containsAll(after), where);
      if (!danger.tooFew()) {
        assertEquals(distinct, after, where);
        assertTrue(Danger.of(inDanger, after, withOthers).isSettled(), where);
      } else {
        assertEquals(Set.of(), danger.warn(), where);
      }
    }
  }

  private static List<ChildId> children(RandomGenerator random, int most) {
    List<ChildId> found = new ArrayList<>();
    int count = random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      found.add(new ChildId(new UUID(1, random.nextInt(CHILDREN))));
    }
    return found;
  }
}
