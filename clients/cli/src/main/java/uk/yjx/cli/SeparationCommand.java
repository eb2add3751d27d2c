package uk.yjx.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.caseload.v1.DeclareSeparationRequest;
import uk.yjx.caseload.v1.DeclareSeparationResponse;
import uk.yjx.caseload.v1.LiftSeparationRequest;
import uk.yjx.caseload.v1.ListSeparationsRequest;
import uk.yjx.caseload.v1.ListSeparationsResponse;
import uk.yjx.caseload.v1.Separation;
import uk.yjx.caseload.v1.SeparationEffect;
import uk.yjx.caseload.v1.SeparationReason;
import uk.yjx.caseload.v1.SeparationServiceGrpc;
import uk.yjx.caseload.v1.SeparationServiceGrpc.SeparationServiceBlockingStub;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;

/** Who is kept apart from which child. */
@Command(
    name = "separation",
    description = {
      "Keep workers of a service apart from children of it: for its managers and its head.",
      "Denied, the worker gets nothing of the child in any role, and what they held goes to who else",
      "holds the case, or to the managers and the duty desk. Warned, the managers are told."
    },
    synopsisSubcommandLabel = "COMMAND")
final class SeparationCommand {
  private static final int PAGE_SIZE = 200;

  private final Yjx yjx;

  SeparationCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(name = "declare", description = "Keep a worker apart from children.")
  int declare(
      @Mixin ConnectionOptions connection,
      @Option(names = "--service", required = true, description = "For example southwark-yjs.")
          String service,
      @Option(names = "--worker", required = true, description = "Principal.") String worker,
      @Option(
              names = "--child",
              required = true,
              description = "The service's own number; may be given up to 50 times.")
          List<String> children,
      @Option(
              names = "--reason",
              required = true,
              description =
                  "related-to-child, related-to-other, rival-group, other-side, known-privately,"
                      + " complaint, other.")
          SeparationReason reason,
      @Option(names = "--effect", required = true, description = "deny or warn.")
          SeparationEffect effect,
      @Option(names = "--from", description = "ISO 8601 instant; default now.")
          @Nullable String from,
      @Option(names = "--to", description = "ISO 8601 instant; default until lifted.")
          @Nullable String to) {
    DeclareSeparationRequest.Builder request =
        DeclareSeparationRequest.newBuilder()
            .setRequestId(yjx.newRequestId())
            .setService(service)
            .setWorker(worker)
            .addAllServiceChildIds(children)
            .setReason(reason)
            .setEffect(effect);
    if (from != null) {
      request.setFrom(Times.timestamp(Times.parse("--from", from)));
    }
    if (to != null) {
      request.setTo(Times.timestamp(Times.parse("--to", to)));
    }
    DeclareSeparationResponse done;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      done = stub(connection, open).declareSeparation(request.build());
    }
    if (yjx.screen().json()) {
      yjx.screen().json(done);
    } else {
      done.getSeparationIdsList().forEach(id -> yjx.screen().say("declared " + id));
    }
    return ExitCode.OK;
  }

  @Command(name = "list", description = "Who is kept apart from whom, the newest first.")
  int list(
      @Mixin ConnectionOptions connection,
      @Option(names = "--service", required = true, description = "For example southwark-yjs.")
          String service,
      @Option(names = "--ended", description = "Also what is over or lifted.") boolean ended) {
    List<Separation> separations;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      separations =
          Paged.stream(
                  token ->
                      stub(connection, open)
                          .listSeparations(
                              ListSeparationsRequest.newBuilder()
                                  .setService(service)
                                  .setIncludeEnded(ended)
                                  .setPageSize(PAGE_SIZE)
                                  .setPageToken(token)
                                  .build()),
                  ListSeparationsResponse::getNextPageToken)
              .flatMap(page -> page.getSeparationsList().stream())
              .toList();
    }
    if (yjx.screen().json()) {
      separations.forEach(yjx.screen()::json);
      return ExitCode.OK;
    }
    Table table = Table.of("WORKER", "CHILD", "EFFECT", "WHY", "FROM", "UNTIL", "SEPARATION");
    for (Separation one : separations) {
      boolean denied = one.getEffect() == SeparationEffect.SEPARATION_EFFECT_DENY;
      table.row(
          Cell.of(one.getWorker()),
          Cell.of(one.getServiceChildId()),
          new Cell(ContractWords.of(one.getEffect()), denied ? Tone.ALARM : Tone.WARNING),
          Cell.of(ContractWords.of(one.getReason())),
          Cell.of(Times.text(one.getFrom())),
          Cell.of(
              one.hasLiftedAt()
                  ? "lifted " + Times.text(one.getLiftedAt())
                  : Times.text(one.getTo())),
          Cell.of(one.getSeparationId()));
    }
    yjx.screen().show(table);
    return ExitCode.OK;
  }

  @Command(name = "lift", description = "End a separation now; nobody lifts their own.")
  int lift(
      @Mixin ConnectionOptions connection,
      @Option(names = "--service", required = true, description = "For example southwark-yjs.")
          String service,
      @Parameters(paramLabel = "SEPARATION") String separation) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              "lifted",
              stub(connection, open)
                  .liftSeparation(
                      LiftSeparationRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setService(service)
                          .setSeparationId(separation)
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  private static SeparationServiceBlockingStub stub(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(SeparationServiceGrpc.newBlockingStub(open.channel()));
  }
}
