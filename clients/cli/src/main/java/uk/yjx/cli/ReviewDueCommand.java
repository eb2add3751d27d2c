package uk.yjx.cli;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.oversight.v1.CasePart;
import uk.yjx.oversight.v1.CloseReviewDueRequest;
import uk.yjx.oversight.v1.ContributeRequest;
import uk.yjx.oversight.v1.GetReviewDueRequest;
import uk.yjx.oversight.v1.GetReviewDueResponse;
import uk.yjx.oversight.v1.ListReviewsDueRequest;
import uk.yjx.oversight.v1.ListReviewsDueResponse;
import uk.yjx.oversight.v1.ReviewChange;
import uk.yjx.oversight.v1.ReviewDone;
import uk.yjx.oversight.v1.ReviewDue;
import uk.yjx.oversight.v1.ReviewDueServiceGrpc;
import uk.yjx.oversight.v1.ReviewDueServiceGrpc.ReviewDueServiceBlockingStub;

/** Reviews of children's cases after something significant. */
@Command(
    name = "review-due",
    description = {
      "Reviews of your children's cases: significant alerts put one on a case, however many there",
      "are. Acknowledging an alert closes none."
    },
    synopsisSubcommandLabel = "COMMAND")
final class ReviewDueCommand {
  private static final int PAGE_SIZE = 200;

  private final Yjx yjx;

  ReviewDueCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(
      name = "list",
      description = "Reviews that are due, the first due first, and what you are asked for.")
  int list(
      @Mixin ConnectionOptions connection,
      @Option(names = "--closed", description = "Closed ones of the last 400 days too.")
          boolean closed,
      @Option(names = "--purpose", defaultValue = "supervision", description = "Why you read.")
          Purpose purpose) {
    List<ReviewDue> reviews;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      reviews =
          Paged.stream(
                  token ->
                      stub(connection, open)
                          .listReviewsDue(
                              ListReviewsDueRequest.newBuilder()
                                  .setIncludeClosed(closed)
                                  .setPurpose(purpose)
                                  .setPageSize(PAGE_SIZE)
                                  .setPageToken(token)
                                  .build()),
                  ListReviewsDueResponse::getNextPageToken)
              .flatMap(page -> page.getReviewsList().stream())
              .toList();
    }
    if (yjx.screen().json()) {
      reviews.forEach(yjx.screen()::json);
    } else {
      yjx.screen().show(ReviewDueText.table(reviews));
    }
    return ExitCode.OK;
  }

  @Command(
      name = "show",
      description = {
        "One review: its history, contributions, and every alert since the last review. Ends with",
        "the word that «close» takes as --seen."
      })
  int show(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "REVIEW") String review,
      @Option(names = "--purpose", defaultValue = "supervision", description = "Why you read.")
          Purpose purpose) {
    GetReviewDueResponse response;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      response =
          stub(connection, open)
              .getReviewDue(
                  GetReviewDueRequest.newBuilder().setReviewId(review).setPurpose(purpose).build());
    }
    if (yjx.screen().json()) {
      yjx.screen().json(response);
      return ExitCode.OK;
    }
    ReviewDueText.whole(response).forEach(yjx.screen()::say);
    yjx.screen().show(AlertText.table(response.getNewSinceLastReviewList()));
    yjx.screen().remark("--seen " + response.getSeen());
    return ExitCode.OK;
  }

  @Command(
      name = "contribute",
      description = "Say what you know, as the service's nurse, social worker or seconded officer.")
  int contribute(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "REVIEW") String review,
      @Option(
              names = "--as-role",
              required = true,
              description = "service-nurse, service-social-worker or seconded-officer.")
          Role role,
      @Option(names = "--text", defaultValue = "", description = "At most 4,000 characters.")
          String text,
      @Option(names = "--nothing-to-add", description = "There is nothing to add.")
          boolean nothing) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      var answer =
          stub(connection, open)
              .contribute(
                  ContributeRequest.newBuilder()
                      .setRequestId(yjx.newRequestId())
                      .setReviewId(review)
                      .setRole(role)
                      .setText(text)
                      .setNothingToAdd(nothing)
                      .build());
      new Receipts(yjx.screen()).show("contributed", answer.getReceipt());
    }
    return ExitCode.OK;
  }

  @Command(
      name = "close",
      description = {
        "Close a review as done (--changed and --document) or as not needed, with a reason. Alerts"
            + " in",
        "it that have no outcome get one. What came since you looked is not closed unseen: then"
            + " the",
        "call is refused, and you look again."
      })
  int close(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "REVIEW") String review,
      @Option(names = "--seen", required = true, description = "From «show».") String seen,
      @Option(
              names = "--changed",
              paramLabel = "PART=WHAT",
              description = {
                "What changed: assessment, safety-plan, risk-to-others-plan, intervention-plan,",
                "release-plan, contingency-plan or sharing-plan, and in which way. May be repeated."
              })
          @Nullable Map<CasePart, String> changed,
      @Option(
              names = "--document",
              description = "The case file as it stands now; only its SHA-256 is sent.")
          @Nullable Path document,
      @Option(names = "--no-review-needed", description = "Why; 20 to 2,000 characters.")
          @Nullable String reason) {
    CloseReviewDueRequest.Builder request =
        CloseReviewDueRequest.newBuilder()
            .setRequestId(yjx.newRequestId())
            .setReviewId(review)
            .setSeen(seen);
    if (reason != null && changed == null && document == null) {
      request.setNoReviewNeeded(reason);
    } else if (reason == null && changed != null && document != null) {
      ReviewDone.Builder done = ReviewDone.newBuilder().setDocumentSha256(sha256(document));
      changed.forEach(
          (part, what) -> done.addChanges(ReviewChange.newBuilder().setPart(part).setWhat(what)));
      request.setDone(done);
    } else {
      throw CommandFailure.usage("either --changed with --document, or --no-review-needed");
    }
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      var answer = stub(connection, open).closeReviewDue(request.build());
      new Receipts(yjx.screen()).show("closed", answer.getReceipt());
    }
    return ExitCode.OK;
  }

  static ReviewDueServiceBlockingStub stub(ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(ReviewDueServiceGrpc.newBlockingStub(open.channel()));
  }

  private static ByteString sha256(Path document) {
    try {
      return ByteString.copyFrom(
          MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(document)));
    } catch (IOException e) {
      throw CommandFailure.usage("cannot read " + document);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
