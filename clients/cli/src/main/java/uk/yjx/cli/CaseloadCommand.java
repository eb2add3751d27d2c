package uk.yjx.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.GetCaseRequest;
import uk.yjx.caseload.v1.ImportCaseAnswer;
import uk.yjx.caseload.v1.LiftShieldRequest;
import uk.yjx.caseload.v1.ListCasesRequest;
import uk.yjx.caseload.v1.ListCasesResponse;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.caseload.v1.RecordCoverRequest;
import uk.yjx.cli.feed.CaseImport;
import uk.yjx.cli.feed.JsonLines;
import uk.yjx.cli.output.ProgressBar;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.Refusal;

/** The caseload of a youth justice service. */
@Command(
    name = "caseload",
    description = "Feed and read the caseload of a service.",
    synopsisSubcommandLabel = "COMMAND")
final class CaseloadCommand {

  private static final int PAGE_SIZE = 200;

  private final Yjx yjx;

  CaseloadCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(
      name = "import",
      description = "Record cases: each line a yjx.caseload.v1.RecordCaseRequest as JSON.")
  int importCases(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "FILE", description = "NDJSON file; - for standard input.")
          Path file)
      throws IOException, InterruptedException {
    AtomicLong recorded = new AtomicLong();
    AtomicLong refused = new AtomicLong();
    long total = JsonLines.count(file).orElse(0L);
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment());
        JsonLines<RecordCaseRequest> lines =
            JsonLines.open(file, yjx.surroundings().in(), RecordCaseRequest.getDefaultInstance());
        ProgressBar progress = yjx.screen().progress("cases", total)) {
      CaseImport feed =
          CaseImport.open(
              open.channel(),
              answer -> {
                (answer.hasRecorded() ? recorded : refused).incrementAndGet();
                report(answer);
                progress.step();
              });
      for (RecordCaseRequest next = lines.next(); next != null; next = lines.next()) {
        feed.add(next);
      }
      feed.finish();
    }
    if (yjx.screen().json()) {
      JsonObject counts = new JsonObject();
      counts.addProperty("recorded", recorded.get());
      counts.addProperty("refused", refused.get());
      yjx.screen().json(counts.toString());
    } else {
      yjx.screen().say(recorded + " cases recorded, " + refused + " refused");
    }
    return refused.get() == 0 ? ExitCode.OK : ExitCode.REFUSED;
  }

  @Command(name = "list", description = "List cases of a service.")
  int list(
      @Mixin ConnectionOptions connection,
      @Option(names = "--service", required = true, description = "For example southwark-yjs.")
          String service) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      Table table = Table.of("NUMBER", "NAME", "BORN", "LEAD", "STATE");
      Paged.stream(
              token ->
                  connection
                      .limited(CaseloadServiceGrpc.newBlockingStub(open.channel()))
                      .listCases(
                          ListCasesRequest.newBuilder()
                              .setService(service)
                              .setPageSize(PAGE_SIZE)
                              .setPageToken(token)
                              .build()),
              ListCasesResponse::getNextPageToken)
          .flatMap(page -> page.getCasesList().stream())
          .forEach(one -> {
            if (yjx.screen().json()) {
              yjx.screen().json(one);
            }
            table.row(
                one.getServiceChildId(),
                name(one.getPerson()),
                born(one.getPerson()),
                one.getAllocationsCount() == 0 ? "" : one.getAllocations(0).getPrincipalId(),
                (one.getClosed() ? "closed" : "open") + (one.hasShield() ? ", shielded" : ""));
          });
      if (!yjx.screen().json()) {
        yjx.screen().show(table);
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "show", description = "Read one case, as JSON.")
  int show(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "NUMBER", description = "The service's own number.") String number,
      @Option(names = "--service", required = true) String service) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      yjx.screen()
          .json(
              connection
                  .limited(CaseloadServiceGrpc.newBlockingStub(open.channel()))
                  .getCase(
                      GetCaseRequest.newBuilder()
                          .setService(service)
                          .setServiceChildId(number)
                          .build())
                  .getCase());
    }
    return ExitCode.OK;
  }

  @Command(name = "cover", description = "Record who covers for an absent worker, and when.")
  int cover(
      @Mixin ConnectionOptions connection,
      @Option(names = "--service", required = true) String service,
      @Option(names = "--absent", required = true, description = "Principal.") String absent,
      @Option(names = "--cover", required = true, description = "Principal.") String cover,
      @Option(names = "--from", description = "ISO 8601 instant; default now.")
          @Nullable String from,
      @Option(names = "--to", required = true, description = "ISO 8601 instant.") String to) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              cover + " covers for " + absent,
              connection
                  .limited(CaseloadServiceGrpc.newBlockingStub(open.channel()))
                  .recordCover(
                      RecordCoverRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setService(service)
                          .setAbsentPrincipalId(absent)
                          .setCoverPrincipalId(cover)
                          .setFrom(
                              Times.timestamp(
                                  from == null
                                      ? yjx.surroundings().clock().instant()
                                      : Times.parse("--from", from)))
                          .setTo(Times.timestamp(Times.parse("--to", to)))
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  @Command(
      name = "lift-shield",
      description = {
        "Lift the shield of a protected child; for a manager of the service, with a reason.",
        "A shield is put up by importing the case with one: "
            + "\"shield\": {\"reason\": \"SHIELD_REASON_REFUGE\", \"source\": \"Order 12/26\"}."
      })
  int liftShield(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "NUMBER", description = "The service's own number.") String number,
      @Option(names = "--service", required = true) String service,
      @Option(names = "--reason", required = true, description = "20 to 500 characters.")
          String reason) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              "the shield is lifted",
              connection
                  .limited(CaseloadServiceGrpc.newBlockingStub(open.channel()))
                  .liftShield(
                      LiftShieldRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setService(service)
                          .setServiceChildId(number)
                          .setReason(reason)
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  private void report(ImportCaseAnswer answer) {
    if (answer.hasRefused()) {
      Refusal refusal = answer.getRefused();
      if (yjx.screen().json()) {
        yjx.screen().json(answer);
      } else {
        yjx.screen()
            .say(
                answer.getRequestId()
                    + " refused: "
                    + refusal.getReason()
                    + ": "
                    + refusal.getMessage(),
                Tone.WARNING);
      }
    }
  }

  private static String name(PersonDescriptor person) {
    return person.getNamesCount() == 0
        ? ""
        : String.join(" ", person.getNames(0).getForenamesList())
            + " "
            + person.getNames(0).getSurname();
  }

  private static String born(PersonDescriptor person) {
    return person.getDatesOfBirthCount() == 0
        ? ""
        : String.format(
            java.util.Locale.ROOT,
            "%04d-%02d-%02d",
            person.getDatesOfBirth(0).getYear(),
            person.getDatesOfBirth(0).getMonth(),
            person.getDatesOfBirth(0).getDay());
  }
}
