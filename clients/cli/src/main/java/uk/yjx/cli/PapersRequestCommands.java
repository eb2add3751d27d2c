package uk.yjx.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.casepapers.v1.AnswerPapersRequest;
import uk.yjx.casepapers.v1.DeclineReason;
import uk.yjx.casepapers.v1.ListRequestsRequest;
import uk.yjx.casepapers.v1.ListRequestsResponse;
import uk.yjx.casepapers.v1.PapersAnswer;
import uk.yjx.casepapers.v1.PapersContent;
import uk.yjx.casepapers.v1.PapersWanted;
import uk.yjx.casepapers.v1.RequestDocumentRequest;
import uk.yjx.client.ExchangeConnection;

/** Asking for papers by name, and answering, each a command of papers. */
final class PapersRequestCommands {
  private static final int PAGE_SIZE = 200;

  private PapersRequestCommands() {}

  /** What services wait for from the caller's agency. */
  @Command(
      name = "requests",
      description = {
        "As a sender: what services wait for from your agency, the earliest due first, and what they",
        "ask for by name."
      })
  static final class Wanted implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--overdue", description = "Only what is past its time.")
    private boolean overdue;

    Wanted(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      List<PapersWanted> found;
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        found =
            Paged.stream(
                    token ->
                        PapersExpectedCommands.stub(connection, open)
                            .listRequests(
                                ListRequestsRequest.newBuilder()
                                    .setOverdueOnly(overdue)
                                    .setPageSize(PAGE_SIZE)
                                    .setPageToken(token)
                                    .build()),
                    ListRequestsResponse::getNextPageToken)
                .flatMap(page -> page.getWantedList().stream())
                .toList();
      }
      if (yjx.screen().json()) {
        found.forEach(yjx.screen()::json);
      } else {
        yjx.screen().show(PapersText.wanted(found));
      }
      return ExitCode.OK;
    }
  }

  /** Asks for what is missing. */
  @Command(
      name = "request",
      description = "Ask the sender for what is missing, by name, such as case-summary.")
  static final class Ask implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "EXPECTED", description = "From the board.")
    private String expected = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "CONTENT")
    private List<PapersContent> contents = new ArrayList<>();

    Ask(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        new Receipts(yjx.screen())
            .show(
                "asked for",
                PapersExpectedCommands.stub(connection, open)
                    .requestDocument(
                        RequestDocumentRequest.newBuilder()
                            .setRequestId(yjx.newRequestId())
                            .setExpectedId(expected)
                            .addAllContents(contents)
                            .build())
                    .getReceipt());
      }
      return ExitCode.OK;
    }
  }

  /** Answers instead of sending. */
  @Command(
      name = "answer",
      description = {
        "As a sender: answer instead of sending. declined needs --reason; with-police and",
        "redaction-pending need --by; not-held and sent-by-other-route need neither."
      })
  static final class Answer implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "EXPECTED", description = "From papers requests.")
    private String expected = "";

    @Parameters(index = "1", paramLabel = "ANSWER")
    private PapersAnswer answer = PapersAnswer.PAPERS_ANSWER_UNSPECIFIED;

    @Option(
        names = "--reason",
        description = "privilege, third-party, live-case, court-order, not-covered or other.")
    private DeclineReason reason = DeclineReason.DECLINE_REASON_UNSPECIFIED;

    @Option(names = "--content", description = "Only for this; default all that is missing.")
    private List<PapersContent> contents = new ArrayList<>();

    @Option(names = "--by", paramLabel = "INSTANT", description = "When it is to come.")
    private @Nullable String by;

    @Option(names = "--note", description = "In words, without names; kept sealed.")
    private String note = "";

    Answer(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      AnswerPapersRequest.Builder request =
          AnswerPapersRequest.newBuilder()
              .setRequestId(yjx.newRequestId())
              .setExpectedId(expected)
              .setAnswer(answer)
              .setReason(reason)
              .addAllContents(contents)
              .setNote(note);
      if (by != null) {
        request.setExpectedBy(Times.timestamp(Times.parse("--by", by)));
      }
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        new Receipts(yjx.screen())
            .show(
                "answered",
                PapersExpectedCommands.stub(connection, open)
                    .answerPapers(request.build())
                    .getReceipt());
      }
      return ExitCode.OK;
    }
  }
}
