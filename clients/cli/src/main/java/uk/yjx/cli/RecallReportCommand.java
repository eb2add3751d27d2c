package uk.yjx.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Table;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.intelligence.v1.GetRecallReportRequest;
import uk.yjx.intelligence.v1.GetRecallReportResponse;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;

/** How far a recall has got, for its sender. */
@Command(
    name = "recall-report",
    description = {
      "How many people had received a notice you recalled, and how many have confirmed: by agency,",
      "never by name, and only where an agreement lets you know."
    })
final class RecallReportCommand implements Callable<Integer> {
  private final Yjx yjx;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Parameters(paramLabel = "REQUEST-ID", description = "Under which the notice was submitted.")
  private String notice = "";

  RecallReportCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() {
    GetRecallReportResponse report;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      report =
          connection
              .limited(IntelligenceServiceGrpc.newBlockingStub(open.channel()))
              .getRecallReport(
                  GetRecallReportRequest.newBuilder().setNoticeRequestId(notice).build());
    }
    if (yjx.screen().json()) {
      yjx.screen().json(report);
      return ExitCode.OK;
    }
    yjx.screen()
        .say(
            "recalled "
                + Times.text(report.getRecalledAt())
                + ": "
                + ContractWords.of(report.getReason()));
    if (!report.getCountsTold()) {
      yjx.screen().say("No agreement lets you know how far it has got.");
      return ExitCode.OK;
    }
    Table table = Table.of("AGENCY", "HAD RECEIVED IT", "HAVE CONFIRMED");
    report
        .getByAgencyList()
        .forEach(one ->
            table.row(
                one.getAgency(),
                Integer.toString(one.getRecipients()),
                Integer.toString(one.getConfirmed())));
    yjx.screen().show(table);
    return ExitCode.OK;
  }
}
