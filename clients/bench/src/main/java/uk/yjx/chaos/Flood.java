package uk.yjx.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import uk.yjx.client.publish.NoticePublisher;
import uk.yjx.client.publish.Publication;
import uk.yjx.client.publish.PublisherSettings;
import uk.yjx.common.v1.Role;
import uk.yjx.common.v1.Urgency;
import uk.yjx.world.Staff;
import uk.yjx.world.Workload;

/**
 * Three times as much is submitted as can be written: what is written must stay at four fifths of
 * the peak at least, and urgent notices must not wait behind the others.
 */
record Flood() implements Fault {
  private static final Duration PEAK = Duration.ofSeconds(4);
  private static final Duration FLOOD = Duration.ofSeconds(6);
  private static final int PEAK_IN_FLIGHT = 512;
  private static final int FACTOR = 3;
  private static final double GOODPUT_MIN = 0.8;
  private static final Duration URGENT_MAX = Duration.ofSeconds(1);
  private static final Duration URGENT_GAP = Duration.ofMillis(50);
  private static final int UNANSWERED_MAX = 500_000;
  private static final Duration DRAIN_MAX = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "flood";
  }

  @Override
  public boolean onlyWhenAsked() {
    return true;
  }

  @Override
  public List<String> inject(Stage stage) throws Exception {
    List<Staff> senders = stage.caseload().staff(Role.ROLE_NOTICE_SUBMITTER);
    int streams = 2 * senders.size() + 1;
    // The clients' own notices are the first of these streams: no number comes twice.
    Workload ordinary =
        Workload.streams(stage.caseload(), senders.get(0).agencyId(), stage.seed(), streams)
            .get(senders.size());
    Workload urgent =
        Workload.streams(stage.caseload(), senders.get(1).agencyId(), stage.seed(), streams)
            .get(senders.size() + 1);
    try (NoticePublisher flood = open(stage, senders.get(0));
        NoticePublisher first = open(stage, senders.get(1))) {
      double peak = peak(ordinary, flood);
      Histogram waits = new ConcurrentHistogram(3);
      AtomicLong unanswered = new AtomicLong();
      Thread urgently = Thread.ofVirtual().start(() -> send(urgent, first, waits, unanswered));
      double goodput = flood(ordinary, flood, peak, unanswered);
      urgently.join();
      stage.await(DRAIN_MAX, () -> unanswered.get() == 0);
      return verdict(stage, peak, goodput, waits);
    }
  }

  private static List<String> verdict(Stage stage, double peak, double goodput, Histogram waits) {
    double worst = waits.getValueAtPercentile(99) / 1e6;
    stage
        .progress()
        .accept(
            String.format(
                Locale.ROOT,
                "flood: peak %.0f/s, at %d times the peak %.0f/s (%.2f of it); urgent notices"
                    + " answered after %.0f ms (median), %.0f ms (99 %%)",
                peak,
                FACTOR,
                goodput,
                goodput / peak,
                waits.getValueAtPercentile(50) / 1e6,
                worst));
    List<String> problems = new ArrayList<>();
    if (goodput < GOODPUT_MIN * peak) {
      problems.add(String.format(Locale.ROOT, "goodput fell to %.2f of the peak", goodput / peak));
    }
    if (waits.getTotalCount() == 0 || worst > URGENT_MAX.toMillis()) {
      problems.add(String.format(Locale.ROOT, "urgent notices waited %.0f ms", worst));
    }
    return problems;
  }

  /** Notices accepted a second with as many in flight as it takes. */
  private static double peak(Workload workload, NoticePublisher publisher)
      throws InterruptedException {
    Semaphore room = new Semaphore(PEAK_IN_FLIGHT);
    AtomicLong accepted = new AtomicLong();
    long began = System.nanoTime();
    long end = began + PEAK.toNanos();
    while (System.nanoTime() < end) {
      room.acquire();
      publish(workload, publisher)
          .whenComplete((answer, failure) -> {
            accepted.incrementAndGet();
            room.release();
          });
    }
    double rate = accepted.get() * 1e9 / (System.nanoTime() - began);
    room.acquire(PEAK_IN_FLIGHT);
    return rate;
  }

  /** Notices accepted a second while three times the peak is offered. */
  private static double flood(
      Workload workload, NoticePublisher publisher, double peak, AtomicLong unanswered)
      throws InterruptedException {
    long gap = (long) (1e9 / (FACTOR * peak));
    AtomicLong accepted = new AtomicLong();
    long began = System.nanoTime();
    long due = began;
    while (due < began + FLOOD.toNanos()) {
      unanswered.incrementAndGet();
      publish(workload, publisher)
          .whenComplete((answer, failure) -> {
            unanswered.decrementAndGet();
            if (answer instanceof Publication.Accepted) {
              accepted.incrementAndGet();
            }
          });
      due += gap;
      LockSupport.parkNanos(due - System.nanoTime());
    }
    return accepted.get() * 1e9 / (System.nanoTime() - began);
  }

  /** Sends what is urgent at a steady rate, each timed. */
  private static void send(
      Workload workload, NoticePublisher publisher, Histogram waits, AtomicLong unanswered) {
    long end = System.nanoTime() + FLOOD.toNanos();
    try {
      while (System.nanoTime() < end) {
        Workload.Item item = workload.next();
        while (item.truth()
            .delivery()
            .filter(d -> d.urgency() == Urgency.URGENCY_IMMEDIATE)
            .isEmpty()) {
          item = workload.next();
        }
        long sent = System.nanoTime();
        unanswered.incrementAndGet();
        var unused =
            publisher
                .publish(item.request())
                .whenComplete((answer, failure) -> {
                  unanswered.decrementAndGet();
                  waits.recordValue(System.nanoTime() - sent);
                });
        LockSupport.parkNanos(URGENT_GAP.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static CompletableFuture<Publication> publish(
      Workload workload, NoticePublisher publisher) throws InterruptedException {
    return publisher.publish(workload.next().request()).toCompletableFuture();
  }

  private static NoticePublisher open(Stage stage, Staff sender) {
    PublisherSettings standard = PublisherSettings.standard();
    return NoticePublisher.open(
        stage.clients().of(sender.id()),
        new PublisherSettings(
            UNANSWERED_MAX,
            1_000,
            standard.backoff(),
            standard.openWait(),
            Duration.ofSeconds(TimeUnit.MINUTES.toSeconds(2))));
  }
}
