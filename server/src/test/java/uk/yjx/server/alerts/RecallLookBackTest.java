package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.intelligence.v1.WithdrawNoticeResponse;

/** A look-back never brings back what was recalled, and what it found is recalled with the rest. */
final class RecallLookBackTest {

  @Test
  void recallsWhatALookBackHadFound() throws Exception {
    Area area = Area.full();
    String notice = Recalling.arrest(area, 1);
    area.child(1, area.ann);
    untilLookedBack();
    String alert = DeliveryTest.list(area, area.ann, ListAlertsRequest.newBuilder()).getFirst();
    Recalling.withdraw(area, notice);
    RecallTest.assertTombstone(DeliveryTest.get(area, area.ann, alert), alert);
  }

  @Test
  void findsNothingThatWasRecalled() throws Exception {
    Area area = Area.full();
    Recalling.withdraw(area, Recalling.arrest(area, 1));
    area.child(1, area.ann);
    untilLookedBack();
    assertEquals(List.of(), DeliveryTest.list(area, area.ann, ListAlertsRequest.newBuilder()));
  }

  /** Whichever of the two is first: nothing of the notice stands afterwards. */
  @Test
  void leavesNothingStandingWhenBothHappenAtOnce() throws Exception {
    for (int round = 0; round < 10; round++) {
      Area area = Area.full();
      String notice = Recalling.arrest(area, 1);
      area.child(2, area.ann);
      CompletableFuture<String> child = Recalling.later(() -> area.child(1, area.ann));
      if (round % 2 == 0) {
        child.join();
      }
      CompletableFuture<WithdrawNoticeResponse> recall =
          Recalling.later(() -> Recalling.withdraw(area, notice));
      child.join();
      recall.join();
      untilLookedBack();
      for (String id : DeliveryTest.list(area, area.ann, ListAlertsRequest.newBuilder())) {
        Alert left = DeliveryTest.get(area, area.ann, id);
        RecallTest.assertTombstone(left, id);
      }
      assertEquals(
          0,
          Recalling.count(
              "SELECT count(*) FROM alerts.alert WHERE sealed IS NOT NULL AND service = '"
                  + area.service
                  + "'"),
          "round " + round);
    }
  }

  private static void untilLookedBack() throws SQLException {
    while (Recalling.count(
            "SELECT count(*) FROM intelligence.look_back WHERE done_position IS NULL")
        > 0) {
      Thread.onSpinWait();
    }
  }
}
