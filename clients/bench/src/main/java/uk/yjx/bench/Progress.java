package uk.yjx.bench;

import java.io.PrintStream;
import java.time.Duration;

/** Tells whoever waits what is being done. */
final class Progress {

  private final PrintStream out;
  private final long start = System.nanoTime();

  Progress(PrintStream out) {
    this.out = out;
  }

  void say(String what) {
    Duration since = Duration.ofNanos(System.nanoTime() - start);
    out.printf("[%3d:%02d] %s%n", since.toMinutes(), since.toSecondsPart(), what);
  }
}
