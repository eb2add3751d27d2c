package uk.yjx.server.matching;

import java.util.List;

/**
 * How a score came about: steps whose sum it is, exactly, since all are whole hundredths of a bit.
 *
 * @param steps each with what was compared, how it agreed, and what that is worth; where nothing
 *     could be compared there is no step
 */
public record Waterfall(List<Step> steps) {

  public Waterfall {
    steps = List.copyOf(steps);
  }

  /**
   * One step.
   *
   * @param what such as {@code surname}; no value of anybody's
   * @param level how it agreed, such as {@code near}; empty for what is no comparison
   * @param hundredths of a bit, above 0 for «one person», below 0 against
   */
  public record Step(String what, String level, int hundredths) {}

  /** The score, in hundredths of a bit. */
  public int score() {
    return steps.stream().mapToInt(Step::hundredths).sum();
  }
}
