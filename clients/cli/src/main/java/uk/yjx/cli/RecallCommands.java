package uk.yjx.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.AlertServiceGrpc.AlertServiceBlockingStub;
import uk.yjx.alerts.v1.DisputeAlertRequest;
import uk.yjx.alerts.v1.ListRecallsRequest;
import uk.yjx.alerts.v1.ListRecallsResponse;
import uk.yjx.alerts.v1.Recall;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;

/** The receiving side of recalls, each a command of {@code alerts}. */
final class RecallCommands {

  private static final int PAGE_SIZE = 200;

  private RecallCommands() {}

  /** Who has confirmed what was recalled. */
  @Command(
      name = "recalls",
      description = {
        "Recalls and who has confirmed them, newest first: your own; of the whole service for its",
        "managers and duty officers, of the agency for its data-protection officer. Confirm one",
        "with 'alerts ack'."
      })
  static final class Recalls implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--unconfirmed", description = "Only what has not been confirmed.")
    private boolean unconfirmed;

    Recalls(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      List<Recall> recalls;
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        recalls =
            Paged.stream(
                    token ->
                        stub(connection, open)
                            .listRecalls(
                                ListRecallsRequest.newBuilder()
                                    .setUnconfirmedOnly(unconfirmed)
                                    .setPageSize(PAGE_SIZE)
                                    .setPageToken(token)
                                    .build()),
                    ListRecallsResponse::getNextPageToken)
                .flatMap(page -> page.getRecallsList().stream())
                .toList();
      }
      if (yjx.screen().json()) {
        recalls.forEach(yjx.screen()::json);
        return ExitCode.OK;
      }
      Table table = Table.of("RECIPIENT", "WHY", "RECALLED", "CONFIRM BY", "CONFIRMED", "ALERT");
      for (Recall recall : recalls) {
        table.row(
            Cell.of(recall.getRecipient()),
            Cell.of(ContractWords.of(recall.getReason())),
            Cell.of(Times.text(recall.getRecalledAt())),
            Cell.of(Times.text(recall.getConfirmBy())),
            confirmed(recall),
            Cell.of(recall.getAlertId()));
      }
      yjx.screen().show(table);
      return ExitCode.OK;
    }

    private static Cell confirmed(Recall recall) {
      if (recall.hasConfirmedAt()) {
        return new Cell(Times.text(recall.getConfirmedAt()), Tone.GOOD);
      }
      return recall.getOverdue() ? new Cell("OVERDUE", Tone.ALARM) : new Cell("no", Tone.WARNING);
    }
  }

  /** A child or parent says that an alert is not true. */
  @Command(
      name = "dispute",
      description = {
        "Record that the child or a parent says an alert is not true. The sender must answer within",
        "a month; until then every view of the alert says that it is disputed."
      })
  static final class Dispute implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "ALERT")
    private String alert = "";

    @Option(
        names = "--statement",
        required = true,
        description = "What they say, without names of others; it goes to the sender.")
    private String statement = "";

    Dispute(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        new Receipts(yjx.screen())
            .show(
                "disputed",
                stub(connection, open)
                    .disputeAlert(
                        DisputeAlertRequest.newBuilder()
                            .setRequestId(yjx.newRequestId())
                            .setAlertId(alert)
                            .setStatement(statement)
                            .build())
                    .getReceipt());
      }
      return ExitCode.OK;
    }
  }

  private static AlertServiceBlockingStub stub(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(AlertServiceGrpc.newBlockingStub(open.channel()));
  }
}
