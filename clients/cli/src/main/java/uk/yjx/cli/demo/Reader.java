package uk.yjx.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AcknowledgeResult;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.cli.CommandFailure;
import uk.yjx.client.Errors;
import uk.yjx.client.alerts.AlertSubscription;
import uk.yjx.client.alerts.CursorStore;
import uk.yjx.client.alerts.SubscriptionSettings;
import uk.yjx.client.alerts.SubscriptionState;
import uk.yjx.common.v1.Purpose;

/** One worker of the story at her screen: alerts come in as they are sent. */
final class Reader implements AutoCloseable {

  private static final Duration WAIT = Duration.ofSeconds(15);
  private static final String INSTANCE = "yjx-demo-story";

  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
  private final CompletableFuture<Boolean> open = new CompletableFuture<>();
  private final AlertSubscription subscription;

  /**
   * An alert on the screen.
   *
   * @param nanos when, by {@link System#nanoTime}
   */
  record Seen(Alert alert, long nanos) {}

  private Reader(Connections connections, String principal) {
    subscription =
        AlertSubscription.open(
            connections.of(principal),
            SubscriptionSettings.of(Scope.SCOPE_MY_CASELOAD, INSTANCE, Purpose.PURPOSE_SUPERVISION),
            CursorStore.inMemory(),
            events -> {
              long now = System.nanoTime();
              events.stream()
                  .filter(event -> event.getCause() != EntryCause.ENTRY_CAUSE_CHANGED)
                  .forEach(event -> seen.add(new Seen(event.getAlert(), now)));
            },
            state -> {
              if (isOpen(state)) {
                open.complete(true);
              }
            });
  }

  /** Opens a worker's stream and waits until the exchange has opened it. */
  static Reader open(Connections connections, String principal) throws InterruptedException {
    Reader reader = new Reader(connections, principal);
    if (await(reader.open) == null) {
      reader.close();
      throw CommandFailure.unavailable(
          "SUBSCRIBER_NOT_CONNECTED",
          principal + " is not connected after " + WAIT.toSeconds() + " s");
    }
    return reader;
  }

  /** The next alert; empty when none comes in time. */
  Optional<Seen> next() throws InterruptedException {
    return Optional.ofNullable(seen.poll(WAIT.toSeconds(), TimeUnit.SECONDS));
  }

  /** Alerts that came and nobody asked for. */
  int left() {
    return seen.size();
  }

  /** Takes an alert over; whether the exchange confirmed it. */
  boolean acknowledge(Alert alert) throws InterruptedException {
    List<AcknowledgeResult> results = await(subscription.acknowledge(List.of(alert.getAlertId())));
    return results != null && !results.isEmpty();
  }

  @Override
  public void close() {
    subscription.close();
  }

  /** Whether the stream is open: what comes from now on cannot be missed any more. */
  static boolean isOpen(SubscriptionState state) {
    return switch (state) {
      case SubscriptionState.CatchingUp catchingUp -> true;
      case SubscriptionState.Live live -> true;
      case SubscriptionState.Connecting connecting -> false;
      case SubscriptionState.Blocked blocked -> false;
      case SubscriptionState.BackingOff waiting -> false;
      case SubscriptionState.Closed closed -> false;
    };
  }

  private static <T> @Nullable T await(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get(WAIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw Errors.of(e.getCause() == null ? e : e.getCause());
    }
  }
}
