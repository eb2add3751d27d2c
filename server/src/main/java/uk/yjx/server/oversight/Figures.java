package uk.yjx.server.oversight;

import com.google.protobuf.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import uk.yjx.oversight.v1.Figure;
import uk.yjx.oversight.v1.Grouping;
import uk.yjx.oversight.v1.Measure;
import uk.yjx.server.agreements.SmallNumbers;

/**
 * Groups of numbers as they are told: each as it is, or with small ones suppressed, a second hidden
 * beside a single one, and the rest rounded. Every group ends with its total. Pure.
 */
final class Figures {
  private static final String ALL = "all";
  private static final int PERCENT = 100;
  private static final int MEDIAN = 50;
  private static final int P90 = 90;
  private static final long SECONDS_PER_HOUR = 3600;

  private final List<Figure> told = new ArrayList<>();

  /** What a cell counts, with those of them that have something more in common. */
  static final class Cell {
    private int count;
    private int having;
    private final List<Long> seconds = new ArrayList<>();

    /** Counts one. */
    Cell add(boolean has) {
      count++;
      having += has ? 1 : 0;
      return this;
    }

    /** Counts so many. */
    Cell add(int more) {
      count += more;
      return this;
    }

    /** Counts one that took so long; what seems to have ended before it began took no time. */
    Cell took(java.time.Duration time) {
      seconds.add(Math.max(0, time.toSeconds()));
      return add(false);
    }

    private Cell with(Cell other) {
      count += other.count;
      having += other.having;
      seconds.addAll(other.seconds);
      return this;
    }
  }

  /** Cells by their value. */
  static final class Group {
    private final Map<String, Cell> cells = new TreeMap<>();

    /** The cell of a value. */
    Cell of(String value) {
      return cells.computeIfAbsent(value, unused -> new Cell());
    }
  }

  /** What is told, in the order in which it was added. */
  List<Figure> told() {
    return List.copyOf(told);
  }

  /**
   * Adds a group; one without any is left out.
   *
   * @param exact the reader may know each of those who are counted
   * @param share cells tell which share of them has the thing in common
   */
  Figures add(Measure measure, Grouping by, Group group, boolean exact, boolean share) {
    if (group.cells.isEmpty()) {
      return this;
    }
    Cell total = new Cell();
    Map<String, Integer> counts = new TreeMap<>();
    group.cells.forEach((value, cell) -> {
      counts.put(value, cell.count);
      total.with(cell);
    });
    boolean few = !exact && SmallNumbers.isSmall(total.count);
    Set<String> hidden = exact ? Set.of() : SmallNumbers.hidden(counts);
    group.cells.forEach((value, cell) ->
        told.add(figure(measure, by, value, cell, few || hidden.contains(value), exact, share)));
    // A total beside hidden cells can tell what is in them.
    told.add(figure(measure, by, ALL, total, few || !hidden.isEmpty(), exact, share));
    return this;
  }

  private static Figure figure(
      Measure measure,
      Grouping by,
      String value,
      Cell cell,
      boolean suppressed,
      boolean exact,
      boolean share) {
    Figure.Builder out = Figure.newBuilder().setMeasure(measure).setBy(by).setValue(value);
    if (suppressed) {
      return out.setSuppressed(true).build();
    }
    out.setCount(exact ? cell.count : SmallNumbers.rounded(cell.count));
    if (share && cell.count > 0) {
      double percent = (double) cell.having * PERCENT / cell.count;
      out.setPercent(exact ? (int) percent : SmallNumbers.rounded(percent));
    }
    if (!SmallNumbers.isSmall(cell.seconds.size())) {
      out.setP50(time(cell, MEDIAN, exact)).setP90(time(cell, P90, exact));
    }
    return out.build();
  }

  private static Duration time(Cell cell, int percent, boolean exact) {
    long seconds = Percentiles.of(cell.seconds, percent).orElse(0L);
    return Duration.newBuilder()
        .setSeconds(exact ? seconds : Math.ceilDiv(seconds, SECONDS_PER_HOUR) * SECONDS_PER_HOUR)
        .build();
  }
}
