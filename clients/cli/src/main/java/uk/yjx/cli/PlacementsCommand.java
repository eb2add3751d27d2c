package uk.yjx.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.safeguarding.v1.ConfirmReceivedRequest;
import uk.yjx.safeguarding.v1.DefaulterRow;
import uk.yjx.safeguarding.v1.EndPlacementRequest;
import uk.yjx.safeguarding.v1.ListPlacementsRequest;
import uk.yjx.safeguarding.v1.ListPlacementsResponse;
import uk.yjx.safeguarding.v1.OwedItem;
import uk.yjx.safeguarding.v1.OwedKind;
import uk.yjx.safeguarding.v1.OwedState;
import uk.yjx.safeguarding.v1.PlacementServiceGrpc;
import uk.yjx.safeguarding.v1.PlacementServiceGrpc.PlacementServiceBlockingStub;
import uk.yjx.safeguarding.v1.PlacementView;
import uk.yjx.safeguarding.v1.RecordPlacementRequest;
import uk.yjx.safeguarding.v1.RecordPlacementResponse;
import uk.yjx.safeguarding.v1.ReportDefaultersRequest;
import uk.yjx.safeguarding.v1.ReportDefaultersResponse;

/** Children who live in another service's area, and what is owed to who looks after them there. */
@Command(
    name = "placements",
    description = {
      "Children who live in another service's area: what the home service and the placing"
          + " authority",
      "owe the host by when, and what has not come."
    },
    synopsisSubcommandLabel = "COMMAND")
final class PlacementsCommand {
  private static final int PAGE_SIZE = 200;

  private final Yjx yjx;

  PlacementsCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(
      name = "record",
      description = "Record, for the host service, that a child of another service lives here.")
  int record(
      @Mixin ConnectionOptions connection,
      @Option(names = "--child", required = true, description = "Id of the child.") String child,
      @Option(names = "--home", required = true, description = "Home service.") String home,
      @Option(names = "--home-number", required = true, description = "Its number for the child.")
          String number,
      @Option(names = "--placing", defaultValue = "", description = "Placing authority's agency.")
          String placing,
      @Option(
              names = "--gateway",
              defaultValue = "ca04-s10",
              description = "Power or duty relied on, such as ca04-s10.")
          LegalGateway gateway,
      @Option(names = "--from", required = true, description = "ISO 8601 instant.") String from,
      @Option(names = "--to", description = "ISO 8601 instant; default not known.")
          @Nullable String to) {
    RecordPlacementRequest.Builder request =
        RecordPlacementRequest.newBuilder()
            .setRequestId(yjx.newRequestId())
            .setChildId(child)
            .setHomeService(home)
            .setHomeServiceChildId(number)
            .setPlacingAuthority(placing)
            .setGateway(gateway)
            .setFrom(Times.timestamp(Times.parse("--from", from)));
    if (to != null) {
      request.setTo(Times.timestamp(Times.parse("--to", to)));
    }
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      RecordPlacementResponse done = stub(connection, open).recordPlacement(request.build());
      if (yjx.screen().json()) {
        yjx.screen().json(done);
      } else {
        yjx.screen().say("recorded " + done.getPlacementId(), Tone.GOOD);
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "received", description = "Say that something owed has come; its clock stops.")
  int received(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "PLACEMENT") String placement,
      @Parameters(
              paramLabel = "WHAT",
              description =
                  "risk-information, assessment, plan-and-orders, responsibility-decision,"
                      + " placement-information, care-plan or health-and-education.")
          OwedKind kind) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              "received",
              stub(connection, open)
                  .confirmReceived(
                      ConfirmReceivedRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setPlacementId(placement)
                          .setKind(kind)
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  @Command(name = "end", description = "End a placement now.")
  int end(
      @Mixin ConnectionOptions connection, @Parameters(paramLabel = "PLACEMENT") String placement) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              "ended",
              stub(connection, open)
                  .endPlacement(
                      EndPlacementRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setPlacementId(placement)
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  @Command(name = "list", description = "Your side's placements and what is owed, newest first.")
  int list(
      @Mixin ConnectionOptions connection,
      @Option(names = "--live", description = "Only those that are not over.") boolean live,
      @Option(names = "--purpose", defaultValue = "safeguarding", description = "Why you read.")
          Purpose purpose) {
    List<PlacementView> placements;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      placements =
          Paged.stream(
                  token ->
                      stub(connection, open)
                          .listPlacements(
                              ListPlacementsRequest.newBuilder()
                                  .setLiveOnly(live)
                                  .setPurpose(purpose)
                                  .setPageSize(PAGE_SIZE)
                                  .setPageToken(token)
                                  .build()),
                  ListPlacementsResponse::getNextPageToken)
              .flatMap(page -> page.getPlacementsList().stream())
              .toList();
    }
    if (yjx.screen().json()) {
      placements.forEach(yjx.screen()::json);
      return ExitCode.OK;
    }
    for (PlacementView one : placements) {
      yjx.screen().say(head(one), Tone.STRONG);
      yjx.screen().show(table(one.getOwedList()));
    }
    return ExitCode.OK;
  }

  @Command(
      name = "report",
      description = {
        "For the Youth Justice Board: by authority what fell due and what became of it. No child,",
        "small numbers suppressed, all numbers rounded to five."
      })
  int report(
      @Mixin ConnectionOptions connection,
      @Option(names = "--from", required = true, description = "ISO 8601 instant.") String from,
      @Option(names = "--to", required = true, description = "ISO 8601 instant, exclusive.")
          String to) {
    ReportDefaultersResponse report;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      report =
          stub(connection, open)
              .reportDefaulters(
                  ReportDefaultersRequest.newBuilder()
                      .setFrom(Times.timestamp(Times.parse("--from", from)))
                      .setTo(Times.timestamp(Times.parse("--to", to)))
                      .build());
    }
    if (yjx.screen().json()) {
      yjx.screen().json(report);
      return ExitCode.OK;
    }
    Table table = Table.of("AUTHORITY", "OWED", "IN TIME", "LATE", "MISSING", "TO THE END");
    for (DefaulterRow row : report.getRowsList()) {
      table.row(
          Cell.of(row.getAuthority()),
          number(row, row.getOwed()),
          number(row, row.getInTime()),
          number(row, row.getLate()),
          number(row, row.getMissing()),
          number(row, row.getDefaulted()));
    }
    yjx.screen().show(table);
    return ExitCode.OK;
  }

  private static Cell number(DefaulterRow row, int value) {
    return Cell.of(row.getSuppressed() ? "–" : Integer.toString(value));
  }

  private static String head(PlacementView one) {
    return one.getChildName()
        + ", "
        + one.getHomeService()
        + " to "
        + one.getHostService()
        + (one.getPlacingAuthority().isEmpty() ? "" : ", placed by " + one.getPlacingAuthority())
        + ", from "
        + Times.text(one.getFrom())
        + (one.hasUntil() ? " until " + Times.text(one.getUntil()) : "")
        + (one.hasEndedAt()
            ? ", over since " + Times.text(one.getEndedAt())
            : ", home is responsible until " + Times.text(one.getCaretakingUntil()))
        + " ("
        + one.getPlacementId()
        + ")";
  }

  private static Table table(List<OwedItem> owed) {
    Table table = Table.of("OWED", "BY", "DUE", "STATE", "CLIMBED", "THEN TO");
    for (OwedItem item : owed) {
      boolean overdue = item.getState() == OwedState.OWED_STATE_OVERDUE;
      table.row(
          Cell.of(ContractWords.of(item.getKind()).replace('-', ' ')),
          Cell.of(ContractWords.of(item.getBy())),
          Cell.of(Times.text(item.getDueAt())),
          new Cell(
              ContractWords.of(item.getState()).replace('-', ' '),
              overdue ? Tone.ALARM : Tone.PLAIN),
          Cell.of(Integer.toString(item.getClimbs())),
          Cell.of(
              item.getNextPostsCount() == 0
                  ? ""
                  : ConcernText.posts(item.getNextPostsList())
                      + " at "
                      + Times.text(item.getNextAt())));
    }
    return table;
  }

  private static PlacementServiceBlockingStub stub(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(PlacementServiceGrpc.newBlockingStub(open.channel()));
  }
}
