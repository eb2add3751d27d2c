package uk.yjx.cli.people;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What was written about pairs, judged by who is who in truth. */
public final class Predictions {

  /** One written pair. */
  public record Line(double score, String outcome, boolean isTrue) {}

  private final List<Line> lines;
  private final long pairs;

  private Predictions(List<Line> lines, long pairs) {
    this.lines = lines;
    this.pairs = pairs;
  }

  /** Reads predictions about the rows of one file whose person is in the map. */
  public static Predictions of(Path written, Map<String, String> people) throws IOException {
    List<Line> lines =
        Files.readAllLines(written).stream()
            .skip(1)
            .map(text -> text.split(","))
            .map(cells ->
                new Line(
                    Double.parseDouble(cells[2]),
                    cells[3],
                    Objects.equals(people.get(cells[0]), people.get(cells[1]))))
            .sorted(Comparator.comparingDouble(Line::score).reversed())
            .toList();
    Map<String, Integer> sizes = new HashMap<>();
    people.values().forEach(person -> sizes.merge(person, 1, Integer::sum));
    long pairs = sizes.values().stream().mapToLong(n -> n * (n - 1L) / 2).sum();
    return new Predictions(lines, pairs);
  }

  /** The best F1 over all thresholds of the score. */
  public double bestF1() {
    double best = 0;
    long right = 0;
    for (int i = 0; i < lines.size(); i++) {
      right += lines.get(i).isTrue() ? 1 : 0;
      if (i + 1 == lines.size() || lines.get(i + 1).score() < lines.get(i).score()) {
        best = Math.max(best, 2.0 * right / (i + 1 + pairs));
      }
    }
    return best;
  }

  /** How many linked pairs are right or wrong. */
  public long linked(boolean right) {
    return lines.stream()
        .filter(line -> line.outcome().equals("LINKED") && line.isTrue() == right)
        .count();
  }

  /** The share of all true pairs that are linked. */
  public double linkedRecall() {
    return linked(true) / (double) pairs;
  }
}
