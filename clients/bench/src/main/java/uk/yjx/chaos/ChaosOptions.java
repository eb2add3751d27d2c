package uk.yjx.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How much is broken and how.
 *
 * @param time how long faults are injected; 10 s to 24 h
 * @param seed decides order, targets and workload
 * @param perSecond notices a second in all, 1 to 5,000
 * @param children on the caseload, 100 to 30,000
 * @param faults names of the faults to inject; empty: all
 * @param workFolder parent of the folder for databases and logs; empty: the system's
 * @param keep leave the folder where it is
 */
public record ChaosOptions(
    Duration time,
    long seed,
    int perSecond,
    int children,
    List<String> faults,
    Optional<Path> workFolder,
    boolean keep) {

  private static final Duration TIME_MIN = Duration.ofSeconds(10);
  private static final Duration TIME_MAX = Duration.ofHours(24);
  private static final int RATE_MAX = 5_000;
  private static final int CHILDREN_MIN = 100;
  private static final int CHILDREN_MAX = 30_000;

  /** Checks the ranges and that every fault named is one; IllegalArgumentException says which. */
  public ChaosOptions {
    faults = List.copyOf(faults);
    if (time.compareTo(TIME_MIN) < 0 || time.compareTo(TIME_MAX) > 0) {
      throw new IllegalArgumentException("the time must be from 10 seconds to 24 hours");
    }
    if (perSecond < 1 || perSecond > RATE_MAX) {
      throw new IllegalArgumentException("the rate must be from 1 to " + RATE_MAX);
    }
    if (children < CHILDREN_MIN || children > CHILDREN_MAX) {
      throw new IllegalArgumentException(
          "children must be from " + CHILDREN_MIN + " to " + CHILDREN_MAX);
    }
    List<String> names = faultNames();
    for (String fault : faults) {
      if (!names.contains(fault)) {
        throw new IllegalArgumentException(
            "there is no fault " + fault + "; there are " + String.join(", ", names));
      }
    }
  }

  /** Names of all faults. */
  public static List<String> faultNames() {
    return Fault.all().stream().map(Fault::name).toList();
  }
}
