package uk.yjx.chaos;

import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import uk.yjx.audit.v1.AuditEvent;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.ListEventsRequest;
import uk.yjx.audit.v1.ListEventsResponse;
import uk.yjx.client.verify.Disclosure;
import uk.yjx.client.verify.JsonValue;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.common.v1.Purpose;

/** Reads from the log, as an auditor does, who was shown which records. */
final class DisclosedEvents {
  private static final int PAGE = 500;
  private static final long CALL_SECONDS_MAX = 60;
  private static final String RECIPIENT = "recipient_id";
  private static final String RECORDS = "records";

  private DisclosedEvents() {}

  /** One event that names a recipient and records. */
  record Event(long leafIndex, String recipient, List<String> alerts) {}

  /** Reads every event below a size. */
  static List<Event> read(Channel channel, long size) throws VerificationException {
    List<Event> events = new ArrayList<>();
    long next = 0;
    while (next < size) {
      ListEventsResponse page =
          AuditServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
              .withWaitForReady()
              .listEvents(
                  ListEventsRequest.newBuilder()
                      .setFromIndex(next)
                      .setPageSize(PAGE)
                      .setPurpose(Purpose.PURPOSE_INTEGRITY_AND_SECURITY)
                      .setJustification("what readers saw is compared with the log")
                      .build());
      for (AuditEvent event : page.getEventsList()) {
        if (event.getLeafIndex() < size) {
          add(event, events);
        }
      }
      if (page.getNextIndex() <= next) {
        throw new IllegalStateException("the log ended after " + next + " of " + size + " events");
      }
      next = page.getNextIndex();
    }
    return events;
  }

  private static void add(AuditEvent event, List<Event> events) throws VerificationException {
    String recipient = "";
    List<String> records = new ArrayList<>();
    for (String opening : event.getOpeningsList()) {
      Disclosure opened = Disclosure.parse(opening);
      if (opened.name().equals(RECIPIENT) && opened.value() instanceof JsonValue.Text(String who)) {
        recipient = who;
      } else if (opened.name().equals(RECORDS)
          && opened.value() instanceof JsonValue.Items(List<JsonValue> items)) {
        for (JsonValue item : items) {
          if (item instanceof JsonValue.Text(String id)) {
            records.add(id);
          }
        }
      }
    }
    if (!recipient.isEmpty() && !records.isEmpty()) {
      events.add(new Event(event.getLeafIndex(), recipient, List.copyOf(records)));
    }
  }
}
