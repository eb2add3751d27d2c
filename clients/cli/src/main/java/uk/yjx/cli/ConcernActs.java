package uk.yjx.cli;

import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.common.v1.Receipt;
import uk.yjx.safeguarding.v1.AcknowledgeConcernRequest;
import uk.yjx.safeguarding.v1.AnswerRequest;
import uk.yjx.safeguarding.v1.AskBackRequest;
import uk.yjx.safeguarding.v1.CloseConcernRequest;
import uk.yjx.safeguarding.v1.ConcernDecision;
import uk.yjx.safeguarding.v1.ConcernServiceGrpc.ConcernServiceBlockingStub;
import uk.yjx.safeguarding.v1.ConfirmConversationRequest;
import uk.yjx.safeguarding.v1.CorrectEntryRequest;
import uk.yjx.safeguarding.v1.DecideConcernRequest;
import uk.yjx.safeguarding.v1.MarkInsufficientRequest;
import uk.yjx.safeguarding.v1.RecordConversationRequest;
import uk.yjx.safeguarding.v1.RecordNotSharedRequest;
import uk.yjx.safeguarding.v1.WithdrawConcernRequest;

/** What either side does in a concern that has been raised; subcommands of {@code concerns}. */
@Command(name = "concerns")
final class ConcernActs {
  private final Yjx yjx;

  ConcernActs(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(name = "decide", description = "Answer a concern: both ladders stop.")
  int decide(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "CONCERN") String concern,
      @Option(
              names = "--decision",
              required = true,
              description = "action-taken, enquiry-started, already-held, early-help, not-ours …")
          ConcernDecision decision,
      @Mixin ConcernSaying saying) {
    return changed(
        connection,
        "answered",
        stub ->
            stub.decideConcern(
                    DecideConcernRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setConcernId(concern)
                        .setDecision(decision)
                        .setMessage(saying.message())
                        .build())
                .getReceipt());
  }

  @Command(name = "correct", description = "Correct an entry of your agency's; both texts stay.")
  int correct(
      @Mixin ConnectionOptions connection,
      @Parameters(index = "0", paramLabel = "CONCERN") String concern,
      @Parameters(index = "1", paramLabel = "NUMBER") int number,
      @Mixin ConcernSaying saying) {
    return changed(
        connection,
        "corrected",
        stub ->
            stub.correctEntry(
                    CorrectEntryRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setConcernId(concern)
                        .setEntry(number)
                        .setMessage(saying.message())
                        .build())
                .getReceipt());
  }

  @Command(
      name = "acknowledge",
      description =
          "Say that a concern has arrived with you. It goes on climbing until it is answered.")
  int acknowledge(
      @Mixin ConnectionOptions connection, @Parameters(paramLabel = "CONCERN") String concern) {
    return changed(
        connection,
        "acknowledged",
        stub ->
            stub.acknowledgeConcern(
                    AcknowledgeConcernRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setConcernId(concern)
                        .build())
                .getReceipt());
  }

  @Command(
      name = "confirm",
      description = "Confirm what the other side recorded of a conversation: both ladders stop.")
  int confirm(
      @Mixin ConnectionOptions connection, @Parameters(paramLabel = "CONCERN") String concern) {
    return changed(
        connection,
        "confirmed",
        stub ->
            stub.confirmConversation(
                    ConfirmConversationRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setConcernId(concern)
                        .build())
                .getReceipt());
  }

  @Command(name = "close", description = "Accept the answer.")
  int close(
      @Mixin ConnectionOptions connection, @Parameters(paramLabel = "CONCERN") String concern) {
    return changed(
        connection,
        "closed",
        stub ->
            stub.closeConcern(
                    CloseConcernRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setConcernId(concern)
                        .build())
                .getReceipt());
  }

  @Command(name = "ask", description = "Ask the other side something. The ladders go on.")
  int ask(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "CONCERN") String concern,
      @Mixin ConcernSaying saying) {
    return changed(
        connection,
        "asked",
        stub ->
            stub.askBack(
                    AskBackRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setConcernId(concern)
                        .setMessage(saying.message())
                        .build())
                .getReceipt());
  }

  @Command(name = "answer", description = "Answer what the other side asked, or add something.")
  int answer(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "CONCERN") String concern,
      @Mixin ConcernSaying saying) {
    return changed(
        connection,
        "said",
        stub ->
            stub.answer(
                    AnswerRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setConcernId(concern)
                        .setMessage(saying.message())
                        .build())
                .getReceipt());
  }

  @Command(
      name = "conversation",
      description =
          "Record what was agreed by telephone; it counts once the other side confirms it.")
  int conversation(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "CONCERN") String concern,
      @Mixin ConcernSaying saying) {
    return changed(
        connection,
        "recorded",
        stub ->
            stub.recordConversation(
                    RecordConversationRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setConcernId(concern)
                        .setMessage(saying.message())
                        .build())
                .getReceipt());
  }

  @Command(
      name = "insufficient",
      description =
          "Say that the answer is not sufficient: it goes up one rung in both agencies at once.")
  int insufficient(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "CONCERN") String concern,
      @Option(names = "--reason", required = true, description = "Why; both sides see it.")
          String reason) {
    return changed(
        connection,
        "climbs",
        stub ->
            stub.markInsufficient(
                    MarkInsufficientRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setConcernId(concern)
                        .setReason(reason)
                        .build())
                .getReceipt());
  }

  @Command(
      name = "withdraw",
      description = "Withdraw a concern that you raised; nothing is deleted.")
  int withdraw(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "CONCERN") String concern,
      @Option(names = "--reason", required = true, description = "Why; both sides see it.")
          String reason) {
    return changed(
        connection,
        "withdrawn",
        stub ->
            stub.withdrawConcern(
                    WithdrawConcernRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setConcernId(concern)
                        .setReason(reason)
                        .build())
                .getReceipt());
  }

  @Command(
      name = "not-shared",
      description = "Record that something was not shared because that would harm the child more.")
  int notShared(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "CONCERN") String concern,
      @Option(
              names = "--reason",
              required = true,
              description = "Why; for your own agency and the log.")
          String reason) {
    return changed(
        connection,
        "recorded",
        stub ->
            stub.recordNotShared(
                    RecordNotSharedRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setConcernId(concern)
                        .setReason(reason)
                        .build())
                .getReceipt());
  }

  private int changed(
      ConnectionOptions connection,
      String done,
      Function<ConcernServiceBlockingStub, Receipt> call) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen()).show(done, call.apply(ConcernsCommand.stub(connection, open)));
    }
    return ExitCode.OK;
  }
}
