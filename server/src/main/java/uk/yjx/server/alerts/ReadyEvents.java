package uk.yjx.server.alerts;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertEvents;

/**
 * Events whose disclosure is committed, to be sent next.
 *
 * @param after the place up to which the reader is told with them
 */
record ReadyEvents(List<AlertEvent> events, Disclosures.Released released, FeedItem.Place after) {

  /** Cuts the frame where byte credit ends; what is left out is read and disclosed again. */
  static ReadyEvents fitting(
      Credit credit, List<FeedItem> items, Disclosures.Released released, FeedItem.Place reached) {
    List<AlertEvent> events = new ArrayList<>();
    int bytes = 0;
    for (int i = 0; i < items.size(); i++) {
      AlertEvent event = released.outcome().events().get(i);
      if (event == null) {
        continue;
      }
      if (!events.isEmpty() && !credit.allowsAfter(bytes)) {
        return new ReadyEvents(events, released, items.get(i).place().before());
      }
      events.add(event);
      bytes += event.getSerializedSize();
    }
    return new ReadyEvents(events, released, reached);
  }

  /** The frame that carries them, with what credit is left. */
  AlertEvents message(ByteString cursorAfter, Credit left) {
    return AlertEvents.newBuilder()
        .addAllEvents(events)
        .setCursorAfter(cursorAfter)
        .setCreditAlerts(left.alerts())
        .setCreditBytes(left.bytes())
        .build();
  }

  int bytes() {
    return events.stream().mapToInt(AlertEvent::getSerializedSize).sum();
  }
}
