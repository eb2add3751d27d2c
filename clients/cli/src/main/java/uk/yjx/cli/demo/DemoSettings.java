package uk.yjx.cli.demo;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the demonstration is to do.
 *
 * @param exit stop the server at the end
 * @param rate notices a second; 0 for as fast as possible
 * @param act what of the story is shown
 * @param dataDir folder to keep, empty or new; without one a temporary folder is used
 * @param port port of the server; 0 for a free one
 * @param clockSpeed seconds that pass in a second while an act waits for deadlines, 1 to 10,000,000
 * @param pauses wait between the lines of the story so that a person can read them
 */
public record DemoSettings(
    boolean exit,
    double rate,
    ActChoice act,
    Optional<Path> dataDir,
    int port,
    double clockSpeed,
    boolean pauses) {

  private static final double RATE_MAX = 100_000;

  /** The fastest that a clock may be let run. */
  public static final double CLOCK_SPEED_MAX = 10_000_000;

  /** Checks the numbers. */
  public DemoSettings {
    if (!(rate >= 0 && rate <= RATE_MAX)) {
      throw new IllegalArgumentException("a rate is 0 to " + RATE_MAX + " notices a second");
    }
    if (!(clockSpeed >= 1 && clockSpeed <= CLOCK_SPEED_MAX)) {
      throw new IllegalArgumentException("a clock's speed is 1 to " + CLOCK_SPEED_MAX);
    }
  }

  /** What of the story is shown. */
  public sealed interface ActChoice {
    /** Every act. */
    record Whole() implements ActChoice {}

    /** No act. */
    record None() implements ActChoice {}

    /**
     * One act.
     *
     * @param name its name
     */
    record One(String name) implements ActChoice {}
  }
}
