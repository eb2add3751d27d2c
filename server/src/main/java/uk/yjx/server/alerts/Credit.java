package uk.yjx.server.alerts;

/** What a reader has asked for: alerts and bytes. Grants add up; bytes may be overdrawn once. */
final class Credit {
  /** Credit a reader can have at most, in alerts. */
  static final int ALERTS_MAX = 100_000;

  /** Credit a reader can have at most, in bytes. */
  static final int BYTES_MAX = 256 * 1024 * 1024;

  private final boolean unlimited;
  private int alerts;
  private int bytes;

  private Credit(boolean unlimited) {
    this.unlimited = unlimited;
  }

  /** For streams whose only flow control is the transport's. */
  static Credit unlimited() {
    return new Credit(true);
  }

  static Credit none() {
    return new Credit(false);
  }

  synchronized void grant(int moreAlerts, int moreBytes) {
    alerts = (int) Math.min(ALERTS_MAX, (long) alerts + moreAlerts);
    bytes = (int) Math.min(BYTES_MAX, (long) bytes + moreBytes);
  }

  /** How many alerts may be sent now: none once bytes are used up. */
  synchronized int alertsAllowed(int max) {
    if (unlimited) {
      return max;
    }
    return bytes > 0 ? Math.min(alerts, max) : 0;
  }

  /** Whether another alert fits after some bytes of the same frame. */
  synchronized boolean allowsAfter(int frameBytes) {
    return unlimited || frameBytes < bytes;
  }

  synchronized void use(int usedAlerts, int usedBytes) {
    if (!unlimited) {
      alerts -= usedAlerts;
      bytes -= usedBytes;
    }
  }

  synchronized int alerts() {
    return alerts;
  }

  synchronized int bytes() {
    return bytes;
  }
}
