package uk.yjx.client.alerts;

import com.google.protobuf.ByteString;
import java.util.List;
import uk.yjx.alerts.v1.AlertEvent;

/**
 * Events of one frame on their way to the handler.
 *
 * @param events the events in order; none when only the cursor moves on
 * @param cursor to be stored when they are dealt with
 * @param bytes what they cost in credit
 */
record Delivery(List<AlertEvent> events, ByteString cursor, int bytes) {

  static Delivery of(List<AlertEvent> events, ByteString cursor) {
    int bytes = 0;
    for (AlertEvent event : events) {
      bytes += event.getSerializedSize();
    }
    return new Delivery(events, cursor, bytes);
  }
}
