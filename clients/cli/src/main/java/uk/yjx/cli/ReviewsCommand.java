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
import uk.yjx.common.v1.Urgency;
import uk.yjx.linkage.v1.Candidate;
import uk.yjx.linkage.v1.Comparison;
import uk.yjx.linkage.v1.DecideReviewRequest;
import uk.yjx.linkage.v1.DeskState;
import uk.yjx.linkage.v1.Finding;
import uk.yjx.linkage.v1.GetReviewRequest;
import uk.yjx.linkage.v1.GetReviewResponse;
import uk.yjx.linkage.v1.LinkageServiceGrpc;
import uk.yjx.linkage.v1.LinkageServiceGrpc.LinkageServiceBlockingStub;
import uk.yjx.linkage.v1.ListPossibleMatchesRequest;
import uk.yjx.linkage.v1.ListPossibleMatchesResponse;
import uk.yjx.linkage.v1.ListReviewsRequest;
import uk.yjx.linkage.v1.ListReviewsResponse;
import uk.yjx.linkage.v1.PossibleMatch;
import uk.yjx.linkage.v1.ReverseLinkRequest;
import uk.yjx.linkage.v1.Review;
import uk.yjx.linkage.v1.ReviewVerdict;
import uk.yjx.linkage.v1.ScoreStep;

/** The desk where people decide which child a notice is about. */
@Command(
    name = "reviews",
    description = {
      "Doubtful matches at your service's desks: a name and a date of birth alone never link, a"
          + " person",
      "decides. What the police send is for the officer seconded to the service, what social care,",
      "health and prosecution send for an information officer; a manager is the deputy at both."
    },
    synopsisSubcommandLabel = "COMMAND")
final class ReviewsCommand {
  private final Yjx yjx;

  ReviewsCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(name = "list", description = "What waits, the most urgent and then the oldest first.")
  int list(
      @Mixin ConnectionOptions connection,
      @Option(names = "--max", defaultValue = "50", description = "Reviews at most, to 200.")
          int max) {
    ListReviewsResponse queue;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      queue =
          desk(connection, open).listReviews(ListReviewsRequest.newBuilder().setMax(max).build());
    }
    if (yjx.screen().json()) {
      yjx.screen().json(queue);
      return ExitCode.OK;
    }
    Table table =
        Table.of(
            "REVIEW", "DESK", "URGENCY", "RECEIVED", "FROM", "ABOUT", "WHY", "#CANDIDATES", "");
    for (Review review : queue.getReviewsList()) {
      table.row(
          Cell.of(review.getReviewId()),
          Cell.of(ContractWords.of(review.getDesk())),
          urgency(review.getUrgency()),
          Cell.of(Times.text(review.getReceivedAt())),
          Cell.of(review.getFromAgency()),
          Cell.of(ContractWords.of(review.getAbout())),
          Cell.of(review.getWhy().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')),
          Cell.of(review.getCandidates()),
          review.getCouldNotTell() ? new Cell("could not tell", Tone.WARNING) : Cell.of(""));
    }
    yjx.screen().show(table);
    yjx.screen()
        .say(
            queue.getWaiting() == 0
                ? "Nothing waits."
                : queue.getWaiting()
                    + " wait, the oldest since "
                    + Times.text(queue.getOldestReceivedAt()));
    seats(queue);
    return ExitCode.OK;
  }

  private void seats(ListReviewsResponse queue) {
    Table table = Table.of("SERVICE", "DESK", "#WAITING", "#URGENT", "DECIDES", "DEPUTY");
    for (DeskState desk : queue.getDesksList()) {
      table.row(
          Cell.of(desk.getService()),
          Cell.of(ContractWords.of(desk.getDesk())),
          Cell.of(desk.getWaiting()),
          Cell.of(desk.getUrgent()),
          desk.getOfficersCount() == 0
              ? new Cell("nobody", Tone.ALARM)
              : Cell.of(text(desk.getOfficersList())),
          Cell.of(text(desk.getDeputiesList())));
    }
    yjx.screen().show(table);
  }

  @Command(
      name = "possible",
      description = {
        "Of which of your own children a possible match is under review, without any content. Only",
        "where an agreement says that workers are told."
      })
  int possible(@Mixin ConnectionOptions connection) {
    ListPossibleMatchesResponse matches;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      matches =
          desk(connection, open)
              .listPossibleMatches(ListPossibleMatchesRequest.getDefaultInstance());
    }
    if (yjx.screen().json()) {
      yjx.screen().json(matches);
      return ExitCode.OK;
    }
    Table table = Table.of("CHILD", "NUMBER", "");
    for (PossibleMatch match : matches.getMatchesList()) {
      table.row(
          Cell.of(match.getChildId()),
          Cell.of(match.getServiceChildId()),
          Cell.of("possible match under review"));
    }
    yjx.screen().show(table);
    return ExitCode.OK;
  }

  @Command(name = "show", description = "Both sides of one review. The log says that you saw it.")
  int show(
      @Mixin ConnectionOptions connection,
      @Parameters(index = "0", paramLabel = "REVIEW") String review) {
    GetReviewResponse both;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      both =
          desk(connection, open)
              .getReview(GetReviewRequest.newBuilder().setReviewId(review).build());
    }
    if (yjx.screen().json()) {
      yjx.screen().json(both);
      return ExitCode.OK;
    }
    for (Candidate candidate : both.getCandidatesList()) {
      yjx.screen()
          .say(
              "Child "
                  + candidate.getChildId()
                  + " ("
                  + candidate.getService()
                  + " "
                  + candidate.getServiceChildId()
                  + ")"
                  + (candidate.getElsewhere()
                      ? ": the notice comes from elsewhere, so its values are not shown"
                      : ""));
      Table table = Table.of("", "IN THE NOTICE", "ON RECORD", "");
      for (Comparison one : candidate.getComparisonsList()) {
        table.row(
            Cell.of(one.getWhat().replace('-', ' ')),
            Cell.of(text(one.getInNoticeList())),
            Cell.of(text(one.getOnRecordList())),
            finding(one.getFinding()));
      }
      yjx.screen().show(table);
      waterfall(candidate);
    }
    return ExitCode.OK;
  }

  /** The bars add up to the score as they stand there: all are whole hundredths of a bit. */
  private void waterfall(Candidate candidate) {
    Table table = Table.of("BITS", "#", "");
    for (ScoreStep step : candidate.getStepsList()) {
      table.row(
          Cell.of(step.getWhat().replace('-', ' ')),
          Cell.of(bits(step.getHundredths())),
          Cell.of(step.getLevel()));
    }
    table.row(
        Cell.of("score"),
        Cell.of(bits(candidate.getScore())),
        Cell.of("a person decides, not the score"));
    yjx.screen().show(table);
  }

  private static String bits(int hundredths) {
    return String.format(java.util.Locale.ROOT, "%+.2f", hundredths / 100.0);
  }

  @Command(
      name = "decide",
      description = {
        "Decide about one candidate: same (the child's worker is told), different (this notice is",
        "never linked to this child) or cannot-tell (it goes on waiting, and the deputy sees it)."
      })
  int decide(
      @Mixin ConnectionOptions connection,
      @Parameters(index = "0", paramLabel = "REVIEW") String review,
      @Option(names = "--child", required = true, description = "Id of the candidate.")
          String child,
      @Option(names = "--verdict", required = true, description = "same, different or cannot-tell.")
          String verdict,
      @Option(names = "--reason", required = true, description = "What it rests on.")
          String reason) {
    ReviewVerdict decided = ContractWords.parse(ReviewVerdict.class, verdict);
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      var answer =
          desk(connection, open)
              .decideReview(
                  DecideReviewRequest.newBuilder()
                      .setRequestId(yjx.newRequestId())
                      .setReviewId(review)
                      .setChildId(child)
                      .setVerdict(decided)
                      .setReason(reason)
                      .build());
      new Receipts(yjx.screen()).show("decided: " + ContractWords.of(decided), answer.getReceipt());
    }
    return ExitCode.OK;
  }

  @Command(
      name = "reverse",
      description = {
        "Undo a link that was found wrong, by an alert it raised: the alert is recalled from"
            + " everyone",
        "who received it, and the notice is never linked to this child again."
      })
  int reverse(
      @Mixin ConnectionOptions connection,
      @Parameters(index = "0", paramLabel = "ALERT") String alert,
      @Option(names = "--reason", required = true, description = "What shows that it is wrong.")
          String reason,
      @Option(
              names = "--false-details",
              description =
                  "The person had given the child's details: they link no more by themselves.")
          boolean falseDetails) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      var answer =
          desk(connection, open)
              .reverseLink(
                  ReverseLinkRequest.newBuilder()
                      .setRequestId(yjx.newRequestId())
                      .setAlertId(alert)
                      .setReason(reason)
                      .setFalseDetails(falseDetails)
                      .build());
      new Receipts(yjx.screen()).show("undone", answer.getReceipt());
    }
    return ExitCode.OK;
  }

  private static LinkageServiceBlockingStub desk(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(LinkageServiceGrpc.newBlockingStub(open.channel()));
  }

  private static String text(List<String> values) {
    return values.isEmpty() ? "-" : String.join(", ", values);
  }

  private static Cell urgency(Urgency urgency) {
    String words = ContractWords.of(urgency);
    return urgency == Urgency.URGENCY_IMMEDIATE ? new Cell(words, Tone.ALARM) : Cell.of(words);
  }

  private static Cell finding(Finding finding) {
    return switch (finding) {
      case FINDING_AGREES -> new Cell("agrees", Tone.GOOD);
      case FINDING_DIFFERS -> new Cell("DIFFERS", Tone.ALARM);
      case FINDING_ONE_SIDE -> Cell.of("one side");
      case FINDING_UNSPECIFIED, UNRECOGNIZED -> Cell.of("");
    };
  }
}
