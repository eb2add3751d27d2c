package uk.yjx.client.alerts;

import java.time.Duration;
import java.util.regex.Pattern;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.client.FullJitter;
import uk.yjx.common.v1.Purpose;

/**
 * What to receive and how.
 *
 * @param scope whose alerts
 * @param instanceId names the installation; a second subscription with the same id ends the first.
 *     8 to 64 characters from A-Z a-z 0-9 . _ -
 * @param purpose why the caller reads
 * @param creditAlerts alerts that may be on their way or waiting for the handler; 1 to 10,000
 * @param creditBytes bytes of encoded events that may be; 1 KiB to 16 MiB
 * @param backoff waits between attempts to reconnect and between tries of a failing handler
 * @param openWait an opened call must be answered within this time
 * @param closeWait closing waits at most this long for acknowledgements and the handler
 */
public record SubscriptionSettings(
    Scope scope,
    String instanceId,
    Purpose purpose,
    int creditAlerts,
    int creditBytes,
    FullJitter backoff,
    Duration openWait,
    Duration closeWait) {

  private static final Pattern INSTANCE_ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");
  private static final int CREDIT_ALERTS_MAX = 10_000;
  private static final int CREDIT_BYTES_MIN = 1024;
  private static final int CREDIT_BYTES_MAX = 16 * 1024 * 1024;

  /** Checks the ranges. */
  public SubscriptionSettings {
    if (!INSTANCE_ID.matcher(instanceId).matches()) {
      throw new IllegalArgumentException(
          "an instance id has 8 to 64 characters from A-Z a-z 0-9 . _ -");
    }
    if (purpose == Purpose.PURPOSE_UNSPECIFIED || purpose == Purpose.UNRECOGNIZED) {
      throw new IllegalArgumentException("a purpose is needed");
    }
    if (creditAlerts < 1 || creditAlerts > CREDIT_ALERTS_MAX) {
      throw new IllegalArgumentException("creditAlerts " + creditAlerts + " is out of range");
    }
    if (creditBytes < CREDIT_BYTES_MIN || creditBytes > CREDIT_BYTES_MAX) {
      throw new IllegalArgumentException("creditBytes " + creditBytes + " is out of range");
    }
    if (openWait.isNegative() || openWait.isZero() || closeWait.isNegative()) {
      throw new IllegalArgumentException("waits must be positive");
    }
  }

  /** 256 alerts and 1 MiB of credit, standard back-off. */
  public static SubscriptionSettings of(Scope scope, String instanceId, Purpose purpose) {
    return new SubscriptionSettings(
        scope,
        instanceId,
        purpose,
        256,
        1024 * 1024,
        FullJitter.standard(),
        Duration.ofSeconds(15),
        Duration.ofSeconds(10));
  }

  /** The same with another credit. */
  public SubscriptionSettings withCredit(int alerts, int bytes) {
    return new SubscriptionSettings(
        scope, instanceId, purpose, alerts, bytes, backoff, openWait, closeWait);
  }
}
