package uk.yjx.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.AgreementServiceGrpc;
import uk.yjx.agreements.v1.AgreementServiceGrpc.AgreementServiceBlockingStub;
import uk.yjx.agreements.v1.ApproveAgreementRequest;
import uk.yjx.agreements.v1.EndAgreementRequest;
import uk.yjx.agreements.v1.ListAgreementsRequest;
import uk.yjx.agreements.v1.ListAgreementsResponse;
import uk.yjx.agreements.v1.RecordAgreementRequest;
import uk.yjx.agreements.v1.RecordAgreementResponse;
import uk.yjx.agreements.v1.SuspendAgreementRequest;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ExplainDisclosureRequest;
import uk.yjx.alerts.v1.ExplainDisclosureResponse;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.agreements.AgreementExamples;
import uk.yjx.server.kernel.Failure;

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

  @Command(
      name = "propose",
      aliases = "record",
      description = {
        "Propose an agreement, or a new version of one.",
        "Nothing is shared under it until another person approves it."
      })
  int propose(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "FILE", description = "A yjx.agreements.v1.Agreement as JSON.")
          Path file)
      throws IOException {
    Agreement agreement = read(file);
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
              "proposed " + agreement.getAgreementId() + " version " + answer.getVersion(),
              answer.getReceipt());
    }
    return ExitCode.OK;
  }

  @Command(
      name = "approve",
      description = "Put in force what another person proposed or suspended.")
  int approve(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "AGREEMENT") String id,
      @Parameters(paramLabel = "VERSION", description = "The version you have read.") int version) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              "approved " + id + " version " + version,
              agreements(connection, open)
                  .approveAgreement(
                      ApproveAgreementRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setAgreementId(id)
                          .setVersion(version)
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  @Command(name = "suspend", description = "Suspend an agreement: nothing is shared under it now.")
  int suspend(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "AGREEMENT") String id,
      @Option(names = "--reason", required = true, description = "Why; without names.")
          String reason) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              "suspended " + id,
              agreements(connection, open)
                  .suspendAgreement(
                      SuspendAgreementRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setAgreementId(id)
                          .setReason(reason)
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  @Command(
      name = "test",
      description = {
        "Run the examples of an agreement here, without an exchange.",
        "Exit code 1 when one does not come out as it says."
      })
  int test(
      @Parameters(paramLabel = "FILE", description = "A yjx.agreements.v1.Agreement as JSON.")
          Path file)
      throws IOException {
    List<AgreementExamples.Result> results;
    try {
      results = AgreementExamples.run(read(file));
    } catch (Failure.Refused refused) {
      throw CommandFailure.file(
          file + " is not a valid agreement: " + AgreementText.wrong(refused.failure()), refused);
    }
    Table table = Table.of("EXAMPLE", "GOT", "RESULT");
    for (AgreementExamples.Result result : results) {
      table.row(
          Cell.of(result.title()),
          Cell.of(result.got()),
          result.asExpected() ? new Cell("ok", Tone.GOOD) : new Cell("WRONG", Tone.ALARM));
    }
    long good = results.stream().filter(AgreementExamples.Result::asExpected).count();
    if (yjx.screen().json()) {
      yjx.screen().json(AgreementText.results(results).toString());
    } else {
      yjx.screen().show(table);
      yjx.screen().say(good + " of " + results.size() + " examples come out as they say");
    }
    return good == results.size() ? ExitCode.OK : ExitCode.PROBLEMS;
  }

  @Command(
      name = "explain",
      description = {
        "Say why an alert is or is not disclosed to somebody, check by check.",
        "Exit code 1 when it is not. The question itself is logged."
      })
  int explain(
      @Mixin ConnectionOptions connection,
      @Option(names = "--caller", required = true, description = "The reader's principal.")
          String caller,
      @Option(names = "--record", required = true, description = "The alert.") String record,
      @Option(names = "--purpose", defaultValue = "supervision", description = "Why they read.")
          Purpose purpose) {
    ExplainDisclosureResponse why;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      why =
          connection
              .limited(AlertServiceGrpc.newBlockingStub(open.channel()))
              .explainDisclosure(
                  ExplainDisclosureRequest.newBuilder()
                      .setCaller(caller)
                      .setAlertId(record)
                      .setPurpose(purpose)
                      .build());
    }
    if (yjx.screen().json()) {
      yjx.screen().json(why);
    } else {
      yjx.screen().show(AgreementText.checks(why));
      yjx.screen().say(AgreementText.verdict(caller, why));
    }
    return why.getDisclosed() ? ExitCode.OK : ExitCode.PROBLEMS;
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

  @Command(
      name = "list",
      description = "List agreements: what is in force, and what waits for approval.")
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
                AgreementText.state(one, now),
                Cell.of(one.getTitle()));
          });
    }
    if (!yjx.screen().json()) {
      yjx.screen().show(table);
    }
    return ExitCode.OK;
  }

  private static Agreement read(Path file) throws IOException {
    Agreement.Builder agreement = Agreement.newBuilder();
    try {
      JsonFormat.parser().merge(Files.readString(file), agreement);
    } catch (InvalidProtocolBufferException e) {
      throw CommandFailure.file(file + " is not an agreement: " + e.getMessage(), e);
    }
    return agreement.build();
  }

  private static AgreementServiceBlockingStub agreements(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(AgreementServiceGrpc.newBlockingStub(open.channel()));
  }
}
