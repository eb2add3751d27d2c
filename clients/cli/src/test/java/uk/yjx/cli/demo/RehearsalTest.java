package uk.yjx.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uk.yjx.intelligence.v1.SearchOutcome;
import uk.yjx.world.ReplayNotice;
import uk.yjx.world.Truth;

class RehearsalTest {

  @Test
  void rehearsesOnlyWithStopsThatReachNobodyAndAreNotKept() {
    List<ReplayNotice> replay = DemoWorld.whole().replay().notices();
    List<ReplayNotice> rehearsal = Rehearsal.notices(replay);
    Set<String> ids = new HashSet<>();
    replay.forEach(notice -> ids.add(notice.request().getRequestId()));
    for (ReplayNotice notice : rehearsal) {
      assertTrue(ids.add(notice.request().getRequestId()), "request ids must differ");
      assertEquals(Truth.Outcome.UNMATCHED, notice.truth().outcome());
      assertTrue(notice.truth().delivery().isEmpty());
      assertEquals(
          SearchOutcome.SEARCH_OUTCOME_NO_FURTHER_ACTION,
          notice.request().getNotice().getStopSearch().getOutcome());
    }
    assertEquals(1_500, rehearsal.size());
  }
}
