package uk.yjx.server.journal;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/**
 * Answers a request sent again whose first sending changed the very facts on which it would be
 * refused now, as when it replaces a version that it replaced already.
 */
@Singleton
public final class FirstAnswers {
  private final Journal journal;
  private final Database database;
  private final Answers answers;
  private final Executor lookups =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("first-answer-", 0).factory());

  FirstAnswers(Journal journal, Database database, Vault vault) {
    this.journal = journal;
    this.database = database;
    this.answers = new Answers(vault);
  }

  /**
   * Appends; where the proposal is refused, the first answer to the same request if there is one.
   */
  public CompletableFuture<Committed> appendOrFind(RequestKey request, Proposal proposal) {
    return journal
        .append(proposal)
        .handle((done, failed) -> settle(request, done, failed))
        .thenCompose(settled -> settled);
  }

  private CompletableFuture<Committed> settle(
      RequestKey request, @Nullable Committed done, @Nullable Throwable failed) {
    if (done != null) {
      return CompletableFuture.completedFuture(done);
    }
    Throwable cause =
        failed instanceof CompletionException && failed.getCause() != null
            ? failed.getCause()
            : failed;
    if (cause instanceof Failure.Refused refused && mayBeItsOwnDoing(refused.failure())) {
      return CompletableFuture.supplyAsync(() -> firstOr(request, refused), lookups);
    }
    return CompletableFuture.failedFuture(
        cause == null ? new IllegalStateException("neither done nor failed") : cause);
  }

  private Committed firstOr(RequestKey request, Failure.Refused otherwise) {
    try (Connection c = database.pool().getConnection()) {
      KnownRequests.Known known = KnownRequests.find(c, List.of(request)).get(request.toString());
      if (known == null) {
        throw otherwise;
      }
      return answers.again(request, known, Head.read(c).epoch());
    } catch (SQLException e) {
      throw WriteFailures.WRITE_FAILED.refused();
    }
  }

  /** Refusals that follow from facts; who may not call now is told nothing of before. */
  private static boolean mayBeItsOwnDoing(Failure failure) {
    return switch (failure.code()) {
      case INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION, ABORTED -> true;
      case ALREADY_EXISTS,
          PERMISSION_DENIED,
          RESOURCE_EXHAUSTED,
          OUT_OF_RANGE,
          INTERNAL,
          UNAVAILABLE,
          UNAUTHENTICATED ->
          false;
    };
  }
}
