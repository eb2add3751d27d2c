package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AcknowledgeResult;
import uk.yjx.alerts.v1.AcknowledgeStatus;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.Recall;
import uk.yjx.intelligence.v1.WithdrawNoticeResponse;

/** A recall and whatever happens at the same moment, in each order of the journal: promise 8. */
final class RecallRaceTest {

  @Test
  void refusesWhatWasAboutToBeDisclosedWhenTheRecallComesFirst() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    String notice = Recalling.arrest(area, 1);
    CompletableFuture<WithdrawNoticeResponse> recall;
    Reading ann;
    try (HeadLock lock = HeadLock.hold(Recalling.EXCHANGE)) {
      recall = Recalling.later(() -> Recalling.withdraw(area, notice));
      lock.untilSomeoneWaits();
      ann = Reading.of(area, area.ann);
      Recalling.untilWaiting(1);
    }
    recall.join();
    assertEquals(List.of(), ann.untilLive());
    assertEquals(List.of(), Recalling.recalls(area, area.max));
    ann.close();
  }

  @Test
  void countsAFrameCommittedBeforeTheRecallAsReceived() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    String notice = Recalling.arrest(area, 1);
    CompletableFuture<WithdrawNoticeResponse> recall;
    CompletableFuture<?> other;
    Area elsewhere = Area.small();
    Reading ann;
    try (HeadLock lock = HeadLock.hold(Recalling.EXCHANGE)) {
      other = Recalling.occupyWriter(elsewhere, lock);
      ann = Reading.of(area, area.ann);
      Recalling.untilWaiting(1);
      recall = Recalling.later(() -> Recalling.withdraw(area, notice));
      Recalling.untilWaiting(2);
    }
    other.join();
    recall.join();
    String alert = ann.event().getAlert().getAlertId();
    AlertEvent then = ann.event();
    assertEquals(EntryCause.ENTRY_CAUSE_WITHDRAWN, then.getCause());
    RecallTest.assertTombstone(then.getAlert(), alert);
    assertEquals(
        List.of(area.ann),
        Recalling.recalls(area, area.max).stream().map(Recall::getRecipient).toList());
    ann.close();
  }

  @Test
  void tellsWhoAskedForTheAlertAMomentBefore() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    String notice = Recalling.arrest(area, 1);
    String alert = DeliveryTest.list(area, area.ann, ListAlertsRequest.newBuilder()).getFirst();
    Reading max = Reading.of(area, area.max);
    assertEquals(List.of(), max.untilLive());
    CompletableFuture<Alert> read;
    CompletableFuture<WithdrawNoticeResponse> recall;
    CompletableFuture<?> other;
    Area elsewhere = Area.small();
    try (HeadLock lock = HeadLock.hold(Recalling.EXCHANGE)) {
      other = Recalling.occupyWriter(elsewhere, lock);
      read = Recalling.later(() -> DeliveryTest.get(area, area.max, alert));
      Recalling.untilWaiting(1);
      recall = Recalling.later(() -> Recalling.withdraw(area, notice));
      Recalling.untilWaiting(2);
    }
    other.join();
    recall.join();
    assertTrue(read.join().hasEventTime());
    RecallTest.assertTombstone(max.event().getAlert(), alert);
    max.close();
  }

  @Test
  void takesNoAcknowledgementOfTheAlertForAConfirmationOfItsRecall() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    String notice = Recalling.arrest(area, 1);
    String alert = DeliveryTest.list(area, area.ann, ListAlertsRequest.newBuilder()).getFirst();
    CompletableFuture<AcknowledgeResult> acknowledged;
    CompletableFuture<WithdrawNoticeResponse> recall;
    CompletableFuture<?> other;
    Area elsewhere = Area.small();
    try (HeadLock lock = HeadLock.hold(Recalling.EXCHANGE)) {
      other = Recalling.occupyWriter(elsewhere, lock);
      recall = Recalling.later(() -> Recalling.withdraw(area, notice));
      Recalling.untilWaiting(1);
      acknowledged = Recalling.later(() -> Recalling.acknowledge(area, area.ann, alert));
      Recalling.untilWaiting(2);
    }
    other.join();
    recall.join();
    assertEquals(AcknowledgeStatus.ACKNOWLEDGE_STATUS_REFUSED, acknowledged.join().getStatus());
    assertEquals("ALERT_WITHDRAWN", acknowledged.join().getReason());
    assertFalse(Recalling.recalls(area, area.ann).getFirst().hasConfirmedAt());
    assertEquals("ALERT_WITHDRAWN", Recalling.acknowledge(area, area.ann, alert).getReason());
    RecallTest.assertTombstone(DeliveryTest.get(area, area.ann, alert), alert);
    assertEquals(
        AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED,
        Recalling.acknowledge(area, area.ann, alert).getStatus());
  }

  @Test
  void asksForAConfirmationEvenWhenTheAlertWasAcknowledgedAMomentBefore() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    String notice = Recalling.arrest(area, 1);
    String alert = DeliveryTest.list(area, area.ann, ListAlertsRequest.newBuilder()).getFirst();
    CompletableFuture<AcknowledgeResult> acknowledged;
    CompletableFuture<WithdrawNoticeResponse> recall;
    CompletableFuture<?> other;
    Area elsewhere = Area.small();
    try (HeadLock lock = HeadLock.hold(Recalling.EXCHANGE)) {
      other = Recalling.occupyWriter(elsewhere, lock);
      acknowledged = Recalling.later(() -> Recalling.acknowledge(area, area.ann, alert));
      Recalling.untilWaiting(1);
      recall = Recalling.later(() -> Recalling.withdraw(area, notice));
      Recalling.untilWaiting(2);
    }
    other.join();
    recall.join();
    assertEquals(AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED, acknowledged.join().getStatus());
    assertFalse(Recalling.recalls(area, area.ann).getFirst().hasConfirmedAt());
    assertEquals(
        AlertState.ALERT_STATE_WITHDRAWN, DeliveryTest.get(area, area.ann, alert).getState());
  }

  @Test
  void letsOneOfTwoRecallsAtTheSameMomentHappen() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    String notice = Recalling.arrest(area, 1);
    CompletableFuture<WithdrawNoticeResponse> first;
    CompletableFuture<WithdrawNoticeResponse> second;
    CompletableFuture<?> other;
    Area elsewhere = Area.small();
    try (HeadLock lock = HeadLock.hold(Recalling.EXCHANGE)) {
      other = Recalling.occupyWriter(elsewhere, lock);
      first = Recalling.later(() -> Recalling.withdraw(area, notice));
      Recalling.untilWaiting(1);
      second = Recalling.later(() -> Recalling.withdraw(area, notice));
      Recalling.untilWaiting(2);
    }
    other.join();
    assertTrue(first.join().hasReceipt());
    CompletionException refused = assertThrows(CompletionException.class, second::join);
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("NOTICE_WITHDRAWN"), message);
  }
}
