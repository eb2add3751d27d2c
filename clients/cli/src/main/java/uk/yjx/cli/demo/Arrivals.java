package uk.yjx.cli.demo;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AcknowledgeResult;
import uk.yjx.alerts.v1.AcknowledgeStatus;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.cli.Times;
import uk.yjx.common.v1.Urgency;

/**
 * What all subscribing clients saw, by their own frames and clocks. It begins to count when the
 * replay begins; what was open before does not count. Safe for use by many threads.
 */
final class Arrivals {

  private final Map<String, Arrival> alerts = new HashMap<>();
  private final Set<Sight> sights = new HashSet<>();
  private final Set<String> acknowledged = new HashSet<>();
  private @Nullable Instant beginning;
  private long entries;
  private long duplicates;
  private long waiting;
  private long refused;

  /**
   * The first sight of an alert by anyone.
   *
   * @param alert as it was shown
   * @param nanos when, by {@link System#nanoTime}
   */
  record Arrival(Alert alert, long nanos) {

    boolean isNote() {
      return alert.getUrgency() == Urgency.URGENCY_NOTE;
    }
  }

  /** An alert as new to one reader: seeing it twice means that it was delivered twice. */
  private record Sight(String reader, String alertId) {}

  /** Every alert raised from {@code instant} on counts; server and clients share one clock. */
  synchronized void begin(Instant instant) {
    beginning = instant;
  }

  /** Counts the events of a frame; the alerts that have to be acknowledged. */
  synchronized List<String> saw(String reader, List<AlertEvent> events, long nanos) {
    for (AlertEvent event : events) {
      if (!counts(event.getAlert())) {
        continue;
      }
      Alert alert = event.getAlert();
      boolean isNew = event.getCause() == EntryCause.ENTRY_CAUSE_NEW;
      if (isNew && !sights.add(new Sight(reader, alert.getAlertId()))) {
        duplicates++;
        continue;
      }
      entries++;
      if (isNew) {
        alerts.putIfAbsent(alert.getAlertId(), new Arrival(alert, nanos));
      }
    }
    List<String> due = toAcknowledge(events);
    waiting += due.size();
    return due;
  }

  /** Counts confirmed acknowledgements; {@code asked} of them were asked for. */
  synchronized void acknowledged(int asked, List<AcknowledgeResult> results) {
    waiting -= asked;
    for (AcknowledgeResult result : results) {
      if (result.getStatus() == AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED
          || result.getStatus() == AcknowledgeStatus.ACKNOWLEDGE_STATUS_ALREADY) {
        if (alerts.containsKey(result.getAlertId())) {
          acknowledged.add(result.getAlertId());
        }
      } else {
        refused++;
      }
    }
  }

  /** What is counted so far. */
  synchronized Seen seen() {
    return new Seen(Map.copyOf(alerts), entries, duplicates, acknowledged.size(), waiting, refused);
  }

  /** Entries seen so far, and acknowledgements without an answer. */
  synchronized Seen counts() {
    return new Seen(Map.of(), entries, duplicates, acknowledged.size(), waiting, refused);
  }

  private boolean counts(Alert alert) {
    return beginning != null && !Times.instant(alert.getRaisedAt()).isBefore(beginning);
  }

  private static List<String> toAcknowledge(List<AlertEvent> events) {
    return events.stream()
        .filter(event -> event.getCause() != EntryCause.ENTRY_CAUSE_CHANGED)
        .filter(event -> event.getCause() != EntryCause.ENTRY_CAUSE_WITHDRAWN)
        .filter(event -> event.getCause() != EntryCause.ENTRY_CAUSE_MOVED_AWAY)
        .filter(event -> event.getCause() != EntryCause.ENTRY_CAUSE_SEPARATION)
        .filter(event -> event.getCause() != EntryCause.ENTRY_CAUSE_EMERGENCY_ACCESS)
        .map(AlertEvent::getAlert)
        .filter(alert -> alert.getUrgency() != Urgency.URGENCY_NOTE)
        .map(Alert::getAlertId)
        .distinct()
        .toList();
  }

  /**
   * Counts of one moment.
   *
   * @param alerts alerts and notes seen as new, by id
   * @param entries mailbox entries seen, each once for each reader
   * @param duplicates alerts seen as new more than once by one reader
   * @param acknowledged alerts whose acknowledgement was confirmed
   * @param waiting acknowledgements without an answer
   * @param refused acknowledgements that were refused
   */
  record Seen(
      Map<String, Arrival> alerts,
      long entries,
      long duplicates,
      long acknowledged,
      long waiting,
      long refused) {}
}
