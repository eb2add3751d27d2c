package uk.yjx.client.receipts;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import uk.yjx.common.v1.Receipt;
import uk.yjx.common.v1.ReceiptSignature;

/**
 * The receipts of one answer frame in their order, with the one signature over all of them.
 *
 * @param receipts at least one; all of one log origin when the frame is genuine
 * @param signature the signature under the receipt key
 */
public record SignedReceipts(List<Receipt> receipts, ReceiptSignature signature) {

  private static final String HEADING = "yjx-receipt/v1\n";

  /** Checks that there is a receipt. */
  public SignedReceipts {
    receipts = List.copyOf(receipts);
    if (receipts.isEmpty()) {
      throw new IllegalArgumentException("a signature needs at least one receipt");
    }
  }

  /** The signed bytes, as documented for {@link ReceiptSignature}. */
  public byte[] signedBytes() {
    StringBuilder text = new StringBuilder(HEADING);
    text.append(receipts.getFirst().getLogOrigin()).append('\n');
    for (Receipt receipt : receipts) {
      text.append(receipt.getRequestId())
          .append(' ')
          .append(receipt.getPosition())
          .append(' ')
          .append(receipt.getLeafIndex())
          .append(' ')
          .append(base64(receipt.getLeafHash()))
          .append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(ByteString bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
