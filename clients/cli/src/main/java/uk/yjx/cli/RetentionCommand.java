package uk.yjx.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.operations.v1.ApproveErasureRequest;
import uk.yjx.operations.v1.Erasure;
import uk.yjx.operations.v1.HoldRecordsRequest;
import uk.yjx.operations.v1.ListErasuresRequest;
import uk.yjx.operations.v1.RecordKind;
import uk.yjx.operations.v1.RetentionServiceGrpc;
import uk.yjx.operations.v1.RetentionServiceGrpc.RetentionServiceBlockingStub;
import uk.yjx.operations.v1.RunRetentionRequest;
import uk.yjx.operations.v1.RunRetentionResponse;
import uk.yjx.operations.v1.SetRetentionRequest;

/** For how long records are kept, and erasing them. */
@Command(
    name = "retention",
    description = {
      "Keep records no longer than needed: for data-protection officers, each for their own"
          + " agency.",
      "One puts up for review what is past its time, another approves; what is held stays."
    },
    synopsisSubcommandLabel = "COMMAND")
final class RetentionCommand {

  private final Yjx yjx;

  RetentionCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(name = "schedule", description = "Set for how many days records are kept.")
  int schedule(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "DAYS", description = "After the last thing that happened to one.")
          int days) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              "kept for " + days + " days",
              stub(connection, open)
                  .setRetention(
                      SetRetentionRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setKeepDays(days)
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  @Command(name = "run", description = "Find what is past its time and put it up for review.")
  int run(
      @Mixin ConnectionOptions connection,
      @Option(names = "--dry-run", description = "Only say how much.") boolean dryRun) {
    RunRetentionResponse found;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      found =
          stub(connection, open)
              .runRetention(
                  RunRetentionRequest.newBuilder()
                      .setRequestId(yjx.newRequestId())
                      .setDryRun(dryRun)
                      .build());
    }
    if (yjx.screen().json()) {
      yjx.screen().json(found);
    } else {
      yjx.screen()
          .say(
              found.getDue()
                  + (dryRun ? " would be put up for review, " : " put up for review, ")
                  + found.getHeld()
                  + " past their time are held");
    }
    return ExitCode.OK;
  }

  @Command(name = "list", description = "Erasures that wait for a second person.")
  int list(
      @Mixin ConnectionOptions connection,
      @Option(names = "--done", description = "Also what has been erased.") boolean done) {
    List<Erasure> erasures;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      erasures =
          stub(connection, open)
              .listErasures(ListErasuresRequest.newBuilder().setIncludeDone(done).build())
              .getErasuresList();
    }
    if (yjx.screen().json()) {
      erasures.forEach(yjx.screen()::json);
      return ExitCode.OK;
    }
    Table table = Table.of("POSITION", "RECORD", "PAST ITS TIME SINCE", "", "ERASURE");
    for (Erasure erasure : erasures) {
      table.row(
          Cell.of(Long.toString(erasure.getPosition())),
          Cell.of(what(erasure.getKind())),
          Cell.of(Times.text(erasure.getDueSince())),
          erasure.getDone()
              ? new Cell("erased", Tone.QUIET)
              : erasure.getHeld() ? new Cell("HELD", Tone.WARNING) : Cell.of("waits"),
          Cell.of(erasure.getErasureId()));
    }
    yjx.screen().show(table);
    return ExitCode.OK;
  }

  private static String what(RecordKind kind) {
    return switch (kind) {
      case RECORD_KIND_POLICE_NOTICE -> "police notice";
      case RECORD_KIND_CHILD_NOTICE -> "child notice";
      case RECORD_KIND_CASE_PAPERS -> "case papers";
      case RECORD_KIND_UNSPECIFIED, UNRECOGNIZED -> "?";
    };
  }

  @Command(name = "approve", description = "Erase for good what another person put up for review.")
  int approve(
      @Mixin ConnectionOptions connection, @Parameters(paramLabel = "ERASURE") String erasure) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              "erased",
              stub(connection, open)
                  .approveErasure(
                      ApproveErasureRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setErasureId(erasure)
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  @Command(name = "hold", description = "Keep records from being erased, or let them go again.")
  int hold(
      @Mixin ConnectionOptions connection,
      @Option(
              names = "--child",
              defaultValue = "",
              description = "Records linked to this child; default all of the agency.")
          String child,
      @Option(names = "--release", description = "Let go instead.") boolean release,
      @Option(names = "--reason", required = true, description = "Such as an inquiry; kept sealed.")
          String reason) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              release ? "let go" : "held",
              stub(connection, open)
                  .holdRecords(
                      HoldRecordsRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setChildId(child)
                          .setRelease(release)
                          .setReason(reason)
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  private static RetentionServiceBlockingStub stub(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(RetentionServiceGrpc.newBlockingStub(open.channel()));
  }
}
