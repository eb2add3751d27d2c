package uk.yjx.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Receipt;
import uk.yjx.common.v1.Role;
import uk.yjx.safeguarding.v1.AcknowledgeConcernRequest;
import uk.yjx.safeguarding.v1.AnswerRequest;
import uk.yjx.safeguarding.v1.AskBackRequest;
import uk.yjx.safeguarding.v1.CloseConcernRequest;
import uk.yjx.safeguarding.v1.ConcernDecision;
import uk.yjx.safeguarding.v1.ConcernHead;
import uk.yjx.safeguarding.v1.ConcernMessage;
import uk.yjx.safeguarding.v1.ConcernRisk;
import uk.yjx.safeguarding.v1.ConcernServiceGrpc;
import uk.yjx.safeguarding.v1.ConcernServiceGrpc.ConcernServiceBlockingStub;
import uk.yjx.safeguarding.v1.ConfirmConversationRequest;
import uk.yjx.safeguarding.v1.CorrectEntryRequest;
import uk.yjx.safeguarding.v1.DecideConcernRequest;
import uk.yjx.safeguarding.v1.GetConcernRequest;
import uk.yjx.safeguarding.v1.GetConcernResponse;
import uk.yjx.safeguarding.v1.ListConcernsRequest;
import uk.yjx.safeguarding.v1.ListConcernsResponse;
import uk.yjx.safeguarding.v1.MarkInsufficientRequest;
import uk.yjx.safeguarding.v1.RaiseConcernRequest;
import uk.yjx.safeguarding.v1.RaiseConcernResponse;
import uk.yjx.safeguarding.v1.RecordConversationRequest;
import uk.yjx.safeguarding.v1.RecordNotSharedRequest;
import uk.yjx.safeguarding.v1.StatementBasis;
import uk.yjx.safeguarding.v1.WithdrawConcernRequest;

/** Concerns about children between two agencies. */
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

  /** Something said. */
  static final class Saying {
    @Option(names = "--text", required = true, description = "What is said, for professionals.")
    String text = "";

    @Option(names = "--basis", defaultValue = "fact", description = "fact, assessment or opinion.")
    StatementBasis basis = StatementBasis.STATEMENT_BASIS_FACT;

    @Option(names = "--family-text", description = "What may be shared with the family.")
    String familyText = "";

    @Option(names = "--to-role", description = "Only for readers in this role; repeatable.")
    List<Role> toRoles = new ArrayList<>();

    ConcernMessage message() {
      return ConcernMessage.newBuilder()
          .setText(text)
          .setBasis(basis)
          .setFamilyText(familyText)
          .addAllToRoles(toRoles)
          .build();
    }
  }

  @Command(
      name = "raise",
      description = {
        "Raise a concern about a child you work with. At immediate risk: telephone first. It climbs",
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
      @Mixin Saying saying) {
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

  @Command(name = "decide", description = "Answer a concern: both ladders stop.")
  int decide(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "CONCERN") String concern,
      @Option(
              names = "--decision",
              required = true,
              description = "action-taken, enquiry-started, already-held, early-help, not-ours …")
          ConcernDecision decision,
      @Mixin Saying saying) {
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
      @Mixin Saying saying) {
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
      @Mixin Saying saying) {
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
      @Mixin Saying saying) {
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
      @Mixin Saying saying) {
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
      new Receipts(yjx.screen()).show(done, call.apply(stub(connection, open)));
    }
    return ExitCode.OK;
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

  private static ConcernServiceBlockingStub stub(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(ConcernServiceGrpc.newBlockingStub(open.channel()));
  }
}
