package uk.yjx.server.intelligence;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.intelligence.v1.AmendNoticeRequest;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intake.Intake;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.storage.Vault;

/** Takes one notice from its request to its answer, alone or as an item of a stream. */
@Singleton
final class NoticeIntake {
  private final Intake intake;
  private final Requests requests;
  private final NoticeAnswering answering;
  private final NoticeTables tables;
  private final NoticeLinks links;
  private final Withdrawals withdrawals;
  private final Vault vault;
  private final Ids ids;
  private final InstantSource clock;

  NoticeIntake(
      Intake intake,
      Requests requests,
      NoticeAnswering answering,
      NoticeTables tables,
      NoticeLinks links,
      Withdrawals withdrawals,
      Vault vault,
      Ids ids,
      InstantSource clock) {
    this.intake = intake;
    this.requests = requests;
    this.answering = answering;
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
        .thenApply(committed -> answering.answer(request.getRequestId(), committed));
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
        .thenApply(committed -> answering.answer(request.getRequestId(), committed));
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
    return answering.item(
        caller,
        request.getRequestId(),
        operation,
        request,
        () -> accept(caller, request, operation));
  }
}
