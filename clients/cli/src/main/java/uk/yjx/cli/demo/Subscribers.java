package uk.yjx.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.cli.CommandFailure;
import uk.yjx.client.alerts.AlertSubscription;
import uk.yjx.client.alerts.CursorStore;
import uk.yjx.client.alerts.SubscriptionSettings;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.world.Caseload;
import uk.yjx.world.Staff;

/**
 * Everyone who receives: case managers, duty officers and front doors, each with a subscription of
 * their own that acknowledges what is not a note.
 */
final class Subscribers implements AutoCloseable {

  private static final Duration OPEN_WAIT = Duration.ofSeconds(30);
  // Scoped to the principal, so everyone may use the same.
  private static final String INSTANCE = "yjx-demo";
  private static final List<Role> RECEIVERS =
      List.of(Role.ROLE_CASE_MANAGER, Role.ROLE_DUTY_OFFICER, Role.ROLE_FRONT_DOOR);

  private final Arrivals arrivals;
  private final List<AlertSubscription> subscriptions = new ArrayList<>();
  private final CountDownLatch open;

  private Subscribers(Arrivals arrivals, int readers) {
    this.arrivals = arrivals;
    this.open = new CountDownLatch(readers);
  }

  /** Connects everyone and waits until every stream is open. */
  static Subscribers connect(Caseload caseload, Connections connections, Arrivals arrivals)
      throws InterruptedException {
    List<Staff> readers =
        caseload.staff().stream().filter(one -> RECEIVERS.stream().anyMatch(one::holds)).toList();
    Subscribers all = new Subscribers(arrivals, readers.size());
    readers.forEach(reader -> all.add(reader, connections));
    if (!all.open.await(OPEN_WAIT.toSeconds(), TimeUnit.SECONDS)) {
      all.close();
      throw CommandFailure.unavailable(
          "SUBSCRIBERS_NOT_CONNECTED",
          all.open.getCount()
              + " of "
              + readers.size()
              + " subscribers are not connected after "
              + OPEN_WAIT.toSeconds()
              + " s");
    }
    return all;
  }

  /** How many they are. */
  int size() {
    return subscriptions.size();
  }

  @Override
  public void close() {
    subscriptions.parallelStream().forEach(AlertSubscription::close);
  }

  private void add(Staff reader, Connections connections) {
    CompletableFuture<AlertSubscription> self = new CompletableFuture<>();
    AtomicBoolean wasOpen = new AtomicBoolean();
    AlertSubscription subscription =
        AlertSubscription.open(
            connections.of(reader.id()),
            SubscriptionSettings.of(Scope.SCOPE_MY_CASELOAD, INSTANCE, purpose(reader)),
            CursorStore.inMemory(),
            events -> received(reader.id(), events, self.join()),
            state -> {
              if (Reader.isOpen(state) && wasOpen.compareAndSet(false, true)) {
                open.countDown();
              }
            });
    self.complete(subscription);
    subscriptions.add(subscription);
  }

  private void received(String reader, List<AlertEvent> events, AlertSubscription subscription) {
    List<String> due = arrivals.saw(reader, events, System.nanoTime());
    if (!due.isEmpty()) {
      var unused =
          subscription
              .acknowledge(due)
              .thenAccept(results -> arrivals.acknowledged(due.size(), results));
    }
  }

  /** What each may read for: a front door safeguards, a youth justice service supervises. */
  static Purpose purpose(Staff reader) {
    return reader.holds(Role.ROLE_FRONT_DOOR)
        ? Purpose.PURPOSE_SAFEGUARDING
        : Purpose.PURPOSE_SUPERVISION;
  }
}
