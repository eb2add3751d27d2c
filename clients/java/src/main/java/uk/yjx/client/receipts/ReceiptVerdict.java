package uk.yjx.client.receipts;

import uk.yjx.client.verify.Checkpoint;

/** What a check of one receipt came to. */
public sealed interface ReceiptVerdict {

  /**
   * The request stands in the log, under a checkpoint that extends every one seen before.
   *
   * @param checkpoint the signed state of the log that covers it
   */
  record Verified(Checkpoint checkpoint) implements ReceiptVerdict {}

  /**
   * No checkpoint covers the receipt yet, and the time for that has not run out: ask again.
   *
   * @param reason in UPPER_SNAKE_CASE
   */
  record NotYet(String reason) implements ReceiptVerdict {}

  /**
   * No checkpoint covers the receipt although the time for that has run out: the exchange does not
   * keep what it has signed. Keep the receipt and tell the operator and the auditor.
   *
   * @param reason in UPPER_SNAKE_CASE
   */
  record Missing(String reason) implements ReceiptVerdict {}

  /**
   * Receipt, checkpoint and proofs contradict each other or carry no valid signature.
   *
   * @param reason in UPPER_SNAKE_CASE
   * @param explanation one sentence for a person
   */
  record Forged(String reason, String explanation) implements ReceiptVerdict {}
}
