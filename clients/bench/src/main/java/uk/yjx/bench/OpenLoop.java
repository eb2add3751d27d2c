package uk.yjx.bench;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import uk.yjx.bench.Arrivals.Timetable;
import uk.yjx.world.Workload;

/** A sender that keeps to its timetable whatever the server does. */
final class OpenLoop {

  /** Notices without an answer before the measurement is given up. */
  static final int IN_FLIGHT_MAX = 20_000;

  private static final Duration ANSWERS_MAX = Duration.ofSeconds(60);
  private static final Duration HEAD_START = Duration.ofMillis(200);

  private final Target target;
  private final Publisher publisher;
  private final int rate;

  OpenLoop(Target target, Publisher publisher, int rate) {
    this.target = target;
    this.publisher = publisher;
    this.rate = rate;
  }

  /** Sends for the warm-up and the measured time; latencies count from the intended sending. */
  Sample run(Workload workload, Duration warmup, Duration measured) throws InterruptedException {
    long interval = TimeUnit.SECONDS.toNanos(1) / rate;
    long skipped = warmup.toSeconds() * rate;
    long count = skipped + measured.toSeconds() * rate;
    Timetable table = Timetable.of(System.nanoTime() + HEAD_START.toNanos(), interval, skipped);
    target.arrivals().expect(table);
    Histogram acks = new ConcurrentHistogram(3);
    AtomicLong accepted = new AtomicLong();
    Semaphore room = new Semaphore(IN_FLIGHT_MAX);
    Duration cpuBefore = target.processorTime();
    long receivedBefore = target.arrivals().received();
    for (long i = 0; i < count; i++) {
      Workload.Item item = workload.next();
      long intended = table.intended(i);
      boolean counts = i >= skipped;
      if (i == skipped) {
        cpuBefore = target.processorTime();
        receivedBefore = target.arrivals().received();
      }
      for (long left = intended - System.nanoTime();
          left > 0;
          left = intended - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      if (!room.tryAcquire()) {
        throw new IllegalStateException(
            target.name() + " does not keep up with " + rate + " notices a second");
      }
      publisher.publish(
          item,
          answered -> {
            room.release();
            if (counts) {
              accepted.incrementAndGet();
              acks.recordValue(Math.max(0, answered - intended));
            }
          });
    }
    Duration cpu = target.processorTime().minus(cpuBefore);
    long received = target.arrivals().received() - receivedBefore;
    if (!room.tryAcquire(IN_FLIGHT_MAX, ANSWERS_MAX.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(target.name() + " did not answer every notice");
    }
    double seconds = measured.toSeconds();
    return new Sample(
        accepted.get() / seconds, acks, table.latencies(), received / seconds, Duration.ZERO, cpu);
  }
}
