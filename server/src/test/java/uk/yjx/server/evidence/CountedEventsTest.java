package uk.yjx.server.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import uk.yjx.audit.v1.AuditEvent;
import uk.yjx.audit.v1.CommittedCount;
import uk.yjx.audit.v1.CountEventsRequest;
import uk.yjx.audit.v1.CountEventsResponse;
import uk.yjx.audit.v1.FindEventsRequest;
import uk.yjx.audit.v1.FindEventsResponse;
import uk.yjx.audit.v1.ListEventsResponse;
import uk.yjx.client.verify.JsonValue;
import uk.yjx.client.verify.LeafDocument;
import uk.yjx.client.verify.MerkleVerifier;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.LogIdentity;
import uk.yjx.server.journal.Proposal;

/** What the log counted about a child shows the gap where events were taken away (promise 3). */
class CountedEventsTest extends AuditEndpointCase {

  @Test
  void countsEveryEventAboutAChildAndProvesTheCount() throws Exception {
    String child = child();
    disclose(child);
    disclose(child, child());
    exchange.bean(SubjectCounter.class).count();
    CountEventsResponse counted = counted(child);
    assertEquals(2, counted.getEvents());
    assertEquals(found(child, counted.getCovered()), counted.getEvents());
    verify(counted.getCommitted(), child, 2);

    disclose(child);
    assertEquals(2, counted(child).getEvents(), "what is newer than the summary is not counted");
    exchange.bean(SubjectCounter.class).count();
    CountEventsResponse later = counted(child);
    // The three disclosures, and the three questions to the log about this child.
    assertEquals(found(child, later.getCovered()), later.getEvents());
    assertTrue(later.getEvents() >= 3);
    verify(later.getCommitted(), child, later.getEvents());
  }

  @Test
  void aChildNothingWasSaidAboutHasNoCount() throws Exception {
    CountEventsResponse counted = counted(child());
    assertEquals(0, counted.getEvents());
    assertFalse(counted.hasCommitted());
  }

  @Test
  void anOpeningRemovedBehindTheServersBackLeavesAGap() throws Exception {
    String child = child();
    disclose(child);
    disclose(child);
    exchange.bean(SubjectCounter.class).count();
    CountEventsResponse counted = counted(child);
    asSuperuser(
        """
        UPDATE storage.record_key SET openings = NULL
        WHERE position = (SELECT position FROM audit.leaf WHERE leaf_index = %d - 1)
        """
            .formatted(counted.getCovered()));
    assertEquals(counted.getEvents() - 1, found(child, counted.getCovered()));
    verify(counted(child).getCommitted(), child, counted.getEvents());
  }

  @Test
  void aCountChangedBehindTheServersBackNoLongerVerifies() throws Exception {
    String child = child();
    disclose(child);
    disclose(child);
    exchange.bean(SubjectCounter.class).count();
    asSuperuser("UPDATE audit.subject_count SET events = 1 WHERE subject = '%s'".formatted(child));
    CountEventsResponse counted = counted(child);
    assertEquals(1, counted.getEvents());
    assertThrows(VerificationException.class, () -> verify(counted.getCommitted(), child, 1));
  }

  @Test
  void refusesOtherPurposes() {
    assertRefused(
        "PURPOSE_NOT_ALLOWED",
        to ->
            endpoint.countEvents(
                question(child()).setPurpose(Purpose.PURPOSE_SUPERVISION).build(), cast(to)));
  }

  private static void verify(CommittedCount committed, String child, long events) throws Exception {
    ListEventsResponse page =
        one(to -> endpoint.listEvents(list(committed.getSummaryLeafIndex()), to));
    AuditEvent summary = page.getEvents(0);
    LeafDocument leaf =
        LeafDocument.parse(
            summary.getLeaf().toByteArray(),
            exchange.bean(LogIdentity.class).origin(exchange.bean(LogIdentity.class).epoch()));
    assertEquals(SubjectCounter.OPERATION, leaf.text("op").orElseThrow());
    assertEquals(new JsonValue.Whole(committed.getSize()), leaf.members().get("n"));
    String root = leaf.text("peer").orElseThrow().substring(SubjectCounter.ROOT_PREFIX.length());
    MerkleVerifier.verifyInclusion(
        committed.getIndex(),
        committed.getSize(),
        MerkleVerifier.leafHash(committed.getCount().toByteArray()),
        committed.getProofList().stream().map(ByteString::toByteArray).toList(),
        HexFormat.of().parseHex(root));
    assertTrue(committed.getCount().toStringUtf8().endsWith(",\"" + child + "\"," + events + "]"));
  }

  private static long found(String child, long covered) throws Exception {
    FindEventsResponse page =
        one(to ->
            endpoint.findEvents(
                FindEventsRequest.newBuilder()
                    .setChildId(child)
                    .setPageSize(1000)
                    .setPurpose(Purpose.PURPOSE_LAWFULNESS_CHECK)
                    .setJustification("complaint 18")
                    .build(),
                to));
    return page.getEventsList().stream().filter(e -> e.getLeafIndex() < covered).count();
  }

  private static CountEventsResponse counted(String child) throws Exception {
    return one(to -> endpoint.countEvents(question(child).build(), to));
  }

  private static CountEventsRequest.Builder question(String child) {
    return CountEventsRequest.newBuilder()
        .setChildId(child)
        .setPurpose(Purpose.PURPOSE_LAWFULNESS_CHECK)
        .setJustification("complaint 18");
  }

  private static String child() {
    return UUID.randomUUID().toString();
  }

  private static void asSuperuser(String change) throws Exception {
    try (Connection c = database.superuser();
        Statement s = c.createStatement()) {
      for (String table : List.of("opening", "subject_count")) {
        s.execute("ALTER TABLE audit." + table + " DISABLE TRIGGER ALL");
      }
      assertEquals(1, s.executeUpdate(change));
      for (String table : List.of("opening", "subject_count")) {
        s.execute("ALTER TABLE audit." + table + " ENABLE TRIGGER ALL");
      }
    }
  }

  private static void disclose(String... children) throws Exception {
    Journal journal = exchange.bean(Journal.class);
    AuditTrail trail = exchange.bean(AuditTrail.class);
    Entry.Builder entry = Entry.decidedAt(journal.stamp());
    trail.add(
        entry,
        trail.newKey(entry),
        trail
            .event(EventType.DISCLOSURE, "yjx.test/Show", "disclosed", java.time.Instant.now())
            .from("police-test")
            .to("north-yjs")
            .purpose("SUPERVISION")
            .basis(new SharingBasis("CDA98_S115", "north-agreement", 1))
            .personal(PersonalMember.SUBJECTS, List.of(children)));
    Entry built = entry.build();
    journal.append(() -> new Proposal.Decision.Write(built)).get(30, TimeUnit.SECONDS);
  }
}
