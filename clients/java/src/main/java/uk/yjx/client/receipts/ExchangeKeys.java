package uk.yjx.client.receipts;

import uk.yjx.capabilities.v1.GetCapabilitiesResponse;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.client.verify.VerifierKey;

/**
 * The keys an application pins. They are worth as much as the way they came: best out of band, else
 * from the first capabilities call and kept from then on.
 *
 * @param receiptKey signs receipts
 * @param logKey signs checkpoints
 * @param logOrigin origin of the log, its epoch included
 */
public record ExchangeKeys(VerifierKey receiptKey, VerifierKey logKey, String logOrigin) {

  /** Checks that the log has a name. */
  public ExchangeKeys {
    if (logOrigin.isBlank()) {
      throw new IllegalArgumentException("the log needs an origin");
    }
  }

  /** Reads keys in C2SP form. */
  public static ExchangeKeys parse(String receiptKey, String logKey, String logOrigin)
      throws VerificationException {
    return new ExchangeKeys(VerifierKey.parse(receiptKey), VerifierKey.parse(logKey), logOrigin);
  }

  /** Takes the keys the exchange publishes; whoever does so trusts it at that moment. */
  public static ExchangeKeys published(GetCapabilitiesResponse capabilities)
      throws VerificationException {
    return parse(
        capabilities.getReceiptVerifierKey(),
        capabilities.getLogVerifierKey(),
        capabilities.getLogOrigin());
  }
}
