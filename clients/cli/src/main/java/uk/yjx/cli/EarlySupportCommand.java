package uk.yjx.cli;

import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.common.v1.Address;
import uk.yjx.common.v1.PartialDate;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonName;
import uk.yjx.earlysupport.v1.DecidePromptRequest;
import uk.yjx.earlysupport.v1.EarlySupportServiceGrpc;
import uk.yjx.earlysupport.v1.EarlySupportServiceGrpc.EarlySupportServiceBlockingStub;
import uk.yjx.earlysupport.v1.GetPromptRequest;
import uk.yjx.earlysupport.v1.GetPromptResponse;
import uk.yjx.earlysupport.v1.ListPromptsRequest;
import uk.yjx.earlysupport.v1.ListPromptsResponse;
import uk.yjx.earlysupport.v1.Occasion;
import uk.yjx.earlysupport.v1.Prompt;
import uk.yjx.earlysupport.v1.PromptDecision;
import uk.yjx.earlysupport.v1.PromptState;
import uk.yjx.earlysupport.v1.WatchPromptsRequest;
import uk.yjx.earlysupport.v1.WatchPromptsResponse;

/** Children on no caseload who come to police notice again and again. */
@Command(
    name = "early-support",
    description = {
      "Offers of voluntary support to children on no caseload who come to police notice again and",
      "again. For prevention leads, never for the police. Nothing happens until a person decides,",
      "and nothing is worked out without an impact assessment."
    },
    synopsisSubcommandLabel = "COMMAND")
final class EarlySupportCommand {
  private static final int PAGE_SIZE = 200;

  private final Yjx yjx;

  EarlySupportCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(name = "list", description = "Prompts that stand, the oldest first, without content.")
  int list(
      @Mixin ConnectionOptions connection,
      @Parameters(index = "0", paramLabel = "SERVICE") String service,
      @Option(names = "--decided", description = "Those already decided too.") boolean decided) {
    List<Prompt> found;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      found =
          Paged.stream(
                  token ->
                      stub(connection, open)
                          .listPrompts(
                              ListPromptsRequest.newBuilder()
                                  .setService(service)
                                  .setIncludeDecided(decided)
                                  .setPageSize(PAGE_SIZE)
                                  .setPageToken(token)
                                  .build()),
                  ListPromptsResponse::getNextPageToken)
              .flatMap(page -> page.getPromptsList().stream())
              .toList();
    }
    show(found);
    return ExitCode.OK;
  }

  @Command(
      name = "watch",
      description = "Tell of each prompt to decide as it is raised, until interrupted.")
  int watch(
      @Mixin ConnectionOptions connection,
      @Parameters(index = "0", paramLabel = "SERVICE") String service) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      Iterator<WatchPromptsResponse> told =
          EarlySupportServiceGrpc.newBlockingStub(open.channel())
              .watchPrompts(WatchPromptsRequest.newBuilder().setService(service).build());
      while (told.hasNext()) {
        List<Prompt> prompts = told.next().getPromptsList();
        if (!prompts.isEmpty()) {
          show(prompts);
        }
      }
    }
    return ExitCode.OK;
  }

  @Command(
      name = "show",
      description = {
        "One prompt: what happened and when. Who the child is is told once support is offered. The",
        "log says that you saw it."
      })
  int show(
      @Mixin ConnectionOptions connection,
      @Parameters(index = "0", paramLabel = "SERVICE") String service,
      @Parameters(index = "1", paramLabel = "PROMPT") String prompt) {
    GetPromptResponse found;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      found =
          stub(connection, open)
              .getPrompt(
                  GetPromptRequest.newBuilder().setService(service).setPromptId(prompt).build());
    }
    if (yjx.screen().json()) {
      yjx.screen().json(found);
      return ExitCode.OK;
    }
    Table table = Table.of("DAY", "WHAT", "TOLD BY");
    for (Occasion one : found.getOccasionsList()) {
      table.row(
          Cell.of(one.getDay()),
          Cell.of(ContractWords.of(one.getKind()).replace('-', ' ')),
          Cell.of(one.getSource()));
    }
    yjx.screen().show(table);
    if (found.hasChild()) {
      child(found.getChild());
    } else {
      yjx.screen().say("Who it is is told once support is offered.");
    }
    return ExitCode.OK;
  }

  @Command(
      name = "decide",
      description = "Decide whether voluntary support is offered. The first decision stands.")
  int decide(
      @Mixin ConnectionOptions connection,
      @Parameters(index = "0", paramLabel = "SERVICE") String service,
      @Parameters(index = "1", paramLabel = "PROMPT") String prompt,
      @Parameters(index = "2", paramLabel = "DECISION", description = "offer or not-offer.")
          PromptDecision decision,
      @Option(names = "--reason", required = true, description = "20 to 1,000 characters.")
          String reason) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      var answer =
          stub(connection, open)
              .decidePrompt(
                  DecidePromptRequest.newBuilder()
                      .setRequestId(yjx.newRequestId())
                      .setService(service)
                      .setPromptId(prompt)
                      .setDecision(decision)
                      .setReason(reason)
                      .build());
      new Receipts(yjx.screen()).show(ContractWords.of(decision), answer.getReceipt());
    }
    return ExitCode.OK;
  }

  private void show(List<Prompt> prompts) {
    if (yjx.screen().json()) {
      prompts.forEach(yjx.screen()::json);
      return;
    }
    Table table = Table.of("PROMPT", "RAISED", "STATE");
    for (Prompt one : prompts) {
      boolean waits = one.getState() == PromptState.PROMPT_STATE_TO_DECIDE;
      table.row(
          Cell.of(one.getPromptId()),
          Cell.of(Times.text(one.getRaisedAt())),
          waits
              ? new Cell("to decide", Tone.WARNING)
              : Cell.of(ContractWords.of(one.getState()).replace('-', ' ')));
    }
    yjx.screen().show(table);
  }

  private void child(PersonDescriptor child) {
    Table table = Table.of("CHILD", "");
    for (PersonName name : child.getNamesList()) {
      table.row(
          Cell.of("name"),
          Cell.of(String.join(" ", name.getForenamesList()) + " " + name.getSurname()));
    }
    for (PartialDate born : child.getDatesOfBirthList()) {
      table.row(
          Cell.of("born"),
          Cell.of(
              String.format(
                  java.util.Locale.ROOT,
                  "%04d-%02d-%02d",
                  born.getYear(),
                  born.getMonth(),
                  born.getDay())));
    }
    for (Address address : child.getAddressesList()) {
      table.row(
          Cell.of("address"),
          Cell.of(String.join(", ", address.getLinesList()) + " " + address.getPostcode()));
    }
    yjx.screen().show(table);
  }

  static EarlySupportServiceBlockingStub stub(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(EarlySupportServiceGrpc.newBlockingStub(open.channel()));
  }
}
