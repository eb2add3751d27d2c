package uk.yjx.client.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.alerts.AlertSubscription;
import uk.yjx.client.alerts.CursorStore;
import uk.yjx.client.alerts.SubscriptionSettings;
import uk.yjx.common.v1.Purpose;

/** The receiving example of the README, compiled with the tests. */
final class ReceiveAlerts {

  private ReceiveAlerts() {}

  // README: receive
  static AlertSubscription receive(
      ExchangeConnection connection, Path cursorFile, Consumer<Alert> desk) {
    return AlertSubscription.open(
        connection,
        SubscriptionSettings.of(
            Scope.SCOPE_MY_CASELOAD, "desk-amensah-01", Purpose.PURPOSE_SUPERVISION),
        CursorStore.inFile(cursorFile),
        events -> events.stream().map(AlertEvent::getAlert).forEach(desk),
        state -> System.out.println("now " + state));
  }

  // When the worker takes an alert over:
  static void takeOver(AlertSubscription subscription, Alert alert) {
    subscription
        .acknowledge(List.of(alert.getAlertId()))
        .thenAccept(results -> System.out.println(results.getFirst().getStatus()));
  }
  // README: end
}
