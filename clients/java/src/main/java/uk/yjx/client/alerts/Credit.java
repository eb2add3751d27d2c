package uk.yjx.client.alerts;

import java.util.Optional;
import uk.yjx.alerts.v1.Grant;

/**
 * Credit as the receiving side counts it. What the handler has dealt with is owed to the exchange
 * and given back once it comes to half of the whole, so grants stay few and the stream never dry.
 * An event is charged with the size of its encoding, as the exchange charges it.
 */
final class Credit {

  /** Bytes in one grant, at most, by contract. */
  private static final int BYTES_MAX = 16 * 1024 * 1024;

  private final int alertsMax;
  private final int bytesMax;
  private int heldAlerts;
  private int heldBytes;
  private int owedAlerts;
  private int owedBytes;

  Credit(int alertsMax, int bytesMax) {
    this.alertsMax = alertsMax;
    this.bytesMax = bytesMax;
  }

  /** The first grant of a call: all but what still waits for the handler. */
  Grant opening() {
    owedAlerts = 0;
    owedBytes = 0;
    return grant(Math.max(0, alertsMax - heldAlerts), Math.max(0, bytesMax - heldBytes));
  }

  void received(Delivery delivery) {
    heldAlerts += delivery.events().size();
    heldBytes += delivery.bytes();
  }

  void dealtWith(Delivery delivery) {
    heldAlerts -= delivery.events().size();
    heldBytes -= delivery.bytes();
    owedAlerts += delivery.events().size();
    owedBytes += delivery.bytes();
  }

  /** The grant that is due now, if one is. */
  Optional<Grant> due() {
    boolean low = 2L * owedAlerts >= alertsMax || 2L * owedBytes >= bytesMax;
    return low ? Optional.of(owed()) : Optional.empty();
  }

  /** Whether nothing waits for the handler. */
  boolean isIdle() {
    return heldAlerts == 0;
  }

  private Grant owed() {
    Grant grant = grant(Math.min(owedAlerts, alertsMax), Math.min(owedBytes, BYTES_MAX));
    owedAlerts -= grant.getAlerts();
    owedBytes -= grant.getBytes();
    return grant;
  }

  private static Grant grant(int alerts, int bytes) {
    return Grant.newBuilder().setAlerts(alerts).setBytes(bytes).build();
  }
}
