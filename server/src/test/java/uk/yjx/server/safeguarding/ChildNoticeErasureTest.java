package uk.yjx.server.safeguarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import uk.yjx.operations.v1.Erasure;
import uk.yjx.operations.v1.RecordKind;
import uk.yjx.safeguarding.v1.ChildNoticeKind;
import uk.yjx.safeguarding.v1.EpisodeState;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Officers;

/** Notices of social care past their time. */
final class ChildNoticeErasureTest {
  private static final int KEEP_DAYS = 30;

  private final AlertsExchange exchange = AlertsExchange.shared();
  private final Care care = Care.agreed();
  private final Officers officers = new Officers(care.area, care.agency).keeping(KEEP_DAYS);

  @Test
  void erasesANoticeWithItsAlertOnceTwoPeopleAgreeUnlessTheChildIsHeld() {
    String child = care.area.child(1, care.area.ann);
    var unused =
        care.submit(
            care.notice(ChildNoticeKind.CHILD_NOTICE_KIND_MISSING_STARTED, 1, "run-1", care.now()));
    assertEquals(1, care.alerts(care.area.ann).size());
    exchange.clock().pass(Duration.ofDays(KEEP_DAYS + 1));
    officers.hold(child, false);
    assertEquals(1, officers.run(true).getHeld());
    officers.hold(child, true);
    assertTrue(officers.run(false).hasReceipt());
    Erasure waiting = officers.erasures(false).getFirst();
    assertEquals(RecordKind.RECORD_KIND_CHILD_NOTICE, waiting.getKind());
    officers.approve(waiting);
    assertEquals(List.of(), care.alerts(care.area.ann));
    assertEquals(0, officers.run(true).getDue());
    assertTrue(officers.erasures(true).getFirst().getDone());
  }

  /** What comes later about the same episode is understood, though its start says nothing more. */
  @Test
  void understandsTheEndOfAnEpisodeWhoseStartIsErased() {
    care.area.child(2, care.area.ann);
    var unused =
        care.submit(
            care.notice(ChildNoticeKind.CHILD_NOTICE_KIND_MISSING_STARTED, 2, "run-2", care.now()));
    exchange.clock().pass(Duration.ofDays(KEEP_DAYS + 1));
    officers.run(false);
    officers.approve(officers.erasures(false).getFirst());
    var ended =
        care.submit(
            care.notice(ChildNoticeKind.CHILD_NOTICE_KIND_MISSING_ENDED, 2, "run-2", care.now()));
    assertEquals(List.of(), ended.getRemarksList());
    assertEquals(
        EpisodeState.EPISODE_STATE_ENDED,
        care.alerts(care.area.ann).getFirst().getFacts().getChildNotice().getEpisode().getState());
  }
}
