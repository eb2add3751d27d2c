package uk.yjx.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Gives faults by chance, each kind once before any comes again. */
final class FaultPlan {
  private final List<Fault> faults;
  private final Random random;
  private final Deque<Fault> round = new ArrayDeque<>();

  FaultPlan(List<Fault> faults, Random random) {
    if (faults.isEmpty()) {
      throw new IllegalArgumentException("none of the faults can be injected here");
    }
    this.faults = List.copyOf(faults);
    this.random = random;
  }

  Fault next() {
    if (round.isEmpty()) {
      List<Fault> shuffled = new ArrayList<>(faults);
      Collections.shuffle(shuffled, random);
      round.addAll(shuffled);
    }
    return round.removeFirst();
  }
}
