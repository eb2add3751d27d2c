package uk.yjx.client.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Whether a receipt that is part of evidence is about its leaf, and signed. */
final class ReceiptCheck {

  private ReceiptCheck() {}

  static Finding of(
      EvidenceFile file, long index, String origin, Optional<VerifierKey> receiptKey) {
    if (file.receipt().isEmpty()) {
      return Finding.notChecked(Check.RECEIPT, "No receipt is part of the evidence.");
    }
    EvidenceFile.SignedReceipt receipt = file.receipt().get();
    try {
      requireAbout(receipt, index, MerkleVerifier.leafHash(file.leaf()), origin);
      if (receipt.signature().length == 0 || receiptKey.isEmpty()) {
        return Finding.notChecked(
            Check.RECEIPT, "The receipt is about this event; its signature is not checked.");
      }
      if (!receipt.keyName().equals(receiptKey.get().name())) {
        throw new VerificationException(
            Defect.SIGNATURE_MISSING, "the receipt is not signed under the receipt key given");
      }
      receiptKey
          .get()
          .verify(receipt.frame().getBytes(StandardCharsets.UTF_8), receipt.signature());
      return Finding.holds(
          Check.RECEIPT, "The exchange signed a receipt for it: " + receipt.requestId() + ".");
    } catch (VerificationException e) {
      return Finding.fails(Check.RECEIPT, e);
    }
  }

  private static void requireAbout(
      EvidenceFile.SignedReceipt receipt, long index, byte[] hash, String origin)
      throws VerificationException {
    List<String> lines = Arrays.asList(receipt.frame().split("\n", -1));
    String end = " " + index + " " + Base64.getEncoder().encodeToString(hash);
    boolean framed =
        lines.size() >= 4
            && lines.getFirst().equals("yjx-receipt/v1")
            && lines.get(1).equals(origin)
            && lines.getLast().isEmpty();
    boolean named =
        framed
            && lines.subList(2, lines.size() - 1).stream()
                .anyMatch(line ->
                    line.startsWith(receipt.requestId() + " ")
                        && line.endsWith(end)
                        && line.split(" ", -1).length == 4);
    if (!named) {
      throw new VerificationException(
          Defect.RECEIPT_MISMATCH, "the receipt is not about this leaf at this place");
    }
  }
}
