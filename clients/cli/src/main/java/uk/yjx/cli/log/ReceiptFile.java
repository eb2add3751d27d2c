package uk.yjx.cli.log;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonStreamParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uk.yjx.cli.CommandFailure;
import uk.yjx.client.receipts.SignedReceipts;
import uk.yjx.common.v1.Receipt;
import uk.yjx.common.v1.ReceiptSignature;

/**
 * A receipt as it was kept: any answer of the exchange that holds one, as JSON, or several of them
 * one after the other.
 *
 * @param receipt the receipt
 * @param frame all receipts it was signed with, where the signature was kept
 */
public record ReceiptFile(Receipt receipt, Optional<SignedReceipts> frame) {

  private static final int DEPTH_MAX = 8;

  /**
   * Finds the receipt in a text.
   *
   * @param requestId whose receipt it must be; null for the only one or the first
   */
  public static ReceiptFile find(String text, @Nullable String requestId) {
    try {
      JsonStreamParser answers = new JsonStreamParser(new StringReader(text));
      while (answers.hasNext()) {
        Answer answer = new Answer();
        answer.collect(answers.next(), 0);
        for (Receipt receipt : answer.receipts) {
          if (requestId == null || requestId.equals(receipt.getRequestId())) {
            return new ReceiptFile(receipt, answer.frame());
          }
        }
      }
    } catch (JsonParseException | InvalidProtocolBufferException e) {
      throw CommandFailure.file("the receipt is not JSON of the exchange", e);
    }
    throw CommandFailure.usage(
        requestId == null ? "the file holds no receipt" : "no receipt of request " + requestId);
  }

  private static final class Answer {
    private final List<Receipt> receipts = new ArrayList<>();
    private @Nullable ReceiptSignature signature;

    void collect(JsonElement element, int depth) throws InvalidProtocolBufferException {
      if (depth > DEPTH_MAX) {
        return;
      }
      if (element.isJsonArray()) {
        for (JsonElement item : element.getAsJsonArray()) {
          collect(item, depth + 1);
        }
      } else if (element instanceof JsonObject object) {
        if (object.has("leafHash") && object.has("leafIndex")) {
          Receipt.Builder receipt = Receipt.newBuilder();
          JsonFormat.parser().ignoringUnknownFields().merge(object.toString(), receipt);
          receipts.add(receipt.build());
        } else if (object.has("keyName") && object.has("signature")) {
          ReceiptSignature.Builder read = ReceiptSignature.newBuilder();
          JsonFormat.parser().ignoringUnknownFields().merge(object.toString(), read);
          signature = read.build();
        } else {
          for (JsonElement member : object.asMap().values()) {
            collect(member, depth + 1);
          }
        }
      }
    }

    Optional<SignedReceipts> frame() {
      return signature == null || receipts.isEmpty()
          ? Optional.empty()
          : Optional.of(new SignedReceipts(receipts, signature));
    }
  }
}
