package uk.yjx.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.feed.JsonLines;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.intelligence.v1.AmendNoticeRequest;
import uk.yjx.intelligence.v1.AnswerDisputeRequest;
import uk.yjx.intelligence.v1.Dispute;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc.IntelligenceServiceBlockingStub;
import uk.yjx.intelligence.v1.ListDisputesRequest;
import uk.yjx.intelligence.v1.ListDisputesResponse;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.intelligence.v1.WithdrawNoticeRequest;

/** The sending side of recalls, each a command of {@code notices}. */
final class WithdrawalCommands {

  private static final int PAGE_SIZE = 200;
  private static final String REASONS = "wrong-person, false, unlawful, superseded or over-marked.";

  private WithdrawalCommands() {}

  /** Takes a notice back. */
  @Command(
      name = "withdraw",
      description = {
        "Recall a notice of your agency: its content is gone from every view, and everyone who",
        "received it is told and must confirm. The answer never says whether anybody did."
      })
  static final class Withdraw implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "REQUEST-ID", description = "Under which it was sent.")
    private String notice = "";

    @Option(names = "--reason", required = true, description = REASONS)
    private RecallReason reason = RecallReason.RECALL_REASON_UNSPECIFIED;

    Withdraw(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        new Receipts(yjx.screen())
            .show(
                "recalled",
                stub(connection, open)
                    .withdrawNotice(
                        WithdrawNoticeRequest.newBuilder()
                            .setRequestId(yjx.newRequestId())
                            .setNoticeRequestId(notice)
                            .setReason(reason)
                            .build())
                    .getReceipt());
      }
      return ExitCode.OK;
    }
  }

  /** Takes a notice back and sends another. */
  @Command(
      name = "amend",
      description = {
        "Recall a notice and send another in its place, both or neither. The file holds one line,",
        "the new notice as a yjx.intelligence.v1.SubmitNoticeRequest in JSON with its own id."
      })
  static final class Amend implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "REQUEST-ID", description = "Under which it was sent.")
    private String notice = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "- for standard input.")
    private Path file = Path.of("-");

    @Option(names = "--reason", required = true, description = REASONS)
    private RecallReason reason = RecallReason.RECALL_REASON_UNSPECIFIED;

    Amend(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() throws IOException {
      SubmitNoticeRequest next;
      try (JsonLines<SubmitNoticeRequest> lines =
          JsonLines.open(file, yjx.surroundings().in(), SubmitNoticeRequest.getDefaultInstance())) {
        next = lines.next();
      }
      if (next == null) {
        throw CommandFailure.usage("the file holds no notice");
      }
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        new Receipts(yjx.screen())
            .show(
                "recalled and replaced",
                stub(connection, open)
                    .amendNotice(
                        AmendNoticeRequest.newBuilder()
                            .setRequestId(next.getRequestId())
                            .setNoticeRequestId(notice)
                            .setReason(reason)
                            .setNotice(next.getNotice())
                            .build())
                    .getAnswer()
                    .getAccepted());
      }
      return ExitCode.OK;
    }
  }

  /** What waits for an answer. */
  @Command(name = "disputes", description = "What children and parents say is not true.")
  static final class Disputes implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    Disputes(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      List<Dispute> disputes;
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        disputes =
            Paged.stream(
                    token ->
                        stub(connection, open)
                            .listDisputes(
                                ListDisputesRequest.newBuilder()
                                    .setPageSize(PAGE_SIZE)
                                    .setPageToken(token)
                                    .build()),
                    ListDisputesResponse::getNextPageToken)
                .flatMap(page -> page.getDisputesList().stream())
                .toList();
      }
      if (yjx.screen().json()) {
        disputes.forEach(yjx.screen()::json);
        return ExitCode.OK;
      }
      Table table = Table.of("NOTICE", "SINCE", "ANSWER BY", "STATEMENT", "DISPUTE");
      for (Dispute dispute : disputes) {
        table.row(
            Cell.of(dispute.getNoticeRequestId()),
            Cell.of(Times.text(dispute.getSince())),
            due(dispute),
            Cell.of(dispute.getStatement()),
            Cell.of(dispute.getDisputeId()));
      }
      yjx.screen().show(table);
      return ExitCode.OK;
    }

    private static Cell due(Dispute dispute) {
      String by = Times.text(dispute.getDueAt());
      if (dispute.getOverdue()) {
        return new Cell(by + " OVERDUE", Tone.ALARM);
      }
      return dispute.getClimbed() ? new Cell(by + " (has climbed)", Tone.WARNING) : Cell.of(by);
    }
  }

  /** Answers a dispute. */
  @Command(
      name = "answer",
      description = {
        "Answer a dispute. With --uphold the child is right and the notice is recalled; without it",
        "the notice stands."
      })
  static final class Answer implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "DISPUTE")
    private String dispute = "";

    @Option(names = "--reason", required = true, description = "Why, for the file; kept sealed.")
    private String reason = "";

    @Option(names = "--uphold", paramLabel = "WHY", description = "Recall it: " + REASONS)
    private @Nullable RecallReason upheld;

    Answer(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      AnswerDisputeRequest.Builder request =
          AnswerDisputeRequest.newBuilder()
              .setRequestId(yjx.newRequestId())
              .setDisputeId(dispute)
              .setReason(reason);
      if (upheld != null) {
        request.setUpheld(true).setRecallReason(upheld);
      }
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        new Receipts(yjx.screen())
            .show(
                upheld == null ? "rejected" : "upheld and recalled",
                stub(connection, open).answerDispute(request.build()).getReceipt());
      }
      return ExitCode.OK;
    }
  }

  private static IntelligenceServiceBlockingStub stub(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(IntelligenceServiceGrpc.newBlockingStub(open.channel()));
  }
}
