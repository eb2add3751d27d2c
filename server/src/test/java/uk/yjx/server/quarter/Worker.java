package uk.yjx.server.quarter;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import uk.yjx.alerts.v1.AcknowledgeAlertsRequest;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.ListAlertsResponse;
import uk.yjx.common.v1.Purpose;

/**
 * Somebody who looks at what has come in now and then, and takes some of it over.
 *
 * @param id the principal
 * @param careless of a hundred alerts seen, so many are left for later
 */
record Worker(Servers servers, String id, Random random, int careless) {
  static final long CALL_SECONDS_MAX = 30;

  /** One in six never takes anything over. */
  static Worker of(Servers servers, String id, Random random) {
    return new Worker(servers, id, random, random.nextInt(6) == 0 ? 100 : random.nextInt(60));
  }

  /** Looks, by so many chances of a hundred. */
  void maybeLook(int chances) {
    if (random.nextInt(100) < chances) {
      look();
    }
  }

  private void look() {
    ListAlertsResponse seen =
        servers.call(
            id,
            channel ->
                AlertServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
                    .listAlerts(
                        ListAlertsRequest.newBuilder()
                            .addStates(AlertState.ALERT_STATE_OPEN)
                            .addStates(AlertState.ALERT_STATE_DELIVERED)
                            .addStates(AlertState.ALERT_STATE_READ)
                            .setPurpose(Purpose.PURPOSE_SUPERVISION)
                            .build()));
    List<String> taken =
        seen.getAlertsList().stream()
            .filter(alert -> alert.getKind() != AlertKind.ALERT_KIND_CONCERN)
            .filter(alert -> random.nextInt(100) >= careless)
            .map(Alert::getAlertId)
            .toList();
    if (taken.isEmpty()) {
      return;
    }
    AcknowledgeAlertsRequest request =
        AcknowledgeAlertsRequest.newBuilder()
            .setRequestId("acknowledge-" + servers.number())
            .addAllAlertIds(taken)
            .build();
    var unused =
        servers.call(
            id,
            channel ->
                AlertServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
                    .acknowledgeAlerts(request));
  }
}
