package uk.yjx.bench;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import uk.yjx.world.Workload;

/** A sender that always has so many notices without an answer, and no more. */
final class ClosedLoop {

  private final Target target;
  private final Publisher publisher;
  private final int inFlight;

  ClosedLoop(Target target, Publisher publisher, int inFlight) {
    this.target = target;
    this.publisher = publisher;
    this.inFlight = inFlight;
  }

  /** Sends for the warm-up and the measured time; returns when every notice has its answer. */
  Sample run(Workload workload, Duration warmup, Duration measured) throws InterruptedException {
    Semaphore room = new Semaphore(inFlight);
    Histogram latencies = new ConcurrentHistogram(3);
    AtomicLong accepted = new AtomicLong();
    long from = System.nanoTime() + warmup.toNanos();
    long to = from + measured.toNanos();
    long receivedBefore = 0;
    Duration cpuBefore = Duration.ZERO;
    boolean measuring = false;
    Workload.Item next = workload.next();
    while (System.nanoTime() < to) {
      room.acquire();
      long sent = System.nanoTime();
      if (!measuring && sent >= from) {
        measuring = true;
        receivedBefore = target.arrivals().received();
        cpuBefore = target.processorTime();
      }
      publisher.publish(
          next,
          answered -> {
            room.release();
            if (answered >= from && answered < to) {
              accepted.incrementAndGet();
              latencies.recordValue(answered - sent);
            }
          });
      // Invented while the answers are on their way, not between an answer and the next sending.
      next = workload.next();
    }
    Duration cpu = target.processorTime().minus(cpuBefore);
    long received = target.arrivals().received() - receivedBefore;
    room.acquire(inFlight);
    double seconds = measured.toNanos() / 1e9;
    return new Sample(
        accepted.get() / seconds,
        latencies,
        new Histogram(3),
        received / seconds,
        Duration.ZERO,
        cpu);
  }
}
