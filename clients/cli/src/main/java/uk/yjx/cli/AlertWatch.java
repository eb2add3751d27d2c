package uk.yjx.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.cli.output.Screen;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.ExchangeException;
import uk.yjx.client.alerts.AlertSubscription;
import uk.yjx.client.alerts.CursorStore;
import uk.yjx.client.alerts.SubscriptionSettings;
import uk.yjx.client.alerts.SubscriptionState;
import uk.yjx.common.v1.Urgency;

/** Shows alerts as they come until the reader has seen enough or the exchange ends the stream. */
final class AlertWatch {

  private final Screen screen;
  private final WatchOptions options;
  private final Predicate<Alert> wanted;
  private final CompletableFuture<List<String>> enough = new CompletableFuture<>();
  private final List<String> toAcknowledge = new ArrayList<>();
  private long shown;

  AlertWatch(Yjx yjx, WatchOptions options) {
    this(yjx.screen(), options, alert -> true);
  }

  private AlertWatch(Screen screen, WatchOptions options, Predicate<Alert> wanted) {
    this.screen = screen;
    this.options = options;
    this.wanted = wanted;
  }

  /** Shows changes of concerns alone, each with the id of its concern. */
  static AlertWatch ofConcerns(Screen screen, WatchOptions options) {
    return new AlertWatch(
        screen, options, alert -> alert.getKind() == AlertKind.ALERT_KIND_CONCERN);
  }

  /** Watches; the exit status when it ends. */
  int run(ExchangeConnection connection) throws InterruptedException {
    CursorStore cursors =
        options.cursor == null ? CursorStore.inMemory() : CursorStore.inFile(options.cursor);
    CompletableFuture<AlertSubscription> self = new CompletableFuture<>();
    try (AlertSubscription subscription =
        AlertSubscription.open(
            connection,
            SubscriptionSettings.of(options.scope, options.instance, options.purpose),
            cursors,
            events -> {
              show(events);
              if (!toAcknowledge.isEmpty()) {
                var unused = self.join().acknowledge(List.copyOf(toAcknowledge)).get();
                toAcknowledge.clear();
              }
              if (options.count > 0 && shown >= options.count) {
                enough.complete(List.of());
              }
            },
            this::changed)) {
      self.complete(subscription);
      Object end = CompletableFuture.anyOf(enough, subscription.closed()).get();
      if (end instanceof SubscriptionState.Closed closed && closed.cause().isPresent()) {
        throw closed.cause().get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ExchangeException typed
          ? typed
          : new IllegalStateException(e.getCause());
    }
    return ExitCode.OK;
  }

  private void show(List<AlertEvent> events) {
    for (AlertEvent event : events) {
      Alert alert = event.getAlert();
      if (!wanted.test(alert)) {
        continue;
      }
      shown++;
      if (screen.json()) {
        screen.json(event);
      } else if (event.hasEmergencyAccess()) {
        screen.say(AlertText.emergency(event.getEmergencyAccess()), Tone.ALARM);
      } else if (event.hasSeparation()) {
        screen.say(AlertText.separation(event), Tone.WARNING);
      } else {
        String cause =
            event.getCause() == EntryCause.ENTRY_CAUSE_NEW
                ? ""
                : ContractWords.of(event.getCause()) + " ";
        screen.say(
            String.format(
                "%-9s %s%s  [%s]",
                ContractWords.of(alert.getUrgency()),
                cause,
                AlertText.line(alert),
                alert.getConcernId().isEmpty() ? alert.getAlertId() : alert.getConcernId()),
            AlertText.tone(alert.getUrgency()));
      }
      if (options.acknowledge
          && !event.hasSeparation()
          && !event.hasEmergencyAccess()
          && alert.getUrgency() != Urgency.URGENCY_NOTE) {
        toAcknowledge.add(alert.getAlertId());
      }
    }
  }

  private void changed(SubscriptionState state) {
    switch (state) {
      case SubscriptionState.Connecting connecting -> {}
      case SubscriptionState.CatchingUp catchingUp -> {}
      case SubscriptionState.Live live -> remark("live");
      case SubscriptionState.Blocked blocked -> remark("blocked: " + blocked.reason());
      case SubscriptionState.BackingOff waiting ->
          remark(
              "not connected, trying again in "
                  + waiting.delay().toMillis()
                  + " ms"
                  + waiting.cause().map(cause -> ": " + cause.getMessage()).orElse(""));
      case SubscriptionState.Closed closed -> {}
    }
  }

  private void remark(String text) {
    if (!screen.json()) {
      screen.remark("· " + text);
    }
  }
}
