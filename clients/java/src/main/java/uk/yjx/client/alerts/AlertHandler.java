package uk.yjx.client.alerts;

import java.util.List;
import uk.yjx.alerts.v1.AlertEvent;

/** What an application does with alerts. */
@FunctionalInterface
public interface AlertHandler {

  /**
   * Deals with events, in order and on one thread; the next ones come after it has returned. Only
   * then is the cursor stored and credit given back. When it throws, the same events come again
   * after a while. Every event comes at least once: after a restart the last ones may come again,
   * with the same alert ids. Events that carry a separation or an emergency access are about people
   * who read, not about an alert to be dealt with: they are shown, never acknowledged.
   */
  void onEvents(List<AlertEvent> events) throws Exception;
}
