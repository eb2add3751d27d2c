package uk.yjx.server.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import uk.yjx.common.v1.Receipt;
import uk.yjx.common.v1.ReceiptSignature;
import uk.yjx.server.audit.SigningKey;

/** Makes and signs receipts. The receipt key is not the log key. */
@Singleton
public final class Receipts {
  /** What the exchange does not replace; it goes with every receipt. */
  public static final String STANDING_NOTICE =
      "The exchange does not replace an emergency call (999), a safeguarding referral or a"
          + " threat-to-life warning.";

  private static final String FORM = "yjx-receipt/v1";

  private final LogIdentity log;
  private final SigningKey key;

  Receipts(LogIdentity log) {
    this.log = log;
    this.key = log.receiptKey();
  }

  /** The receipt of a committed request. */
  public Receipt of(String requestId, Committed committed) {
    return Receipt.newBuilder()
        .setRequestId(requestId)
        .setEpoch(committed.epoch())
        .setPosition(committed.position())
        .setLeafIndex(committed.leafIndex())
        .setLeafHash(ByteString.copyFrom(committed.leafHash()))
        .setLogOrigin(log.origin(committed.epoch()))
        .setRecordedAt(timestamp(committed.recordedAt()))
        .build();
  }

  /** One signature over the receipts of a frame, in order. */
  public ReceiptSignature sign(List<Receipt> receipts) {
    StringBuilder text = new StringBuilder(64 + receipts.size() * 128);
    text.append(FORM).append('\n').append(receipts.getFirst().getLogOrigin()).append('\n');
    for (Receipt r : receipts) {
      text.append(r.getRequestId())
          .append(' ')
          .append(r.getPosition())
          .append(' ')
          .append(r.getLeafIndex())
          .append(' ')
          .append(Base64.getEncoder().encodeToString(r.getLeafHash().toByteArray()))
          .append('\n');
    }
    byte[] signature = key.sign(text.toString().getBytes(StandardCharsets.UTF_8));
    return ReceiptSignature.newBuilder()
        .setKeyName(key.name())
        .setSignature(ByteString.copyFrom(signature))
        .build();
  }

  /** An instant as the contract carries it. */
  public static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
