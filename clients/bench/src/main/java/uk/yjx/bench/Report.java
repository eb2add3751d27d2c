package uk.yjx.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What was measured, for people and for programs.
 *
 * @param options what was asked for
 * @param at when
 * @param machine where
 * @param levels one for each number in flight or rate
 * @param problems what went wrong; empty when nothing did
 */
record Report(
    BenchOptions options, Instant at, Machine machine, List<Level> levels, List<String> problems) {

  /** Copies the lists. */
  Report {
    levels = List.copyOf(levels);
    problems = List.copyOf(problems);
  }

  /**
   * The repetitions at one load.
   *
   * @param load notices in flight, or notices a second
   * @param product its repetitions
   * @param rig the rig's, taken in turns with them
   */
  record Level(int load, List<Sample> product, List<Sample> rig) {

    /** Copies the lists. */
    Level {
      product = List.copyOf(product);
      rig = List.copyOf(rig);
    }

    /** Product over rig of each repetition. */
    List<Double> ratios(ToDoubleFunction<Sample> figure) {
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < product.size(); i++) {
        ratios.add(figure.applyAsDouble(product.get(i)) / figure.applyAsDouble(rig.get(i)));
      }
      return ratios;
    }
  }

  String table() {
    StringBuilder out = new StringBuilder();
    out.append("./").append(options.commandLine()).append('\n');
    out.append(at).append(", ").append(machine).append("\n\n");
    for (Level level : levels) {
      switch (options.kind()) {
        case INGEST -> ingest(level, out);
        case DELIVER -> deliver(level, out);
      }
    }
    problems.forEach(problem -> out.append("PROBLEM: ").append(problem).append('\n'));
    return out.toString();
  }

  String json() {
    JsonObject object = new JsonObject();
    object.addProperty("bench", options.kind().name().toLowerCase(Locale.ROOT));
    object.addProperty("command", "./" + options.commandLine());
    object.addProperty("at", at.toString());
    object.add("machine", machine.json());
    JsonArray all = new JsonArray();
    for (Level level : levels) {
      JsonObject one = new JsonObject();
      one.addProperty(
          options.kind() == BenchOptions.Kind.INGEST ? "in_flight" : "rate", level.load());
      one.add("product", samples(level.product()));
      one.add("rig", samples(level.rig()));
      ToDoubleFunction<Sample> figure =
          options.kind() == BenchOptions.Kind.INGEST
              ? Sample::acceptedPerSecond
              : sample -> Sample.millis(sample.deliver(), 50);
      JsonArray ratios = new JsonArray();
      level.ratios(figure).forEach(ratio -> ratios.add(Sample.rounded(ratio)));
      one.add(options.kind() == BenchOptions.Kind.INGEST ? "ratio" : "deliver_p50_ratio", ratios);
      all.add(one);
    }
    object.add("levels", all);
    JsonArray wrong = new JsonArray();
    problems.forEach(wrong::add);
    object.add("problems", wrong);
    return object.toString();
  }

  private static JsonArray samples(List<Sample> samples) {
    JsonArray array = new JsonArray();
    samples.forEach(sample -> array.add(sample.json()));
    return array;
  }

  private static void ingest(Level level, StringBuilder out) {
    out.append(level.load()).append(" notices in flight (min / median / max)\n");
    line(out, "", "product", "bare rig");
    both(out, "accepted/s", level, Sample::acceptedPerSecond, "%,.0f");
    both(out, "ack p50 ms", level, sample -> Sample.millis(sample.ack(), 50), "%.2f");
    both(out, "ack p99 ms", level, sample -> Sample.millis(sample.ack(), 99), "%.2f");
    both(out, "server CPU us/notice", level, Report::microsPerNotice, "%.0f");
    line(out, "alerts received/s", spread(level.product(), Sample::receivedPerSecond, "%,.0f"), "");
    line(
        out,
        "last alert after, s",
        spread(level.product(), sample -> sample.behind().toMillis() / 1e3, "%.1f"),
        "");
    line(
        out,
        "product / rig",
        spread(level.ratios(Sample::acceptedPerSecond), "%.2f"),
        "one by one: " + texts(level.ratios(Sample::acceptedPerSecond)));
    out.append('\n');
  }

  private static void deliver(Level level, StringBuilder out) {
    out.append(level.load()).append(" notices/s, from intended sending (min / median / max)\n");
    line(out, "", "product", "bare rig");
    for (double percentile : new double[] {50, 95, 99, 100}) {
      String name = percentile == 100 ? "max" : "p%.0f".formatted(percentile);
      both(
          out,
          "deliver " + name + " ms",
          level,
          sample -> Sample.millis(sample.deliver(), percentile),
          "%.2f");
    }
    both(out, "ack p50 ms", level, sample -> Sample.millis(sample.ack(), 50), "%.2f");
    both(out, "ack p99 ms", level, sample -> Sample.millis(sample.ack(), 99), "%.2f");
    both(out, "delivered", level, sample -> sample.deliver().getTotalCount(), "%,.0f");
    out.append('\n');
  }

  private static double microsPerNotice(Sample sample) {
    long notices = Math.max(1, sample.ack().getTotalCount());
    return sample.processorTime().toNanos() / 1e3 / notices;
  }

  private static void both(
      StringBuilder out, String name, Level level, ToDoubleFunction<Sample> figure, String format) {
    line(out, name, spread(level.product(), figure, format), spread(level.rig(), figure, format));
  }

  private static void line(StringBuilder out, String name, String product, String rig) {
    out.append("  %-22s %-28s %s%n".formatted(name, product, rig));
  }

  private static String spread(
      List<Sample> samples, ToDoubleFunction<Sample> figure, String format) {
    return spread(samples.stream().mapToDouble(figure).boxed().toList(), format);
  }

  private static String spread(List<Double> values, String format) {
    List<Double> sorted = values.stream().sorted().toList();
    return (format + " / " + format + " / " + format)
        .formatted(sorted.getFirst(), sorted.get(sorted.size() / 2), sorted.getLast());
  }

  private static String texts(List<Double> values) {
    return String.join(", ", values.stream().map(value -> "%.2f".formatted(value)).toList());
  }
}
