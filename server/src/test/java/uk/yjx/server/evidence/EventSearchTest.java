package uk.yjx.server.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import uk.yjx.audit.v1.AuditEvent;
import uk.yjx.audit.v1.FindEventsRequest;
import uk.yjx.audit.v1.FindEventsResponse;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;

/** The questions auditors ask are answered from the log, and asking them is in the log. */
class EventSearchTest extends AuditEndpointCase {
  private static final String CHILD = "11111111-aaaa-4bbb-8ccc-222222222222";
  private static final String WORKER = "north-yjs/user/a.worker";
  private static final Instant EARLIER = Instant.parse("2020-01-01T00:00:00Z");

  @BeforeAll
  static void disclose() throws Exception {
    disclosure(CHILD, WORKER, "north-agreement", EARLIER);
    disclosure("another-child", WORKER, "north-agreement", Instant.now());
    disclosure(CHILD, "north-yjs/user/b.manager", "south-agreement", Instant.now());
  }

  @Test
  void findsEverythingAboutAChildAndWhoSawIt() throws Exception {
    List<AuditEvent> found = all(question().setChildId(CHILD).setType("disclosure"));
    assertEquals(2, found.size());
    assertTrue(found.stream().allMatch(event -> event.getOpeningsCount() == 2));
  }

  @Test
  void findsEverythingAPersonReceived() throws Exception {
    assertEquals(2, all(question().setPrincipal(WORKER)).size());
  }

  @Test
  void findsEverythingUnderAnAgreementAndWithinATime() throws Exception {
    assertEquals(2, all(question().setAgreementId("north-agreement")).size());
    assertEquals(
        1,
        all(question().setAgreementId("north-agreement").setToTime(time(EARLIER.plusSeconds(1))))
            .size());
    assertEquals(
        0, all(question().setAgreementId("north-agreement").setToTime(time(EARLIER))).size());
  }

  @Test
  void givesAChildItsOwnAnswersWithoutAnyonesName() throws Exception {
    List<AuditEvent> found =
        all(question().setChildId(CHILD).setType("disclosure").setWithoutOpenings(true));
    assertEquals(2, found.size());
    assertTrue(found.stream().allMatch(event -> event.getOpeningsCount() == 0));
  }

  @Test
  void aQuestionIsItselfInTheLogAndAboutTheChild() throws Exception {
    long before = all(question().setChildId(CHILD).setType("consultation")).size();
    all(question().setChildId(CHILD).setType("refusal"));
    assertTrue(all(question().setChildId(CHILD).setType("consultation")).size() > before);
  }

  @Test
  void pagesUntilTheEnd() throws Exception {
    FindEventsResponse first = page(question().setType("collection").setPageSize(7).build());
    assertEquals(7, first.getEventsCount());
    assertEquals(300, all(question().setType("collection").setPageSize(7)).size());
  }

  @Test
  void refusesOtherPurposes() {
    assertRefused(
        "PURPOSE_NOT_ALLOWED",
        to ->
            endpoint.findEvents(
                question().setPurpose(Purpose.PURPOSE_SUPERVISION).build(), cast(to)));
  }

  private static FindEventsRequest.Builder question() {
    return FindEventsRequest.newBuilder()
        .setPurpose(Purpose.PURPOSE_LAWFULNESS_CHECK)
        .setJustification("complaint 18");
  }

  private static FindEventsResponse page(FindEventsRequest question) throws Exception {
    return one(to -> endpoint.findEvents(question, to));
  }

  private static List<AuditEvent> all(FindEventsRequest.Builder question) throws Exception {
    List<AuditEvent> found = new java.util.ArrayList<>();
    long next = 0;
    long end = Long.MAX_VALUE;
    while (next < end) {
      FindEventsResponse page = page(question.setFromIndex(next).build());
      found.addAll(page.getEventsList());
      next = page.getNextIndex();
      // Each page adds an event of its own; what was there at the first is the question's end.
      end = Math.min(end, page.getTreeSize());
    }
    return found;
  }

  private static Timestamp time(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).build();
  }

  private static void disclosure(String child, String to, String agreement, Instant at)
      throws Exception {
    Journal journal = exchange.bean(Journal.class);
    AuditTrail trail = exchange.bean(AuditTrail.class);
    Entry.Builder entry = Entry.decidedAt(journal.stamp());
    trail.add(
        entry,
        trail.newKey(entry),
        trail
            .event(EventType.DISCLOSURE, "yjx.test/Show", "disclosed", at)
            .from("police-test")
            .to("north-yjs")
            .purpose("SUPERVISION")
            .basis(new SharingBasis("CDA98_S115", agreement, 1))
            .personal(PersonalMember.RECIPIENT_ID, to)
            .personal(PersonalMember.SUBJECTS, List.of(child)));
    Entry built = entry.build();
    journal.append(() -> new Proposal.Decision.Write(built)).get(30, TimeUnit.SECONDS);
  }
}
