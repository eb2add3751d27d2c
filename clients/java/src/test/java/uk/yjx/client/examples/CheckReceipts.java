package uk.yjx.client.examples;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.publish.Publication;
import uk.yjx.client.receipts.ExchangeKeys;
import uk.yjx.client.receipts.ReceiptVerdict;
import uk.yjx.client.receipts.ReceiptVerifier;

/** The receipt example of the README, compiled with the tests. */
final class CheckReceipts {

  private CheckReceipts() {}

  // README: receipts
  static void check(
      ExchangeConnection connection, ExchangeKeys pinned, Publication.Accepted answer) {
    var verifier =
        new ReceiptVerifier(
            connection, pinned, Duration.ofMinutes(1), InstantSource.system(), Optional.empty());
    for (ReceiptVerdict verdict : verifier.verify(answer.proof().orElseThrow(), Instant.now())) {
      switch (verdict) {
        case ReceiptVerdict.Verified v ->
            System.out.println("in the log, " + v.checkpoint().size());
        case ReceiptVerdict.NotYet n -> System.out.println("ask again");
        case ReceiptVerdict.Missing m -> System.out.println("tell the auditor: " + m.reason());
        case ReceiptVerdict.Forged f -> System.out.println("tell the auditor: " + f.explanation());
      }
    }
  }
  // README: end
}
