package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;

/** The limits of alerts and their streams for the capabilities. */
@Singleton
public final class AlertLimits implements LimitSource {
  /** Name of the limit that says how long a cursor can be resumed. */
  public static final String CURSOR_RETENTION_NAME = "alerts.cursor_retention";

  @Override
  public List<PublishedLimit> limits() {
    return List.of(
        PublishedLimit.seconds(CURSOR_RETENTION_NAME, StreamUpkeep.RETENTION),
        PublishedLimit.seconds("alerts.heartbeat", StreamServices.HEARTBEAT_INTERVAL),
        PublishedLimit.seconds("alerts.note_view", AlertStream.NOTE_VIEW),
        PublishedLimit.seconds("alerts.emergency_default", EmergencyRules.LASTS_DEFAULT),
        PublishedLimit.seconds("alerts.emergency_max", EmergencyRules.LASTS_MAX),
        PublishedLimit.items("alerts.emergency_open", EmergencyRules.OPEN_MAX),
        PublishedLimit.items("alerts.emergency_alerts", EmergencyReads.ALERTS_MAX),
        PublishedLimit.items("alerts.frame", AlertStream.ALERTS_PER_FRAME),
        PublishedLimit.items("alerts.credit_alerts", Credit.ALERTS_MAX),
        PublishedLimit.bytes("alerts.credit_bytes", Credit.BYTES_MAX));
  }
}
