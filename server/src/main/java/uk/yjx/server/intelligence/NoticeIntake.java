package uk.yjx.server.intelligence;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.intelligence.v1.AmendNoticeRequest;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Refusals;
import uk.yjx.server.intake.Intake;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.ItemRefusal;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.RequestRules;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.storage.Vault;

/** Takes one notice from its request to its answer, alone or as an item of a stream. */
@Singleton
final class NoticeIntake {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeIntake.class);

  private static final Failure UNEXPECTED =
      Failure.of(Failure.Code.INTERNAL, "UNEXPECTED", "the exchange failed; nothing was changed");

  private final Intake intake;
  private final RequestRules rules;
  private final Requests requests;
  private final Receipts receipts;
  private final Refusals refusals;
  private final NoticeTables tables;
  private final NoticeLinks links;
  private final Withdrawals withdrawals;
  private final Vault vault;
  private final Ids ids;
  private final InstantSource clock;

  NoticeIntake(
      Intake intake,
      RequestRules rules,
      Requests requests,
      Receipts receipts,
      Refusals refusals,
      NoticeTables tables,
      NoticeLinks links,
      Withdrawals withdrawals,
      Vault vault,
      Ids ids,
      InstantSource clock) {
    this.intake = intake;
    this.rules = rules;
    this.requests = requests;
    this.receipts = receipts;
    this.refusals = refusals;
    this.tables = tables;
    this.links = links;
    this.withdrawals = withdrawals;
    this.vault = vault;
    this.ids = ids;
    this.clock = clock;
  }

  /** Accepts a notice that keeps to the contract's rules; fails with what is wrong otherwise. */
  CompletableFuture<NoticeAnswer> accept(
      Caller caller, SubmitNoticeRequest request, String operation) {
    NoticeSubmission submission =
        submission(
            caller,
            request.getNotice(),
            requests.key(caller.agency(), request.getRequestId(), request),
            operation,
            null);
    return intake
        .accept(submission)
        .thenApply(committed -> answer(request.getRequestId(), committed));
  }

  /** Takes a notice back and accepts another in its place, both or neither. */
  CompletableFuture<NoticeAnswer> amend(
      Caller caller, AmendNoticeRequest request, String operation) {
    Withdrawals.Cause cause = new Withdrawals.Cause(request.getReason(), operation, true);
    NoticeSubmission submission =
        submission(
            caller,
            request.getNotice(),
            requests.key(caller.agency(), request.getRequestId(), request),
            operation,
            (entry, key) ->
                withdrawals.recall(
                    entry,
                    key,
                    caller,
                    withdrawals.find(caller.agency(), request.getNoticeRequestId()),
                    cause,
                    clock.instant()));
    return intake
        .acceptOrFind(submission)
        .thenApply(committed -> answer(request.getRequestId(), committed));
  }

  private NoticeSubmission submission(
      Caller caller,
      Notice notice,
      RequestKey request,
      String operation,
      NoticeSubmission.@Nullable Replacing replacing) {
    Instant now = clock.instant();
    Violations wrong = new Violations();
    NoticeRules.check(notice, now, wrong);
    PoliceNotice police =
        PoliceNotice.read(notice, caller.agency(), now, vault::fingerprint, wrong);
    wrong.throwIfAny();
    return new NoticeSubmission(
        police, caller, request, operation, ids.next(), now, tables, links, vault, replacing);
  }

  /** Accepts an item of a stream; never fails: what is refused is answered and recorded. */
  CompletableFuture<NoticeAnswer> acceptItem(
      Caller caller, SubmitNoticeRequest request, String operation) {
    try {
      Optional<Failure> broken = rules.check(request);
      if (broken.isPresent()) {
        return CompletableFuture.completedFuture(
            refused(caller, request.getRequestId(), operation, broken.get()));
      }
      return accept(caller, request, operation)
          .exceptionally(
              error -> refused(caller, request.getRequestId(), operation, failure(error)));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(
          refused(caller, request.getRequestId(), operation, failure(e)));
    }
  }

  private NoticeAnswer answer(String requestId, Committed committed) {
    try {
      return NoticeAnswer.parseFrom(committed.answer()).toBuilder()
          .setRequestId(requestId)
          .setAccepted(receipts.of(requestId, committed))
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored answer cannot be read", e);
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
