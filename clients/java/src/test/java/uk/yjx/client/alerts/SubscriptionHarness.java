package uk.yjx.client.alerts;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.client.FullJitter;
import uk.yjx.client.InProcess;
import uk.yjx.client.ManualRandom;
import uk.yjx.common.v1.Purpose;

/** A subscription whose worker, clock and exchange are turned by a test. */
final class SubscriptionHarness implements AutoCloseable {

  final ScriptedAlerts exchange = new ScriptedAlerts();
  final List<SubscriptionState> states = new ArrayList<>();
  final List<String> handled = new ArrayList<>();
  final CursorStore cursors;
  final InProcess inProcess;
  final AlertSubscription subscription;

  /** Handlers that fail before one succeeds. */
  int handlerFailures;

  private final Queue<Runnable> work = new ArrayDeque<>();

  SubscriptionHarness(int creditAlerts) throws IOException {
    this(creditAlerts, CursorStore.inMemory());
  }

  SubscriptionHarness(int creditAlerts, CursorStore cursors) throws IOException {
    this.cursors = cursors;
    inProcess = new InProcess(exchange);
    subscription =
        new AlertSubscription(
            new SubscriptionSettings(
                Scope.SCOPE_MY_CASELOAD,
                "desk-0001",
                Purpose.PURPOSE_SUPERVISION,
                creditAlerts,
                1024 * 1024,
                FullJitter.standard(),
                Duration.ofSeconds(15),
                Duration.ZERO),
            new Surroundings(inProcess.connection(), work::add, () -> {}, ManualRandom.highest()),
            cursors,
            this::handle,
            states::add);
  }

  ScriptedAlerts.Call start() {
    subscription.start();
    return exchange.last();
  }

  ScriptedAlerts.Call startOpened() {
    ScriptedAlerts.Call call = start();
    call.opened();
    return call;
  }

  /** Runs the handler for one frame. */
  void work() {
    Runnable task = work.remove();
    task.run();
  }

  boolean hasWork() {
    return !work.isEmpty();
  }

  void advance(Duration by) {
    inProcess.timer().advance(by);
  }

  /** Waits out any back-off and returns the call that follows. */
  ScriptedAlerts.Call reconnected() {
    SubscriptionState.BackingOff wait = (SubscriptionState.BackingOff) states.getLast();
    advance(wait.delay());
    return exchange.last();
  }

  private void handle(List<AlertEvent> events) {
    if (handlerFailures > 0) {
      handlerFailures--;
      throw new IllegalStateException("scripted");
    }
    events.forEach(event -> handled.add(event.getAlert().getAlertId()));
  }

  @Override
  public void close() {
    inProcess.close();
  }
}
