package uk.yjx.cli.demo;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Screen;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.world.Replay;
import uk.yjx.world.StopSearchCounts;
import uk.yjx.world.StopSearchFile;

/** Shows the result to people, with everything that must be known before concluding from it. */
final class SummaryTable {

  private final Screen screen;

  SummaryTable(Screen screen) {
    this.screen = screen;
  }

  /** Shows counts, what is real about them, and what does not hold. */
  void show(Summary summary, Replay replay, List<String> problems) {
    screen.say("");
    screen.show(counts(summary, replay.totals()));
    screen.say("");
    screen.show(latency(summary));
    screen.say("");
    stops(replay.counts());
    screen.say("");
    problems.forEach(problem -> screen.say("PROBLEM: " + problem, Tone.ALARM));
    if (problems.isEmpty()) {
      screen.say(
          "Nothing lost, nothing twice, nobody linked to the wrong child; the log of "
              + String.format(Locale.UK, "%,d", summary.audit().size())
              + " entries verifies.",
          Tone.GOOD);
    }
  }

  private static Table counts(Summary summary, Replay.Totals truth) {
    Table table = Table.of("REPLAY", "#COUNT", "#TRUTH", "COUNTED BY");
    row(table, "submitted", summary.submitted(), truth.submitted(), "police clients");
    row(table, "accepted", summary.accepted(), truth.submitted(), "police clients");
    row(table, "linked to a child", summary.linked(), truth.linked(), "operator");
    row(table, "for a person to decide", summary.review(), truth.review(), "operator");
    row(table, "matching nobody", summary.unmatched(), truth.unmatched(), "operator");
    row(table, "alerts", summary.alerts(), truth.alerts(), "operator");
    row(table, "silent notes", summary.notes(), truth.notes(), "operator");
    row(
        table,
        "delivered",
        summary.delivered(),
        truth.alerts() + (long) truth.notes(),
        "workers' clients");
    row(table, "acknowledged", summary.acknowledged(), truth.alerts(), "workers' clients");
    row(table, "lost", summary.lost(), 0, "both sides");
    row(table, "twice", summary.duplicates(), 0, "workers' clients");
    return table;
  }

  private static void row(Table table, String what, long is, long due, String by) {
    table.row(
        Cell.of(what),
        new Cell(String.format(Locale.UK, "%,d", is), is == due ? Tone.GOOD : Tone.ALARM),
        Cell.of(due),
        new Cell(by, Tone.QUIET));
  }

  private static Table latency(Summary summary) {
    Table table = Table.of("SEND TO SCREEN", "#P50", "#P95", "#P99", "#MAX", "#NOTICES/S");
    table.row(
        "milliseconds",
        millis(summary.latency().p50()),
        millis(summary.latency().p95()),
        millis(summary.latency().p99()),
        millis(summary.latency().max()),
        String.format(
            Locale.UK, "%,.0f", summary.submitted() / Math.max(1e-3, summary.elapsedSeconds())));
    return table;
  }

  private void stops(StopSearchCounts counts) {
    screen.say(
        String.format(
            Locale.UK,
            "Of %,d real stops of children, %,d ended in no further action: those are silent"
                + " notes where the child is known, and are not kept where not.",
            counts.rows(),
            counts.noFurtherAction()));
    screen.say(
        String.format(
            Locale.UK,
            "%,d rows repeat an earlier one exactly (told apart by row number), %,d have no"
                + " coordinates, %,d records a child under 10 as arrested: kept raw, attached to no"
                + " one, flagged.",
            counts.repeats(),
            counts.withoutCoordinates(),
            counts.underTenArrests()));
    screen.say(
        String.format(
            Locale.UK,
            "Whether the outcome is linked to the object is recorded for %,d rows, so alerts say"
                + " «no further action» and never «nothing found».",
            counts.outcomeLinkRecorded()));
    Table shares = Table.of("ETHNICITY AS THE OFFICER RECORDED IT", "#STOPS", "#SHARE");
    counts.byOfficerDefinedEthnicity().entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .forEach(one ->
            shares.row(
                Cell.of(one.getKey().isEmpty() ? "not recorded" : one.getKey()),
                Cell.of(one.getValue()),
                Cell.of(
                    String.format(Locale.UK, "%.1f %%", 100.0 * one.getValue() / counts.rows()))));
    screen.show(shares);
    screen.say("A stop is not an offence, and an arrest is not guilt.", Tone.STRONG);
    screen.say(StopSearchFile.BUNDLED_NOTICE, Tone.QUIET);
  }

  private static String millis(double value) {
    return String.format(Locale.UK, "%,.1f", value);
  }
}
