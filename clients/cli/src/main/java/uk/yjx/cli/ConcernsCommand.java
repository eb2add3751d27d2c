package uk.yjx.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.safeguarding.v1.ConcernHead;
import uk.yjx.safeguarding.v1.ConcernRisk;
import uk.yjx.safeguarding.v1.ConcernServiceGrpc;
import uk.yjx.safeguarding.v1.ConcernServiceGrpc.ConcernServiceBlockingStub;
import uk.yjx.safeguarding.v1.GetConcernRequest;
import uk.yjx.safeguarding.v1.GetConcernResponse;
import uk.yjx.safeguarding.v1.ListConcernsRequest;
import uk.yjx.safeguarding.v1.ListConcernsResponse;
import uk.yjx.safeguarding.v1.RaiseConcernRequest;
import uk.yjx.safeguarding.v1.RaiseConcernResponse;

/** Concerns about children between two agencies: raised, listed, read, watched. */
@Command(
    name = "concerns",
    description =
        "Raise concerns about a child with another agency, answer them, see where they go.",
    synopsisSubcommandLabel = "COMMAND")
final class ConcernsCommand {
  private static final int PAGE_SIZE = 200;

  private final Yjx yjx;

  ConcernsCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(
      name = "raise",
      description = {
        "Raise a concern about a child you work with. At immediate risk: telephone first. It"
            + " climbs",
        "in both agencies until it is answered."
      })
  int raise(
      @Mixin ConnectionOptions connection,
      @Option(names = "--child", required = true, description = "Id of the child.") String child,
      @Option(names = "--to", required = true, description = "Agency.") String agency,
      @Option(names = "--immediate", description = "At immediate risk.") boolean immediate,
      @Option(
              names = "--gateway",
              defaultValue = "ca04-s11",
              description = "Power or duty relied on, such as ca04-s10.")
          LegalGateway gateway,
      @Option(names = "--do-not-contact-family", description = "Shown before anything else.")
          boolean doNotContact,
      @Option(names = "--decide-by", description = "Earlier than the ladder: an ISO instant.")
          @Nullable String decideBy,
      @Mixin ConcernSaying saying) {
    RaiseConcernRequest.Builder request =
        RaiseConcernRequest.newBuilder()
            .setRequestId(yjx.newRequestId())
            .setChildId(child)
            .setToAgency(agency)
            .setRisk(
                immediate ? ConcernRisk.CONCERN_RISK_IMMEDIATE : ConcernRisk.CONCERN_RISK_OTHER)
            .setGateway(gateway)
            .setDoNotContactFamily(doNotContact)
            .setMessage(saying.message());
    if (decideBy != null) {
      request.setDecideBy(instant(decideBy));
    }
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      RaiseConcernResponse response = stub(connection, open).raiseConcern(request.build());
      if (yjx.screen().json()) {
        yjx.screen().json(response);
      } else {
        yjx.screen().say("raised " + response.getConcernId(), Tone.GOOD);
        if (immediate) {
          yjx.screen().say("Telephone them now. This does not replace a call.", Tone.ALARM);
        }
        yjx.screen().remark(response.getStandingNotice());
      }
    }
    return ExitCode.OK;
  }

  @Command(
      name = "list",
      description = "Concerns your side has a part in, newest first, with who is told next.")
  int list(
      @Mixin ConnectionOptions connection,
      @Option(names = "--open", description = "Only those waiting for an answer.") boolean open,
      @Option(names = "--purpose", defaultValue = "safeguarding", description = "Why you read.")
          Purpose purpose) {
    List<ConcernHead> found;
    try (ExchangeConnection to = connection.open(yjx.surroundings().environment())) {
      found =
          Paged.stream(
                  token ->
                      stub(connection, to)
                          .listConcerns(
                              ListConcernsRequest.newBuilder()
                                  .setOpenOnly(open)
                                  .setPurpose(purpose)
                                  .setPageSize(PAGE_SIZE)
                                  .setPageToken(token)
                                  .build()),
                  ListConcernsResponse::getNextPageToken)
              .flatMap(page -> page.getConcernsList().stream())
              .toList();
    }
    if (yjx.screen().json()) {
      found.forEach(yjx.screen()::json);
    } else {
      yjx.screen().show(ConcernText.table(found));
    }
    return ExitCode.OK;
  }

  @Command(name = "show", description = "One concern with everything said and done in it.")
  int show(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "CONCERN") String concern,
      @Option(names = "--purpose", defaultValue = "safeguarding", description = "Why you read.")
          Purpose purpose) {
    GetConcernResponse response;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      response =
          stub(connection, open)
              .getConcern(
                  GetConcernRequest.newBuilder().setConcernId(concern).setPurpose(purpose).build());
    }
    if (yjx.screen().json()) {
      yjx.screen().json(response);
      return ExitCode.OK;
    }
    if (response.getHead().getDoNotContactFamily()) {
      yjx.screen().say("DO NOT CONTACT THE FAMILY ABOUT THIS", Tone.ALARM);
    }
    ConcernText.head(response.getHead()).forEach(yjx.screen()::say);
    response.getEntriesList().forEach(entry -> yjx.screen().say(ConcernText.entry(entry)));
    return ExitCode.OK;
  }

  @Command(
      name = "watch",
      description = {
        "Every change in your concerns as it comes, one line each; read it with 'concerns show'.",
        "Ends after --count changes."
      })
  int watch(@Mixin ConnectionOptions connection, @Mixin WatchOptions options)
      throws InterruptedException {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      return AlertWatch.ofConcerns(yjx.screen(), options).run(open);
    }
  }

  private static com.google.protobuf.Timestamp instant(String text) {
    try {
      Instant at = Instant.parse(text);
      return com.google.protobuf.Timestamp.newBuilder()
          .setSeconds(at.getEpochSecond())
          .setNanos(at.getNano())
          .build();
    } catch (DateTimeParseException e) {
      throw CommandFailure.usage("'" + text + "' is no instant such as 2026-03-02T16:00:00Z");
    }
  }

  static ConcernServiceBlockingStub stub(ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(ConcernServiceGrpc.newBlockingStub(open.channel()));
  }
}
