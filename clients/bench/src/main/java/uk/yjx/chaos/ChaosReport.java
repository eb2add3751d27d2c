package uk.yjx.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was broken and what came of it.
 *
 * @param seed of the run
 * @param injected faults in the order in which they were injected
 * @param skipped faults that cannot be injected on this machine, with the reason
 * @param accepted notices acknowledged
 * @param told events shown to readers
 * @param leaves of the log, all verified
 * @param ends how calls ended, by status
 * @param breaches promises that were not kept, and whatever else went wrong
 */
public record ChaosReport(
    long seed,
    List<Injected> injected,
    Map<String, String> skipped,
    long accepted,
    long told,
    long leaves,
    Map<String, Integer> ends,
    List<String> breaches) {

  /** Steady latency must be back this soon after a fault's end. */
  public static final Duration STEADY_AFTER_MAX = Duration.ofSeconds(5);

  /** Copies the collections. */
  public ChaosReport {
    injected = List.copyOf(injected);
    skipped = Map.copyOf(skipped);
    ends = new TreeMap<>(ends);
    breaches = List.copyOf(breaches);
  }

  /**
   * One fault.
   *
   * @param lasted from its beginning to its end
   * @param steadyAfter from its end until latency was steady again; empty: not within the time
   *     given
   * @param problems what did not go as promised meanwhile
   */
  public record Injected(
      String fault, Duration lasted, Optional<Duration> steadyAfter, List<String> problems) {

    /** Copies the list. */
    public Injected {
      problems = List.copyOf(problems);
    }

    /** Whether latency was steady again in time. */
    public boolean recovered() {
      return steadyAfter.filter(time -> time.compareTo(STEADY_AFTER_MAX) <= 0).isPresent();
    }
  }

  /** Whether every promise was kept. */
  public boolean kept() {
    return breaches.isEmpty() && injected.stream().allMatch(one -> one.problems().isEmpty());
  }

  /** Faults after which latency was not steady again in time. */
  public long slowRecoveries() {
    return injected.stream().filter(one -> !one.recovered()).count();
  }
}
