package uk.yjx.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.feed.JsonLines;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.common.v1.Purpose;
import uk.yjx.safeguarding.v1.Information;
import uk.yjx.safeguarding.v1.InformationServiceGrpc;
import uk.yjx.safeguarding.v1.InformationServiceGrpc.InformationServiceBlockingStub;
import uk.yjx.safeguarding.v1.ListInformationRequest;
import uk.yjx.safeguarding.v1.ListInformationResponse;
import uk.yjx.safeguarding.v1.SubmitInformationToPoliceRequest;
import uk.yjx.safeguarding.v1.SubmitInformationToPoliceResponse;

/** Information from youth justice to the police, each a command of {@code safeguarding}. */
final class InformationCommands {

  private static final int PAGE_SIZE = 200;

  private InformationCommands() {}

  /** A manager submits information. */
  @Command(
      name = "to-police",
      description = {
        "Submit information to a police agency, as a manager: the file holds one line, a",
        "yjx.safeguarding.v1.SubmitInformationToPoliceRequest as JSON. What a child said in session",
        "is refused with a warning until the file says that it was considered, and why."
      })
  static final class ToPolice implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(paramLabel = "FILE", description = "JSON file; - for standard input.")
    private Path file = Path.of("-");

    ToPolice(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() throws IOException {
      SubmitInformationToPoliceRequest request;
      try (JsonLines<SubmitInformationToPoliceRequest> lines =
          JsonLines.open(
              file,
              yjx.surroundings().in(),
              SubmitInformationToPoliceRequest.getDefaultInstance())) {
        request = lines.next();
      }
      if (request == null) {
        throw CommandFailure.usage("the file holds no information");
      }
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        SubmitInformationToPoliceResponse response =
            stub(connection, open).submitInformationToPolice(request);
        if (yjx.screen().json()) {
          yjx.screen().json(response);
        } else {
          yjx.screen().say("submitted " + response.getInformationId(), Tone.GOOD);
          yjx.screen().remark(response.getStandingNotice());
        }
      }
      return ExitCode.OK;
    }
  }

  /** A police agency's officer reads what came. */
  @Command(
      name = "from-services",
      description = "What youth justice services submitted to your police agency, newest first.")
  static final class FromServices implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--purpose", defaultValue = "safeguarding", description = "Why you read.")
    private Purpose purpose = Purpose.PURPOSE_SAFEGUARDING;

    FromServices(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      List<Information> items;
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        items =
            Paged.stream(
                    token ->
                        stub(connection, open)
                            .listInformation(
                                ListInformationRequest.newBuilder()
                                    .setPurpose(purpose)
                                    .setPageSize(PAGE_SIZE)
                                    .setPageToken(token)
                                    .build()),
                    ListInformationResponse::getNextPageToken)
                .flatMap(page -> page.getItemsList().stream())
                .toList();
      }
      for (Information item : items) {
        if (yjx.screen().json()) {
          yjx.screen().json(item);
        } else {
          show(item);
        }
      }
      return ExitCode.OK;
    }

    /** What restricts its use comes before the text. */
    private void show(Information item) {
      if (item.hasConditions()) {
        yjx.screen().say("CONDITIONS: " + AlertText.conditions(item.getConditions()), Tone.ALARM);
      }
      if (item.getDisclosedInSession()) {
        yjx.screen().say("SAID IN SESSION: not to be put to the child", Tone.ALARM);
      }
      yjx.screen()
          .say(
              Times.text(item.getSubmittedAt())
                  + " "
                  + item.getService()
                  + ", grading "
                  + AlertText.grading(item.getGrading())
                  + (item.getChildName().isEmpty() ? "" : ", " + item.getChildName()));
      yjx.screen().say("   " + item.getText());
    }
  }

  private static InformationServiceBlockingStub stub(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(InformationServiceGrpc.newBlockingStub(open.channel()));
  }
}
