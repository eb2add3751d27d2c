package uk.yjx.server.alerts;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Runs one step after each signal, never two at a time; signals during a step make one more. */
final class Pump {
  private final Executor threads;
  private final Runnable step;
  private final Consumer<RuntimeException> broken;
  private final AtomicInteger signals = new AtomicInteger();

  /**
   * Made idle.
   *
   * @param broken is told what a step throws
   */
  Pump(Executor threads, Runnable step, Consumer<RuntimeException> broken) {
    this.threads = threads;
    this.step = step;
    this.broken = broken;
  }

  /** Something may have changed. Never blocks. */
  void signal() {
    if (signals.getAndIncrement() == 0) {
      threads.execute(this::run);
    }
  }

  private void run() {
    int seen;
    do {
      seen = signals.get();
      try {
        step.run();
      } catch (RuntimeException e) {
        broken.accept(e);
      }
    } while (signals.addAndGet(-seen) != 0);
  }
}
