package uk.yjx.client.receipts;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.MerkleVerifier;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.common.v1.Receipt;

/**
 * Checks receipts: first the signature of the frame they came in, then, once a signed checkpoint
 * covers them, that the log holds them. Safe for use by many threads; calls block.
 */
public final class ReceiptVerifier {

  private static final String REQUEST_ID = "[A-Za-z0-9._-]{8,64}";

  private final ExchangeKeys keys;
  private final Duration mergeDelay;
  private final InstantSource clock;
  private final SeenLog log;

  /**
   * Begins to check.
   *
   * @param mergeDelay how long after a receipt came a checkpoint must cover it; the exchange signs
   *     on demand, so a minute is generous
   * @param lastSeen the last checkpoint of an earlier run; empty to trust the first one
   */
  public ReceiptVerifier(
      ExchangeConnection connection,
      ExchangeKeys keys,
      Duration mergeDelay,
      InstantSource clock,
      Optional<Checkpoint> lastSeen) {
    this.keys = keys;
    this.mergeDelay = mergeDelay;
    this.clock = clock;
    this.log = new SeenLog(connection, keys, lastSeen);
  }

  /** The last checkpoint seen, to be kept for the next run; empty before the first. */
  public synchronized Optional<Checkpoint> lastSeen() {
    return log.last();
  }

  /** Why the signature over a frame is worth nothing; empty when it is genuine. */
  public Optional<ReceiptVerdict.Forged> checkSignature(SignedReceipts frame) {
    for (Receipt receipt : frame.receipts()) {
      // Against an attacker who moves the borders between signed lines or mixes logs.
      if (!receipt.getRequestId().matches(REQUEST_ID)
          || receipt.getPosition() < 1
          || receipt.getLeafIndex() < 0
          || receipt.getLeafHash().size() != MerkleVerifier.HASH_BYTES) {
        return forged("RECEIPT_MALFORMED", "a receipt of the frame is malformed");
      }
      if (!receipt.getLogOrigin().equals(keys.logOrigin())) {
        return forged("ORIGIN_MISMATCH", "a receipt of the frame is of another log");
      }
    }
    if (!frame.signature().getKeyName().equals(keys.receiptKey().name())) {
      return forged("KEY_UNKNOWN", "the frame is not signed under the pinned receipt key");
    }
    try {
      keys.receiptKey().verify(frame.signedBytes(), frame.signature().getSignature().toByteArray());
      return Optional.empty();
    } catch (VerificationException e) {
      return forged("RECEIPT_" + e.defect(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks a frame and each of its receipts.
   *
   * @param receivedAt when the frame came, by the caller's clock: the one in the receipt is not
   *     signed
   * @return one verdict a receipt, in their order
   * @throws uk.yjx.client.ExchangeException when the exchange cannot be asked
   */
  public List<ReceiptVerdict> verify(SignedReceipts frame, Instant receivedAt) {
    Optional<ReceiptVerdict.Forged> forged = checkSignature(frame);
    List<ReceiptVerdict> verdicts = new ArrayList<>();
    for (Receipt receipt : frame.receipts()) {
      verdicts.add(forged.isPresent() ? forged.get() : verifyInLog(receipt, receivedAt));
    }
    return verdicts;
  }

  /**
   * Checks only that the log holds what a receipt says; for receipts that come without a signature.
   *
   * @param receivedAt when the receipt came, by the caller's clock
   * @throws uk.yjx.client.ExchangeException when the exchange cannot be asked
   */
  public synchronized ReceiptVerdict verifyInLog(Receipt receipt, Instant receivedAt) {
    if (!receipt.getLogOrigin().equals(keys.logOrigin())) {
      return new ReceiptVerdict.Forged("ORIGIN_MISMATCH", "the receipt is of another log");
    }
    try {
      Checkpoint checkpoint = log.covering(Math.addExact(receipt.getLeafIndex(), 1));
      if (checkpoint.size() <= receipt.getLeafIndex()) {
        return notCovered(receivedAt);
      }
      log.demandInclusion(receipt.getLeafIndex(), receipt.getLeafHash(), checkpoint);
      return new ReceiptVerdict.Verified(checkpoint);
    } catch (VerificationException e) {
      return new ReceiptVerdict.Forged("LOG_" + e.defect(), String.valueOf(e.getMessage()));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.OUT_OF_RANGE) {
        return notCovered(receivedAt);
      }
      throw Errors.of(e);
    }
  }

  private ReceiptVerdict notCovered(Instant receivedAt) {
    return clock.instant().isAfter(receivedAt.plus(mergeDelay))
        ? new ReceiptVerdict.Missing("NOT_COVERED_IN_TIME")
        : new ReceiptVerdict.NotYet("NOT_COVERED_YET");
  }

  private static Optional<ReceiptVerdict.Forged> forged(String reason, String explanation) {
    return Optional.of(new ReceiptVerdict.Forged(reason, explanation));
  }
}
