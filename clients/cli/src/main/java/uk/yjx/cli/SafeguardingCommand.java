package uk.yjx.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.feed.JsonLines;
import uk.yjx.cli.feed.NoticeFeed;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.publish.Publication;
import uk.yjx.client.publish.PublisherCounts;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.safeguarding.v1.AmendNoticeRequest;
import uk.yjx.safeguarding.v1.SafeguardingServiceGrpc;
import uk.yjx.safeguarding.v1.SafeguardingServiceGrpc.SafeguardingServiceBlockingStub;
import uk.yjx.safeguarding.v1.SubmitNoticeRequest;
import uk.yjx.safeguarding.v1.SubmitNoticeResponse;
import uk.yjx.safeguarding.v1.WithdrawNoticeRequest;

/** Notices about children from social care, health, custody and public protection. */
@Command(
    name = "safeguarding",
    description = "Submit notices about children: plans, care, missing, custody, meetings.",
    synopsisSubcommandLabel = "COMMAND")
final class SafeguardingCommand {
  private static final String REASONS = "wrong-person, false, unlawful, superseded or over-marked.";

  private final Yjx yjx;

  SafeguardingCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(
      name = "submit",
      description = {
        "Submit one notice: the file holds one line, a yjx.safeguarding.v1.SubmitNoticeRequest as",
        "JSON. Run it again with the same file after a failure: the same request id gets the same",
        "answer."
      })
  int submit(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "FILE", description = "JSON file; - for standard input.") Path file)
      throws IOException {
    SubmitNoticeRequest request = one(file);
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      SubmitNoticeResponse response = stub(connection, open).submitNotice(request);
      PublicationText.print(yjx.screen(), accepted(response.getAnswer()));
      yjx.screen().remark(response.getStandingNotice());
    }
    return ExitCode.OK;
  }

  @Command(
      name = "stream",
      description = {
        "Submit notices over one pipelined call and print each answer: each line of the file is a",
        "yjx.safeguarding.v1.SubmitNoticeRequest as JSON. Safe to run again with the same file."
      })
  int stream(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "FILE", description = "NDJSON file; - for standard input.")
          Path file)
      throws IOException, InterruptedException {
    long total = JsonLines.count(file).orElse(0L);
    PublisherCounts counts;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment());
        JsonLines<SubmitNoticeRequest> lines =
            JsonLines.open(
                file, yjx.surroundings().in(), SubmitNoticeRequest.getDefaultInstance());
        NoticeFeed<SubmitNoticeRequest> feed =
            NoticeFeed.openForChildren(
                open, answer -> PublicationText.print(yjx.screen(), answer))) {
      for (SubmitNoticeRequest next = lines.next(); next != null; next = lines.next()) {
        feed.add(next);
      }
      feed.finish();
      counts = feed.counts();
      yjx.screen().remark(feed.standingNotice());
    }
    PublicationText.sum(yjx.screen(), counts, total);
    return counts.refused() == 0 ? ExitCode.OK : ExitCode.REFUSED;
  }

  @Command(
      name = "withdraw",
      description = {
        "Withdraw a notice of your agency, also before it has arrived: everyone who was told is told",
        "of it, and what it began or ended stands as if it had never been said."
      })
  int withdraw(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "REQUEST-ID", description = "Under which it is sent.") String notice,
      @Option(names = "--reason", required = true, description = REASONS) RecallReason reason) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              "withdrawn",
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

  @Command(
      name = "amend",
      description = {
        "Withdraw a notice and submit another in its place, both or neither. The file holds one",
        "line, the new notice as a yjx.safeguarding.v1.SubmitNoticeRequest with its own id."
      })
  int amend(
      @Mixin ConnectionOptions connection,
      @Parameters(index = "0", paramLabel = "REQUEST-ID", description = "Under which it was sent.")
          String notice,
      @Parameters(index = "1", paramLabel = "FILE", description = "- for standard input.")
          Path file,
      @Option(names = "--reason", required = true, description = REASONS) RecallReason reason)
      throws IOException {
    SubmitNoticeRequest next = one(file);
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      NoticeAnswer answer =
          stub(connection, open)
              .amendNotice(
                  AmendNoticeRequest.newBuilder()
                      .setRequestId(next.getRequestId())
                      .setNoticeRequestId(notice)
                      .setReason(reason)
                      .setNotice(next.getNotice())
                      .build())
              .getAnswer();
      PublicationText.print(yjx.screen(), accepted(answer));
    }
    return ExitCode.OK;
  }

  private SubmitNoticeRequest one(Path file) throws IOException {
    try (JsonLines<SubmitNoticeRequest> lines =
        JsonLines.open(file, yjx.surroundings().in(), SubmitNoticeRequest.getDefaultInstance())) {
      SubmitNoticeRequest next = lines.next();
      if (next == null) {
        throw CommandFailure.usage("the file holds no notice");
      }
      return next;
    }
  }

  private static Publication accepted(NoticeAnswer answer) {
    return new Publication.Accepted(
        answer.getAccepted(),
        answer.getSafeguardingRoute(),
        List.copyOf(answer.getRemarksList()),
        Optional.empty());
  }

  private static SafeguardingServiceBlockingStub stub(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(SafeguardingServiceGrpc.newBlockingStub(open.channel()));
  }
}
