package uk.yjx.server.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import uk.yjx.audit.v1.AuditEvent;
import uk.yjx.audit.v1.ListEventsRequest;
import uk.yjx.audit.v1.ListEventsResponse;
import uk.yjx.audit.v1.TailEventsRequest;
import uk.yjx.audit.v1.TailEventsResponse;
import uk.yjx.client.verify.Disclosure;
import uk.yjx.client.verify.LeafDocument;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.Collected;
import uk.yjx.server.journal.LogIdentity;

/** The log as its readers see it (promise 2). */
class AuditReadingTest extends AuditEndpointCase {
  @Test
  void showsEventsWithTheirOpeningsAndCommitsThatItDid() throws Exception {
    long size = exchange.bean(LogStore.class).head().size();
    ListEventsResponse page = one(to -> endpoint.listEvents(list(size - 3), to));
    assertEquals(size, page.getNextIndex());
    for (AuditEvent event : page.getEventsList()) {
      assertOpens(event);
    }
    ListEventsResponse after = one(to -> endpoint.listEvents(list(size), to));
    String leaf = after.getEvents(0).getLeaf().toStringUtf8();
    assertTrue(leaf.contains("yjx.audit.v1.AuditService/ListEvents"), leaf);
    assertTrue(leaf.contains("LAWFULNESS_CHECK"), leaf);
    assertFalse(leaf.contains("complaint"), "the justification is sealed");
    assertTrue(
        openings(after.getEvents(0)).stream()
            .anyMatch(d ->
                d.name().equals("justification") && d.value().toString().contains("complaint 17")),
        "the justification opens");
  }

  @Test
  void showsNoOpeningsOfAnErasedRecord() throws Exception {
    append(1);
    long size = exchange.bean(LogStore.class).head().size();
    try (Connection c = database.superuser();
        Statement s = c.createStatement()) {
      s.execute(
          "DELETE FROM storage.record_key WHERE position ="
              + " (SELECT position FROM audit.leaf WHERE leaf_index = "
              + (size - 1)
              + ")");
    }
    ListEventsResponse page = one(to -> endpoint.listEvents(list(size - 1), to));
    assertEquals(List.of(), page.getEvents(0).getOpeningsList());
    assertFalse(page.getEvents(0).getLeaf().isEmpty());
  }

  @Test
  void otherPurposesThanThoseOfTheActAreRefusedAndCommitNothing() {
    long size = exchange.bean(LogStore.class).head().size();
    for (Purpose purpose : List.of(Purpose.PURPOSE_OPERATION, Purpose.PURPOSE_SUPERVISION)) {
      ListEventsRequest request = list(0).toBuilder().setPurpose(purpose).build();
      assertRefused("PURPOSE_NOT_ALLOWED", to -> endpoint.listEvents(request, cast(to)));
    }
    assertRefused(
        "PURPOSE_NOT_ALLOWED",
        to ->
            endpoint.tailEvents(
                tail(0).toBuilder().setPurpose(Purpose.PURPOSE_SAFEGUARDING).build(), cast(to)));
    assertEquals(size, exchange.bean(LogStore.class).head().size());
  }

  @Test
  void aTailSendsOnlyWhileThereIsRoomAndGoesOnWhereItWas() throws Exception {
    long size = exchange.bean(LogStore.class).head().size();
    Collected<TailEventsResponse> first = new Collected<>();
    first.ready(false);
    exchange.asAdministrator(() -> endpoint.tailEvents(tail(size - 10), first));
    assertEquals(0, first.waiting());
    first.ready(true);
    long next = size - 10;
    while (next < size) {
      next = follows(next, first.next());
    }
    first.cancel();
    append(5);
    Collected<TailEventsResponse> second = new Collected<>();
    long resume = next;
    exchange.asAdministrator(() -> endpoint.tailEvents(tail(resume), second));
    next = follows(next, second.next());
    append(40);
    long live = exchange.bean(LogStore.class).head().size();
    while (next < live) {
      next = follows(next, second.next());
    }
    second.cancel();
  }

  @Test
  void aTailIsToldThatTheServerStops() throws Exception {
    Collected<TailEventsResponse> tail = new Collected<>();
    exchange.asAdministrator(() -> endpoint.tailEvents(tail(-1), tail));
    exchange.bean(TailStreams.class).drain(Duration.ofSeconds(1));
    assertEquals("DRAINING", tail.endAfterMessages());
  }

  private static long follows(long next, TailEventsResponse frame) {
    long at = next;
    for (var leaf : frame.getLeavesList()) {
      assertEquals(at, leaf.getLeafIndex());
      at++;
    }
    assertTrue(frame.getTreeSize() >= at);
    return at;
  }

  private static void assertOpens(AuditEvent event) throws Exception {
    String origin = exchange.bean(LogIdentity.class).origin(1);
    LeafDocument document = LeafDocument.parse(event.getLeaf().toByteArray(), origin);
    for (Disclosure disclosure : openings(event)) {
      document.require(disclosure);
    }
  }

  private static List<Disclosure> openings(AuditEvent event) throws Exception {
    List<Disclosure> openings = new ArrayList<>();
    for (String encoded : event.getOpeningsList()) {
      openings.add(Disclosure.parse(encoded));
    }
    return openings;
  }

  private static TailEventsRequest tail(long from) {
    return TailEventsRequest.newBuilder()
        .setFromIndex(from)
        .setPurpose(Purpose.PURPOSE_INTEGRITY_AND_SECURITY)
        .build();
  }
}
