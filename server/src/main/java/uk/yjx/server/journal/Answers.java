package uk.yjx.server.journal;

import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Vault;

/** Gives the first answer again to a request that was committed before. */
final class Answers {
  /** What the sealed answer is bound to. */
  static final String PURPOSE = "answer";

  static final Failure REUSED =
      Failure.of(
          Failure.Code.ALREADY_EXISTS,
          "REQUEST_ID_REUSED",
          "this request id was used before with other content; nothing was changed");

  private static final Failure ERASED =
      Failure.of(
          Failure.Code.ALREADY_EXISTS,
          "REQUEST_ERASED",
          "this request was committed before and its record has since been erased");

  private final Vault vault;

  Answers(Vault vault) {
    this.vault = vault;
  }

  void complete(Pending pending, RequestKey asked, KnownRequests.Known before, long epoch) {
    try {
      pending.result.complete(again(asked, before, epoch));
    } catch (RuntimeException e) {
      // Refused, or a sealed answer that does not open: this caller's failure alone.
      pending.result.completeExceptionally(e);
    }
  }

  /** The first answer; refused when the content is another or the record is erased. */
  Committed again(RequestKey asked, KnownRequests.Known before, long epoch) {
    if (!before.key().sameContent(asked.digest())) {
      throw REUSED.refused();
    }
    if (before.wrappedKey() == null) {
      throw ERASED.refused();
    }
    byte[] answer =
        before.sealedAnswer() == null
            ? new byte[0]
            : vault.open(vault.unwrap(before.wrappedKey()), before.sealedAnswer(), PURPOSE);
    Long former = before.formerEpoch();
    return new Committed(
        former == null ? epoch : former,
        before.position(),
        before.leafIndex(),
        before.leafHash(),
        before.recordedAt(),
        answer,
        true);
  }
}
