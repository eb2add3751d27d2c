package uk.yjx.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Whether classes of one call could be told apart, for people and for programs.
 *
 * @param calls measured calls of each class
 * @param comparisons every pair, and each call's control with itself
 */
record ShieldReport(Instant at, Machine machine, int calls, List<Comparison> comparisons) {

  /**
   * Chance at which one comparison counts as told apart; all are judged, so it is shared between
   * them (Bonferroni).
   */
  static final double LEVEL = 0.01;

  /**
   * Medians further apart than this share are a finding by themselves, whatever the tests say: a
   * few dozen microseconds on an answer of milliseconds.
   */
  static final double MEDIAN_SHIFT_MAX = 0.02;

  /** Copies the list. */
  ShieldReport {
    comparisons = List.copyOf(comparisons);
  }

  /**
   * Two classes of one call.
   *
   * @param judged whether a difference is a finding: senders of notices can see that work was done
   */
  record Comparison(String call, String first, String second, TwoSamples result, boolean judged) {}

  /** Whether a comparison finds a difference. */
  boolean toldApart(Comparison one) {
    long judged = comparisons.stream().filter(Comparison::judged).count();
    double level = LEVEL / Math.max(1, 2 * judged);
    return one.result().pKs() < level
        || one.result().pMw() < level
        || Math.abs(one.result().medianShift()) > MEDIAN_SHIFT_MAX;
  }

  /** Whether anything judged was told apart. */
  boolean failed() {
    return comparisons.stream().anyMatch(one -> one.judged() && toldApart(one));
  }

  String table() {
    StringBuilder out = new StringBuilder();
    out.append("./yjx bench shield --calls ").append(calls).append('\n');
    out.append(at).append(", ").append(machine).append("\n\n");
    out.append(
        "%-14s %-20s %9s %9s %8s %8s %8s %8s %8s  %s%n"
            .formatted(
                "call",
                "classes",
                "p50 us",
                "p50 us",
                "shift %",
                "KS D",
                "KS p",
                "P(1>2)",
                "MW p",
                "told apart"));
    for (Comparison one : comparisons) {
      TwoSamples r = one.result();
      out.append(
          String.format(
              Locale.ROOT,
              "%-14s %-20s %9.1f %9.1f %8.2f %8.4f %8.4f %8.4f %8.4f  %s%n",
              one.call(),
              one.first() + "/" + one.second(),
              r.medianFirst() / 1e3,
              r.medianSecond() / 1e3,
              100 * r.medianShift(),
              r.d(),
              r.pKs(),
              r.superiority(),
              r.pMw(),
              (toldApart(one) ? "YES" : "no") + (one.judged() ? "" : " (not judged)")));
    }
    out.append(
        "\nTwo-sample Kolmogorov-Smirnov and Mann-Whitney at %.3f for all together (Bonferroni),"
            .formatted(LEVEL));
    out.append(" medians within %.0f %%.%n".formatted(100 * MEDIAN_SHIFT_MAX));
    out.append("absent/absent is the control: the same calls, twice.\n");
    return out.toString();
  }

  String json() {
    JsonObject object = new JsonObject();
    object.addProperty("bench", "shield");
    object.addProperty("at", at.toString());
    object.add("machine", machine.json());
    object.addProperty("calls", calls);
    object.addProperty("told_apart", failed());
    JsonArray all = new JsonArray();
    for (Comparison one : comparisons) {
      TwoSamples r = one.result();
      JsonObject row = new JsonObject();
      row.addProperty("call", one.call());
      row.addProperty("first", one.first());
      row.addProperty("second", one.second());
      row.addProperty("median_first_ns", r.medianFirst());
      row.addProperty("median_second_ns", r.medianSecond());
      row.addProperty("median_shift", r.medianShift());
      row.addProperty("ks_d", r.d());
      row.addProperty("ks_p", r.pKs());
      row.addProperty("superiority", r.superiority());
      row.addProperty("mw_p", r.pMw());
      row.addProperty("judged", one.judged());
      row.addProperty("told_apart", toldApart(one));
      all.add(row);
    }
    object.add("comparisons", all);
    return object.toString();
  }
}
