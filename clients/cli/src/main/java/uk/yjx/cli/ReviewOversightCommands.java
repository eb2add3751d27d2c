package uk.yjx.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.oversight.v1.ChallengeReviewRequest;
import uk.yjx.oversight.v1.ListReviewSampleRequest;
import uk.yjx.oversight.v1.ListReviewSampleResponse;
import uk.yjx.oversight.v1.ListSignificantKindsRequest;
import uk.yjx.oversight.v1.RecordSignificantKindsRequest;
import uk.yjx.oversight.v1.SampledReview;
import uk.yjx.oversight.v1.SignificantKinds;

/** What managers and administrators do about reviews that are due. */
final class ReviewOversightCommands {

  private ReviewOversightCommands() {}

  @Command(
      name = "sample",
      description = {
        "Closed reviews of a past week that you are asked to look at: a fifth of them, likelier"
            + " the",
        "more signs of risk there are. For managers."
      })
  static final class Sample implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--service", required = true, description = "For example southwark-yjs.")
    private String service = "";

    @Option(
        names = "--week",
        defaultValue = "",
        description = "Its Monday, as 2026-10-05; default the last week.")
    private String week = "";

    Sample(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      ListReviewSampleResponse response;
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        response =
            ReviewDueCommand.stub(connection, open)
                .listReviewSample(
                    ListReviewSampleRequest.newBuilder().setService(service).setWeek(week).build());
      }
      if (yjx.screen().json()) {
        yjx.screen().json(response);
        return ExitCode.OK;
      }
      Table table = Table.of("REVIEW", "NUMBER", "CLOSED AS", "BY", "SIGNS OF RISK");
      for (SampledReview one : response.getSampleList()) {
        table.row(
            Cell.of(one.getReview().getReviewId()),
            Cell.of(one.getReview().getServiceChildId()),
            Cell.of(ContractWords.of(one.getReview().getOutcome())),
            Cell.of(one.getClosedBy()),
            Cell.of(ReviewDueText.signs(one.getSignsList())));
      }
      yjx.screen().show(table);
      yjx.screen().say(response.getClosed() + " closed in the week of " + response.getWeek());
      return ExitCode.OK;
    }
  }

  @Command(
      name = "challenge",
      description = "Do not accept how a review was closed: it is open again. For managers.")
  static final class Challenge implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(paramLabel = "REVIEW")
    private String review = "";

    @Option(names = "--reason", required = true, description = "20 to 2,000 characters.")
    private String reason = "";

    Challenge(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        var answer =
            ReviewDueCommand.stub(connection, open)
                .challengeReview(
                    ChallengeReviewRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setReviewId(review)
                        .setReason(reason)
                        .build());
        new Receipts(yjx.screen()).show("challenged", answer.getReceipt());
      }
      return ExitCode.OK;
    }
  }

  @Command(
      name = "kinds",
      description = {
        "Which kinds of alerts open reviews in a service. With --set and --from, the service's",
        "administrator records others from a day on; a stop never is one."
      })
  static final class Kinds implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(paramLabel = "SERVICE")
    private String service = "";

    @Option(names = "--set", split = ",", paramLabel = "KIND", description = "All of them.")
    private List<AlertKind> kinds = List.of();

    @Option(names = "--from", defaultValue = "", description = "A day after today: 2026-10-05.")
    private String from = "";

    Kinds(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        if (kinds.isEmpty()) {
          show(
              ReviewDueCommand.stub(connection, open)
                  .listSignificantKinds(
                      ListSignificantKindsRequest.newBuilder().setService(service).build())
                  .getVersionsList());
          return ExitCode.OK;
        }
        var answer =
            ReviewDueCommand.stub(connection, open)
                .recordSignificantKinds(
                    RecordSignificantKindsRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setService(service)
                        .setKinds(
                            SignificantKinds.newBuilder().setValidFrom(from).addAllKinds(kinds))
                        .build());
        new Receipts(yjx.screen()).show("version " + answer.getVersion(), answer.getReceipt());
      }
      return ExitCode.OK;
    }

    private void show(List<SignificantKinds> versions) {
      if (yjx.screen().json()) {
        versions.forEach(yjx.screen()::json);
        return;
      }
      Table table = Table.of("#VERSION", "FROM", "KINDS");
      versions.forEach(version ->
          table.row(
              Cell.of(version.getVersion()),
              Cell.of(version.getValidFrom().isEmpty() ? "default" : version.getValidFrom()),
              Cell.of(
                  version.getKindsList().stream()
                      .map(ContractWords::of)
                      .collect(Collectors.joining(", ")))));
      yjx.screen().show(table);
    }
  }
}
