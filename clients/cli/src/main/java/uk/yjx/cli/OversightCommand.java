package uk.yjx.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.oversight.v1.DecideDemotionRequest;
import uk.yjx.oversight.v1.DemotionState;
import uk.yjx.oversight.v1.Figure;
import uk.yjx.oversight.v1.GetAlertBudgetRequest;
import uk.yjx.oversight.v1.GetAlertBudgetResponse;
import uk.yjx.oversight.v1.GetFiguresRequest;
import uk.yjx.oversight.v1.GetFiguresResponse;
import uk.yjx.oversight.v1.KindBudget;
import uk.yjx.oversight.v1.OversightServiceGrpc;
import uk.yjx.oversight.v1.OversightServiceGrpc.OversightServiceBlockingStub;
import uk.yjx.oversight.v1.WorkerBudget;

/** What managers and boards see of how a service does. */
@Command(
    name = "oversight",
    description = {
      "How a service does, in numbers: for its managers and its board. Small numbers are"
          + " suppressed",
      "and the rest rounded for whoever is not entitled to the cases."
    },
    synopsisSubcommandLabel = "COMMAND")
final class OversightCommand {
  private static final long SECONDS_PER_HOUR = 3600;
  private static final String CSV_HEADER =
      "measure,by,value,suppressed,count,percent,p50_hours,p90_hours";

  private final Yjx yjx;

  OversightCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(
      name = "figures",
      description = {
        "A quarter that has ended: what is overdue now, time from event to knowledge to outcome,",
        "concerns answered in time, climbs by rung, children missing again, and what the children",
        "have in common; stops by ethnicity where it is recorded."
      })
  int figures(
      @Mixin ConnectionOptions connection,
      @Parameters(index = "0", paramLabel = "SERVICE") String service,
      @Parameters(index = "1", paramLabel = "QUARTER", description = "For example 2026-Q3.")
          String quarter,
      @Option(names = "--csv", description = "As comma-separated values.") boolean csv) {
    GetFiguresResponse response;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      response =
          stub(connection, open)
              .getFigures(
                  GetFiguresRequest.newBuilder().setService(service).setQuarter(quarter).build());
    }
    if (csv) {
      yjx.surroundings().out().println(CSV_HEADER);
      response.getFiguresList().forEach(one -> yjx.surroundings().out().println(line(one)));
      return ExitCode.OK;
    }
    if (yjx.screen().json()) {
      yjx.screen().json(response);
      return ExitCode.OK;
    }
    Table table = Table.of("MEASURE", "BY", "VALUE", "#COUNT", "#%", "#P50 HOURS", "#P90 HOURS");
    for (Figure one : response.getFiguresList()) {
      table.row(
          Cell.of(ContractWords.of(one.getMeasure()).replace('-', ' ')),
          Cell.of(ContractWords.of(one.getBy()).replace('-', ' ')),
          Cell.of(one.getValue()),
          one.getSuppressed() ? new Cell("few", Tone.QUIET) : Cell.of(one.getCount()),
          one.getPercent() == 0 ? Cell.of("") : Cell.of(one.getPercent()),
          one.hasP50() ? Cell.of(one.getP50().getSeconds() / SECONDS_PER_HOUR) : Cell.of(""),
          one.hasP90() ? Cell.of(one.getP90().getSeconds() / SECONDS_PER_HOUR) : Cell.of(""));
    }
    yjx.screen().show(table);
    return ExitCode.OK;
  }

  @Command(
      name = "budget",
      description = {
        "Alerts per person and day in a month, and what share of each kind was closed as «no"
            + " review",
        "needed». A kind above 70 %% of 20 or more is proposed for demotion. For managers."
      })
  int budget(
      @Mixin ConnectionOptions connection,
      @Parameters(index = "0", paramLabel = "SERVICE") String service,
      @Parameters(index = "1", paramLabel = "MONTH", description = "For example 2026-09.")
          String month) {
    GetAlertBudgetResponse budget;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      budget =
          stub(connection, open)
              .getAlertBudget(
                  GetAlertBudgetRequest.newBuilder().setService(service).setMonth(month).build());
    }
    if (yjx.screen().json()) {
      yjx.screen().json(budget);
      return ExitCode.OK;
    }
    Table workers = Table.of("PERSON", "#DAYS", "#ALERTS", "#MEDIAN A DAY", "#MOST A DAY");
    for (WorkerBudget one : budget.getWorkersList()) {
      workers.row(
          Cell.of(one.getWorker()),
          Cell.of(one.getDays()),
          Cell.of(one.getAlerts()),
          Cell.of(one.getMedianPerDay()),
          Cell.of(one.getMostPerDay()));
    }
    yjx.screen().show(workers);
    Table kinds = Table.of("KIND", "#RAISED", "#CLOSED", "#NO REVIEW", "#%", "DEMOTION");
    for (KindBudget one : budget.getKindsList()) {
      kinds.row(
          Cell.of(ContractWords.of(one.getKind())),
          Cell.of(one.getRaised()),
          Cell.of(one.getClosed()),
          Cell.of(one.getNoReviewNeeded()),
          Cell.of(one.getPercent()),
          one.getDemotion() == DemotionState.DEMOTION_STATE_UNSPECIFIED
              ? Cell.of("")
              : new Cell(ContractWords.of(one.getDemotion()), Tone.WARNING));
    }
    yjx.screen().show(kinds);
    yjx.screen()
        .say(
            "median " + budget.getMedianPerDay() + " a day, ninth decile " + budget.getP90PerDay());
    return ExitCode.OK;
  }

  @Command(
      name = "demote",
      description = {
        "Decide a proposal of «budget»: accepted, the kind opens no reviews in the service from",
        "tomorrow on. Nothing is ever demoted by itself."
      })
  int demote(
      @Mixin ConnectionOptions connection,
      @Parameters(index = "0", paramLabel = "SERVICE") String service,
      @Parameters(index = "1", paramLabel = "MONTH") String month,
      @Parameters(index = "2", paramLabel = "KIND", description = "For example school.")
          AlertKind kind,
      @Option(names = "--decline", description = "Decline it; otherwise it is accepted.")
          boolean decline,
      @Option(names = "--reason", required = true, description = "20 to 1,000 characters.")
          String reason) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      var answer =
          stub(connection, open)
              .decideDemotion(
                  DecideDemotionRequest.newBuilder()
                      .setRequestId(yjx.newRequestId())
                      .setService(service)
                      .setMonth(month)
                      .setKind(kind)
                      .setAccept(!decline)
                      .setReason(reason)
                      .build());
      new Receipts(yjx.screen()).show(decline ? "declined" : "accepted", answer.getReceipt());
    }
    return ExitCode.OK;
  }

  /** One line; words, ids of agencies and numbers hold neither commas nor quotes. */
  static String line(Figure one) {
    return String.join(
        ",",
        List.of(
            ContractWords.of(one.getMeasure()),
            ContractWords.of(one.getBy()),
            one.getValue(),
            Boolean.toString(one.getSuppressed()),
            one.getSuppressed() ? "" : Integer.toString(one.getCount()),
            one.getSuppressed() ? "" : Integer.toString(one.getPercent()),
            one.hasP50() ? Long.toString(one.getP50().getSeconds() / SECONDS_PER_HOUR) : "",
            one.hasP90() ? Long.toString(one.getP90().getSeconds() / SECONDS_PER_HOUR) : ""));
  }

  private static OversightServiceBlockingStub stub(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(OversightServiceGrpc.newBlockingStub(open.channel()));
  }
}
