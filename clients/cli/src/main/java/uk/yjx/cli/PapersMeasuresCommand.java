package uk.yjx.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.casepapers.v1.GetPapersMeasuresRequest;
import uk.yjx.casepapers.v1.PapersMeasure;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;

/** How papers came in a quarter. */
@Command(
    name = "measures",
    description = {
      "How often papers were complete when an assessment began, and how long they took, by area and",
      "service. Small numbers are suppressed, and what is told is rounded to 5."
    })
final class PapersMeasuresCommand implements Callable<Integer> {
  private static final long SECONDS_PER_HOUR = 3600;

  private final Yjx yjx;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Parameters(index = "0", paramLabel = "QUARTER", description = "One that has ended: 2026-Q3.")
  private String quarter = "";

  @Option(names = "--csv", description = "As comma-separated values.")
  private boolean csv;

  PapersMeasuresCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      var answer =
          PapersExpectedCommands.stub(connection, open)
              .getPapersMeasures(GetPapersMeasuresRequest.newBuilder().setQuarter(quarter).build());
      if (csv) {
        yjx.surroundings().out().println(HEADER);
        answer.getMeasuresList().forEach(one -> yjx.surroundings().out().println(line(one)));
      } else if (yjx.screen().json()) {
        answer.getMeasuresList().forEach(yjx.screen()::json);
      } else {
        Table table = Table.of("AREA", "SERVICE", "#ASSESSMENTS", "#COMPLETE %", "#MEDIAN HOURS");
        answer.getMeasuresList().forEach(one -> table.row(row(one)));
        yjx.screen().show(table);
      }
    }
    return ExitCode.OK;
  }

  private static final String HEADER =
      "area,service,suppressed,assessments,percent_complete,median_hours";

  /** One line; ids of agencies hold neither commas nor quotes. */
  private static String line(PapersMeasure one) {
    return one.getSuppressed()
        ? one.getArea() + "," + one.getService() + ",true,,,"
        : one.getArea()
            + ","
            + one.getService()
            + ",false,"
            + one.getAssessments()
            + ","
            + one.getPercentComplete()
            + ","
            + (one.hasMedianDelay() ? Long.toString(hours(one)) : "");
  }

  private static Cell[] row(PapersMeasure one) {
    Cell hidden = new Cell("few", Tone.QUIET);
    return new Cell[] {
      Cell.of(one.getArea()),
      Cell.of(one.getService()),
      one.getSuppressed() ? hidden : Cell.of(one.getAssessments()),
      one.getSuppressed() ? hidden : Cell.of(one.getPercentComplete()),
      one.hasMedianDelay() ? Cell.of(hours(one)) : hidden
    };
  }

  private static long hours(PapersMeasure one) {
    return one.getMedianDelay().getSeconds() / SECONDS_PER_HOUR;
  }
}
