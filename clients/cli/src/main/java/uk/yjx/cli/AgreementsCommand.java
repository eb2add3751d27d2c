package uk.yjx.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.AgreementServiceGrpc;
import uk.yjx.agreements.v1.AgreementServiceGrpc.AgreementServiceBlockingStub;
import uk.yjx.agreements.v1.EndAgreementRequest;
import uk.yjx.agreements.v1.ListAgreementsRequest;
import uk.yjx.agreements.v1.ListAgreementsResponse;
import uk.yjx.agreements.v1.RecordAgreementRequest;
import uk.yjx.agreements.v1.RecordAgreementResponse;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;

/** Information-sharing agreements. */
@Command(
    name = "agreements",
    description = "Information-sharing agreements: without one in force nothing is disclosed.",
    synopsisSubcommandLabel = "COMMAND")
final class AgreementsCommand {

  private static final int PAGE_SIZE = 200;

  private final Yjx yjx;

  AgreementsCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(name = "record", description = "Record an agreement, or a new version of one.")
  int record(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "FILE", description = "A yjx.agreements.v1.Agreement as JSON.")
          Path file)
      throws IOException {
    Agreement.Builder agreement = Agreement.newBuilder();
    try {
      JsonFormat.parser().merge(Files.readString(file), agreement);
    } catch (InvalidProtocolBufferException e) {
      throw CommandFailure.file(file + " is not an agreement: " + e.getMessage(), e);
    }
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      RecordAgreementResponse answer =
          agreements(connection, open)
              .recordAgreement(
                  RecordAgreementRequest.newBuilder()
                      .setRequestId(yjx.newRequestId())
                      .setAgreement(agreement)
                      .build());
      new Receipts(yjx.screen())
          .show(
              "recorded " + agreement.getAgreementId() + " version " + answer.getVersion(),
              answer.getReceipt());
    }
    return ExitCode.OK;
  }

  @Command(name = "end", description = "End an agreement now.")
  int end(@Mixin ConnectionOptions connection, @Parameters(paramLabel = "AGREEMENT") String id) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              "ended " + id,
              agreements(connection, open)
                  .endAgreement(
                      EndAgreementRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setAgreementId(id)
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  @Command(name = "list", description = "List the newest version of each agreement.")
  int list(@Mixin ConnectionOptions connection) {
    Table table = Table.of("AGREEMENT", "#VERSION", "FROM", "TO", "UNTIL", "STATE", "TITLE");
    Instant now = yjx.surroundings().clock().instant();
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      Paged.stream(
              token ->
                  agreements(connection, open)
                      .listAgreements(
                          ListAgreementsRequest.newBuilder()
                              .setPageSize(PAGE_SIZE)
                              .setPageToken(token)
                              .build()),
              ListAgreementsResponse::getNextPageToken)
          .flatMap(page -> page.getAgreementsList().stream())
          .forEach(one -> {
            if (yjx.screen().json()) {
              yjx.screen().json(one);
            }
            table.row(
                Cell.of(one.getAgreementId()),
                Cell.of(one.getVersion()),
                Cell.of(String.join(" ", one.getFromAgenciesList())),
                Cell.of(String.join(" ", one.getToAgenciesList())),
                Cell.of(Times.text(one.getValidTo())),
                state(one, now),
                Cell.of(one.getTitle()));
          });
    }
    if (!yjx.screen().json()) {
      yjx.screen().show(table);
    }
    return ExitCode.OK;
  }

  private static Cell state(Agreement agreement, Instant now) {
    if (agreement.getEnded() || !now.isBefore(Times.instant(agreement.getValidTo()))) {
      return new Cell("ended", Tone.QUIET);
    }
    return now.isBefore(Times.instant(agreement.getValidFrom()))
        ? new Cell("to come", Tone.WARNING)
        : new Cell("in force", Tone.GOOD);
  }

  private static AgreementServiceBlockingStub agreements(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(AgreementServiceGrpc.newBlockingStub(open.channel()));
  }
}
