package uk.yjx.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.alerts.AlertSubscription;
import uk.yjx.client.alerts.CursorStore;
import uk.yjx.client.alerts.SubscriptionSettings;
import uk.yjx.client.alerts.SubscriptionState;
import uk.yjx.client.publish.NoticePublisher;
import uk.yjx.client.publish.Publication;
import uk.yjx.client.publish.PublisherSettings;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.common.v1.Urgency;
import uk.yjx.world.Caseload;
import uk.yjx.world.Staff;
import uk.yjx.world.Workload;

/** Police systems that publish at a steady rate, and everyone who receives and acknowledges. */
final class Clients implements AutoCloseable {
  static final List<Role> RECEIVERS =
      List.of(Role.ROLE_CASE_MANAGER, Role.ROLE_DUTY_OFFICER, Role.ROLE_FRONT_DOOR);

  private static final Duration LIVE_MAX = Duration.ofSeconds(60);
  private static final String INSTANCE = "yjx-chaos";

  private final int port;
  private final ChaosPki pki;
  private final Recorder recorder;
  private final Flow flow = new Flow();
  private final Map<String, ExchangeConnection> connections = new ConcurrentHashMap<>();
  private final List<AlertSubscription> subscriptions = new ArrayList<>();
  private final List<NoticePublisher> publishers = new ArrayList<>();
  private final List<Thread> sending = new ArrayList<>();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicReference<@Nullable String> problem = new AtomicReference<>();
  private volatile boolean stopped;

  Clients(int port, ChaosPki pki, Recorder recorder) {
    this.port = port;
    this.pki = pki;
    this.recorder = recorder;
  }

  /** The connection of a principal, opened when first asked for. */
  ExchangeConnection of(String principal) {
    return connections.computeIfAbsent(
        principal,
        id -> {
          ExchangeConnection made = ExchangeConnection.open("localhost", port, pki.of(id));
          made.observe(recorder.of(id));
          return made;
        });
  }

  Flow flow() {
    return flow;
  }

  long accepted() {
    return accepted.get();
  }

  /** The first thing that went wrong for good at a client; null when nothing did. */
  @Nullable String problem() {
    return problem.get();
  }

  /** Subscribes everyone who receives, and waits until all are live. */
  List<String> receive(Caseload caseload) throws InterruptedException {
    List<Staff> readers =
        caseload.staff().stream().filter(one -> RECEIVERS.stream().anyMatch(one::holds)).toList();
    CountDownLatch live = new CountDownLatch(readers.size());
    for (Staff reader : readers) {
      subscribe(reader, live);
    }
    if (!live.await(LIVE_MAX.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(live.getCount() + " readers are not live");
    }
    return readers.stream().map(Staff::id).toList();
  }

  /** Begins to publish notices of every police force, so many a second in all. */
  void publish(Caseload caseload, long seed, int perSecond) {
    List<Staff> senders = caseload.staff(Role.ROLE_NOTICE_SUBMITTER);
    long gap = TimeUnit.SECONDS.toNanos(1) * senders.size() / perSecond;
    for (int i = 0; i < senders.size(); i++) {
      Workload workload =
          Workload.streams(caseload, senders.get(i).agencyId(), seed, senders.size()).get(i);
      NoticePublisher publisher = NoticePublisher.open(of(senders.get(i).id()), patient());
      publishers.add(publisher);
      sending.add(
          Thread.ofVirtual().name("sender-" + i).start(() -> send(workload, publisher, gap)));
    }
  }

  /** No more notices; returns when the last one has left the application. */
  void stopPublishing() throws InterruptedException {
    stopped = true;
    for (Thread one : sending) {
      one.join();
    }
  }

  @Override
  public void close() {
    stopped = true;
    publishers.parallelStream().forEach(NoticePublisher::close);
    subscriptions.parallelStream().forEach(AlertSubscription::close);
    connections.values().parallelStream().forEach(ExchangeConnection::close);
  }

  /** A police system keeps what it has for as long as it takes. */
  private static PublisherSettings patient() {
    PublisherSettings standard = PublisherSettings.standard();
    return new PublisherSettings(
        standard.unansweredMax(),
        1_000,
        standard.backoff(),
        standard.openWait(),
        standard.closeWait());
  }

  private void send(Workload workload, NoticePublisher publisher, long gapNanos) {
    try {
      long due = System.nanoTime();
      while (!stopped) {
        Workload.Item item = workload.next();
        flow.published(item.sequence(), item.truth().delivery().isPresent(), System.nanoTime());
        var unused =
            publisher
                .publish(item.request())
                .whenComplete(
                    (publication, failure) -> answered(item.sequence(), publication, failure));
        due += gapNanos;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answered(
      long sequence, @Nullable Publication publication, @Nullable Throwable failure) {
    if (publication instanceof Publication.Accepted) {
      accepted.incrementAndGet();
      flow.answered(sequence, System.nanoTime());
    } else if (!stopped || failure == null) {
      problem.compareAndSet(
          null,
          publication instanceof Publication.Refused refused
              ? "a notice was refused: " + refused.refusal().getReason()
              : "a notice failed: " + failure);
    }
  }

  private void subscribe(Staff reader, CountDownLatch live) {
    CompletableFuture<AlertSubscription> self = new CompletableFuture<>();
    boolean[] wasLive = {false};
    AlertSubscription subscription =
        AlertSubscription.open(
            of(reader.id()),
            SubscriptionSettings.of(
                Scope.SCOPE_MY_CASELOAD,
                INSTANCE,
                reader.holds(Role.ROLE_FRONT_DOOR)
                    ? Purpose.PURPOSE_SAFEGUARDING
                    : Purpose.PURPOSE_SUPERVISION),
            CursorStore.inMemory(),
            events -> received(events, self.join()),
            state -> {
              switch (state) {
                case SubscriptionState.Live isLive -> {
                  if (!wasLive[0]) {
                    wasLive[0] = true;
                    live.countDown();
                  }
                }
                case SubscriptionState.Closed closed ->
                    closed
                        .cause()
                        .ifPresent(cause ->
                            problem.compareAndSet(
                                null, reader.id() + " stopped receiving: " + cause));
                case SubscriptionState.Connecting connecting -> {}
                case SubscriptionState.CatchingUp behind -> {}
                case SubscriptionState.Blocked blocked -> {}
                case SubscriptionState.BackingOff waiting -> {}
              }
            });
    self.complete(subscription);
    subscriptions.add(subscription);
  }

  private void received(List<AlertEvent> events, AlertSubscription subscription) {
    long now = System.nanoTime();
    List<String> due = new ArrayList<>();
    for (AlertEvent event : events) {
      if (event.getCause() == EntryCause.ENTRY_CAUSE_NEW) {
        flow.arrived(Workload.sequenceOf(event.getAlert().getEventTime()), now);
        if (event.getAlert().getUrgency() != Urgency.URGENCY_NOTE) {
          due.add(event.getAlert().getAlertId());
        }
      }
    }
    if (!due.isEmpty()) {
      var unused = subscription.acknowledge(due);
    }
  }
}
