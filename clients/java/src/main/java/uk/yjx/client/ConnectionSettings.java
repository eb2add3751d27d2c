package uk.yjx.client;

import java.time.Duration;

/**
 * How a connection to the exchange is kept. There is no setting that turns TLS off.
 *
 * @param keepAliveTime a quiet connection with open calls is probed after this long; 10 s or more
 * @param keepAliveTimeout a probe without an answer ends the connection after this long
 * @param flowControlWindow bytes the exchange may send ahead on one call; 64 KiB to 16 MiB
 * @param inboundMessageMax largest message accepted, in bytes; 64 KiB to 64 MiB
 * @param serverName the name the exchange's certificate must carry; empty for the host itself
 */
public record ConnectionSettings(
    Duration keepAliveTime,
    Duration keepAliveTimeout,
    int flowControlWindow,
    int inboundMessageMax,
    String serverName) {

  private static final Duration KEEP_ALIVE_TIME_MIN = Duration.ofSeconds(10);
  private static final int BYTES_MIN = 64 * 1024;
  private static final int FLOW_CONTROL_WINDOW_MAX = 16 * 1024 * 1024;
  private static final int INBOUND_MESSAGE_MAX = 64 * 1024 * 1024;

  /** Checks the ranges. */
  public ConnectionSettings {
    if (keepAliveTime.compareTo(KEEP_ALIVE_TIME_MIN) < 0) {
      throw new IllegalArgumentException("keepAliveTime " + keepAliveTime + " is under 10 s");
    }
    if (keepAliveTimeout.isNegative() || keepAliveTimeout.isZero()) {
      throw new IllegalArgumentException("keepAliveTimeout must be positive");
    }
    inRange("flowControlWindow", flowControlWindow, FLOW_CONTROL_WINDOW_MAX);
    inRange("inboundMessageMax", inboundMessageMax, INBOUND_MESSAGE_MAX);
  }

  /** Probes after 30 s, gives up 20 s later, 2 MiB ahead on a call, messages up to 4 MiB. */
  public static ConnectionSettings standard() {
    return new ConnectionSettings(
        Duration.ofSeconds(30), Duration.ofSeconds(20), 2 * 1024 * 1024, 4 * 1024 * 1024, "");
  }

  /** The same with another name expected in the exchange's certificate. */
  public ConnectionSettings withServerName(String name) {
    return new ConnectionSettings(
        keepAliveTime, keepAliveTimeout, flowControlWindow, inboundMessageMax, name);
  }

  private static void inRange(String name, int value, int max) {
    if (value < BYTES_MIN || value > max) {
      throw new IllegalArgumentException(
          name + " " + value + " is not within " + BYTES_MIN + " to " + max);
    }
  }
}
