package uk.yjx.server.intelligence;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Refusals;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.ItemRefusal;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.journal.RequestRules;
import uk.yjx.server.kernel.Failure;

/** Gives notices their answers, for every contract of notices alike. */
@Singleton
public final class NoticeAnswering {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeAnswering.class);

  private static final Failure UNEXPECTED =
      Failure.of(Failure.Code.INTERNAL, "UNEXPECTED", "the exchange failed; nothing was changed");

  private final RequestRules rules;
  private final Receipts receipts;
  private final Refusals refusals;

  NoticeAnswering(RequestRules rules, Receipts receipts, Refusals refusals) {
    this.rules = rules;
    this.receipts = receipts;
    this.refusals = refusals;
  }

  /** The answer to a notice that was committed. */
  public NoticeAnswer answer(String requestId, Committed committed) {
    try {
      return NoticeAnswer.parseFrom(committed.answer()).toBuilder()
          .setRequestId(requestId)
          .setAccepted(receipts.of(requestId, committed))
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
    }
  }

  /**
   * Accepts an item of a stream; never fails: what is refused is answered and recorded.
   *
   * @param request the item, held to the rules of its contract first
   */
  public CompletableFuture<NoticeAnswer> item(
      Caller caller,
      String requestId,
      String operation,
      Message request,
      Supplier<CompletableFuture<NoticeAnswer>> accept) {
    try {
      Optional<Failure> broken = rules.check(request);
      if (broken.isPresent()) {
        return CompletableFuture.completedFuture(
            refused(caller, requestId, operation, broken.get()));
      }
      return accept
          .get()
          .exceptionally(error -> refused(caller, requestId, operation, failure(error)));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(refused(caller, requestId, operation, failure(e)));
    }
  }

  private NoticeAnswer refused(Caller caller, String requestId, String operation, Failure failure) {
    if (failure.retryAfter() == null) {
      refusals
          .record(caller, operation, requestId, failure)
          .exceptionally(error -> {
            LOG.warn("a refusal was not recorded: {}", failure(error).reason());
            return null;
          });
    }
    return NoticeAnswer.newBuilder()
        .setRequestId(requestId)
        .setRefused(ItemRefusal.of(failure))
        .build();
  }

  private static Failure failure(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (cause instanceof Failure.Refused refused) {
      return refused.failure();
    }
    // The message of an exception may quote data, so only its type is told.
    LOG.error("a notice failed: {}", cause == null ? "" : cause.getClass().getName());
    return UNEXPECTED;
  }
}
