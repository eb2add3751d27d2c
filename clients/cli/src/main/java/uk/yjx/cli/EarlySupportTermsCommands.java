package uk.yjx.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.earlysupport.v1.Assessment;
import uk.yjx.earlysupport.v1.GetTrendsRequest;
import uk.yjx.earlysupport.v1.GetTrendsResponse;
import uk.yjx.earlysupport.v1.ListAssessmentsRequest;
import uk.yjx.earlysupport.v1.ListAssessmentsResponse;
import uk.yjx.earlysupport.v1.RecordAssessmentRequest;
import uk.yjx.earlysupport.v1.Trend;

/**
 * Under which assessment prompts are raised, and what areas show, each a command of early-support.
 */
final class EarlySupportTermsCommands {

  private EarlySupportTermsCommands() {}

  /** Records an assessment. */
  @Command(
      name = "assess",
      description = {
        "Record the service's impact assessment and what raises a prompt, as its data-protection",
        "officer. The same day twice ends the one before."
      })
  static final class Assess implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "SERVICE")
    private String service = "";

    @Parameters(index = "1", paramLabel = "REFERENCE", description = "Of the document.")
    private String reference = "";

    @Parameters(index = "2", paramLabel = "FROM", description = "A day, as 2026-11-22.")
    private String from = "";

    @Parameters(index = "3", paramLabel = "REVIEW_BY", description = "From then on there is none.")
    private String reviewBy = "";

    @Option(names = "--occasions", required = true, description = "2 to 20.")
    private int occasions;

    @Option(names = "--days", required = true, description = "1 to 90.")
    private int days;

    Assess(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        var answer =
            EarlySupportCommand.stub(connection, open)
                .recordAssessment(
                    RecordAssessmentRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setService(service)
                        .setAssessment(
                            Assessment.newBuilder()
                                .setReference(reference)
                                .setValidFrom(from)
                                .setReviewBy(reviewBy)
                                .setOccasions(occasions)
                                .setWithinDays(days))
                        .build());
        new Receipts(yjx.screen()).show("version " + answer.getVersion(), answer.getReceipt());
      }
      return ExitCode.OK;
    }
  }

  /** Lists assessments. */
  @Command(name = "assessments", description = "The service's impact assessments, dated.")
  static final class Assessments implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "SERVICE")
    private String service = "";

    Assessments(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      ListAssessmentsResponse found;
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        found =
            EarlySupportCommand.stub(connection, open)
                .listAssessments(ListAssessmentsRequest.newBuilder().setService(service).build());
      }
      if (yjx.screen().json()) {
        yjx.screen().json(found);
        return ExitCode.OK;
      }
      Table table =
          Table.of("#VERSION", "REFERENCE", "FROM", "REVIEW BY", "#OCCASIONS", "#DAYS", "");
      for (Assessment one : found.getAssessmentsList()) {
        table.row(
            Cell.of(one.getVersion()),
            Cell.of(one.getReference()),
            Cell.of(one.getValidFrom()),
            Cell.of(one.getReviewBy()),
            Cell.of(one.getOccasions()),
            Cell.of(one.getWithinDays()),
            Cell.of(one.getVersion() == found.getInForce() ? "in force" : ""));
      }
      yjx.screen().show(table);
      return ExitCode.OK;
    }
  }

  /** Shows trends. */
  @Command(
      name = "trends",
      description = {
        "Children on no caseload who came to notice, by area and month. Told once, after the"
            + " month;",
        "no number under 5, the rest rounded to 5."
      })
  static final class Trends implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "SERVICE")
    private String service = "";

    Trends(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      GetTrendsResponse found;
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        found =
            EarlySupportCommand.stub(connection, open)
                .getTrends(GetTrendsRequest.newBuilder().setService(service).build());
      }
      if (yjx.screen().json()) {
        yjx.screen().json(found);
        return ExitCode.OK;
      }
      Table table = Table.of("MONTH", "AREA", "#CHILDREN");
      for (Trend one : found.getTrendsList()) {
        table.row(
            Cell.of(one.getMonth()),
            Cell.of(one.getArea().isEmpty() ? "all" : one.getArea()),
            one.getSuppressed() ? new Cell("few", Tone.QUIET) : Cell.of(one.getChildren()));
      }
      yjx.screen().show(table);
      return ExitCode.OK;
    }
  }
}
