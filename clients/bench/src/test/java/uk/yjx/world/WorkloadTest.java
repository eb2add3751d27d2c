package uk.yjx.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.world.Truth.Outcome;

class WorkloadTest {

  private static final int MANY = 30_000;

  @Test
  void hasTheMixtureAndTheSizeAndNothingTwice() {
    Caseload caseload = Caseload.of(5, 30_000);
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    Set<String> ids = new HashSet<>();
    Set<PersonDescriptor> people = new HashSet<>();
    Set<String> narratives = new HashSet<>();
    Set<Long> sequences = new HashSet<>();
    long bytes = 0;
    for (Workload workload : Workload.streams(caseload, "met-police", 42, 2)) {
      for (int i = 0; i < MANY; i++) {
        Workload.Item item = workload.next();
        Notice notice = item.request().getNotice();
        outcomes.merge(item.truth().outcome(), 1, Integer::sum);
        assertTrue(ids.add(item.request().getRequestId()));
        assertTrue(people.add(notice.getPersons(0).getPerson()));
        assertTrue(narratives.add(notice.getNarrative()));
        assertTrue(sequences.add(Workload.sequenceOf(notice.getEventTime())));
        assertEquals(item.sequence(), Workload.sequenceOf(notice.getEventTime()));
        bytes += item.request().getSerializedSize();
      }
    }
    assertEquals(0.60, outcomes.getOrDefault(Outcome.UNMATCHED, 0) / (2.0 * MANY), 0.01);
    assertEquals(0.03, outcomes.getOrDefault(Outcome.REVIEW, 0) / (2.0 * MANY), 0.005);
    assertEquals(1_024, bytes / (2.0 * MANY), 64);
  }

  @Test
  void truthHoldsUnderAnIndependentRule() {
    Caseload caseload = Caseload.of(6, 2_000);
    NaiveRule rule = new NaiveRule(caseload);
    Workload workload = Workload.streams(caseload, "met-police", 7, 1).getFirst();
    for (int i = 0; i < 2_000; i++) {
      Workload.Item item = workload.next();
      NaiveRule.Verdict verdict = rule.of(item.request().getNotice().getPersons(0).getPerson());

      assertEquals(item.truth().outcome(), verdict.outcome(), "seed 6, 7, item " + i);
      if (verdict.outcome() == Outcome.LINKED) {
        assertEquals(item.truth().child().stream().collect(Collectors.toSet()), verdict.children());
      }
    }
  }

  @Test
  void sameSeedGivesTheSameNoticesAndAnotherSeedOtherIds() {
    Caseload caseload = Caseload.of(6, 500);
    Workload one = Workload.streams(caseload, "wiltshire-police", 7, 4).getLast();
    Workload two = Workload.streams(caseload, "wiltshire-police", 7, 4).getLast();
    Workload other = Workload.streams(caseload, "wiltshire-police", 8, 4).getLast();
    for (int i = 0; i < 500; i++) {
      Workload.Item item = one.next();
      assertEquals(item, two.next());
      assertNotEquals(item.request().getRequestId(), other.next().request().getRequestId());
      item.truth().child().ifPresent(child -> assertEquals("swindon-yjs", child.service()));
    }
  }
}
