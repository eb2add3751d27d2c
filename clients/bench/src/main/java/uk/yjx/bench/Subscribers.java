package uk.yjx.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.client.alerts.AlertSubscription;
import uk.yjx.client.alerts.CursorStore;
import uk.yjx.client.alerts.SubscriptionSettings;
import uk.yjx.client.alerts.SubscriptionState;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.world.Caseload;
import uk.yjx.world.Staff;

/** Subscriptions that receive during the measurement; those of the product acknowledge too. */
final class Subscribers implements AutoCloseable {

  private static final Duration LIVE_MAX = Duration.ofSeconds(60);
  private static final String INSTANCE = "yjx-bench";
  private static final List<Role> RECEIVERS =
      List.of(Role.ROLE_CASE_MANAGER, Role.ROLE_DUTY_OFFICER, Role.ROLE_FRONT_DOOR);

  private final Arrivals arrivals;
  private final boolean acknowledging;
  private final List<AlertSubscription> subscriptions = new ArrayList<>();
  private final CountDownLatch live;

  private Subscribers(Arrivals arrivals, boolean acknowledging, int count) {
    this.arrivals = arrivals;
    this.acknowledging = acknowledging;
    this.live = new CountDownLatch(count);
  }

  /** Every case manager, duty officer and front door, receiving and acknowledging. */
  static Subscribers everyone(Caseload caseload, Connections connections, Arrivals arrivals)
      throws InterruptedException {
    List<Staff> readers =
        caseload.staff().stream().filter(one -> RECEIVERS.stream().anyMatch(one::holds)).toList();
    Subscribers all = new Subscribers(arrivals, true, readers.size());
    for (Staff reader : readers) {
      all.add(
          connections,
          reader.id(),
          reader.holds(Role.ROLE_FRONT_DOOR)
              ? Purpose.PURPOSE_SAFEGUARDING
              : Purpose.PURPOSE_SUPERVISION);
    }
    return all.live();
  }

  /** One that only receives, for the rig. */
  static Subscribers one(String principal, Connections connections, Arrivals arrivals)
      throws InterruptedException {
    Subscribers alone = new Subscribers(arrivals, false, 1);
    alone.add(connections, principal, Purpose.PURPOSE_SUPERVISION);
    return alone.live();
  }

  int size() {
    return subscriptions.size();
  }

  @Override
  public void close() {
    subscriptions.parallelStream().forEach(AlertSubscription::close);
  }

  private Subscribers live() throws InterruptedException {
    if (!live.await(LIVE_MAX.toSeconds(), TimeUnit.SECONDS)) {
      String states =
          subscriptions.stream().map(one -> one.state().toString()).distinct().toList().toString();
      close();
      throw new IllegalStateException("subscribers are not live: " + states);
    }
    return this;
  }

  private void add(Connections connections, String principal, Purpose purpose) {
    CompletableFuture<AlertSubscription> self = new CompletableFuture<>();
    AtomicBoolean wasLive = new AtomicBoolean();
    AlertSubscription subscription =
        AlertSubscription.open(
            connections.of(principal),
            SubscriptionSettings.of(Scope.SCOPE_MY_CASELOAD, INSTANCE, purpose),
            CursorStore.inMemory(),
            events -> received(events, self.join()),
            state -> {
              switch (state) {
                case SubscriptionState.Live isLive -> {
                  if (wasLive.compareAndSet(false, true)) {
                    live.countDown();
                  }
                }
                case SubscriptionState.Blocked blocked -> arrivals.troubled(blocked.reason());
                case SubscriptionState.BackingOff waiting -> arrivals.troubled(waiting.toString());
                case SubscriptionState.Closed closed ->
                    closed.cause().ifPresent(cause -> arrivals.troubled(cause.toString()));
                case SubscriptionState.Connecting connecting -> {}
                case SubscriptionState.CatchingUp behind -> {}
              }
            });
    self.complete(subscription);
    subscriptions.add(subscription);
  }

  private void received(List<AlertEvent> events, AlertSubscription subscription) {
    List<String> due = arrivals.saw(events);
    if (acknowledging && !due.isEmpty()) {
      var unused =
          subscription.acknowledge(due).thenAccept(results -> arrivals.confirmed(results.size()));
    }
  }
}
