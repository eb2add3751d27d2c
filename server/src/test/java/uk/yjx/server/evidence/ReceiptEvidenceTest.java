package uk.yjx.server.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import uk.yjx.audit.v1.AuditEvent;
import uk.yjx.audit.v1.GetEvidenceRequest;
import uk.yjx.audit.v1.GetEvidenceResponse;
import uk.yjx.client.verify.Disclosure;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/** What a submitter can show of its own request, and nobody of another's (promise 4). */
class ReceiptEvidenceTest extends AuditEndpointCase {

  private static final AgencyId OPERATOR = new AgencyId("operator");

  @Test
  void givesAuditorsTheWholeEventOfAReceipt() throws Exception {
    Committed committed = request(new AgencyId("police-test"), "request-0001");
    GetEvidenceResponse answer = one(to -> endpoint.getEvidence(asked(committed), to));
    assertEquals(committed.leafIndex(), answer.getEvent().getLeafIndex());
    assertEquals(List.of("actor_id", "request_id", "subjects"), opened(answer.getEvent()));
  }

  @Test
  void givesTheSubmitterWhatItSaidItselfAndNothingAboutChildren() throws Exception {
    Committed committed = request(OPERATOR, "request-0002");
    GetEvidenceResponse answer =
        new ReceiptedLeaves(exchange.bean(EventPages.class))
            .of(exchange.callerWithoutRoles(), asked(committed));
    assertEquals(List.of("actor_id", "request_id"), opened(answer.getEvent()));
  }

  @Test
  void answersAlikeForAnUnknownReceiptAndForAnotherAgencys() throws Exception {
    Committed committed = request(new AgencyId("police-test"), "request-0003");
    assertNotFound(committed.leafIndex(), committed.leafHash());
    assertNotFound(committed.leafIndex() + 1, committed.leafHash());
    assertNotFound(committed.leafIndex(), new byte[32]);
  }

  private static void assertNotFound(long index, byte[] hash) {
    Failure.Refused refused =
        assertThrows(
            Failure.Refused.class,
            () ->
                new ReceiptedLeaves(exchange.bean(EventPages.class))
                    .of(exchange.callerWithoutRoles(), asked(index, hash)));
    assertEquals("LEAF_NOT_FOUND", refused.failure().reason());
  }

  private static GetEvidenceRequest asked(Committed committed) {
    return asked(committed.leafIndex(), committed.leafHash());
  }

  private static GetEvidenceRequest asked(long index, byte[] hash) {
    return GetEvidenceRequest.newBuilder()
        .setLeafIndex(index)
        .setLeafHash(ByteString.copyFrom(hash))
        .setPurpose(Purpose.PURPOSE_LAWFULNESS_CHECK)
        .build();
  }

  private static List<String> opened(AuditEvent event) throws Exception {
    List<String> names = new java.util.ArrayList<>();
    for (String opening : event.getOpeningsList()) {
      names.add(Disclosure.parse(opening).name());
    }
    return names.stream().sorted().toList();
  }

  private static Committed request(AgencyId agency, String id) throws Exception {
    Journal journal = exchange.bean(Journal.class);
    AuditTrail trail = exchange.bean(AuditTrail.class);
    Entry.Builder entry = Entry.decidedAt(journal.stamp());
    RecordKey key = trail.newKey(entry);
    trail.add(
        entry,
        key,
        trail
            .event(EventType.COLLECTION, "yjx.test/Take", "ACCEPTED", java.time.Instant.now())
            .from(agency.value())
            .purpose("PREVENT_OFFENDING")
            .personal(PersonalMember.ACTOR_ID, ACTOR)
            .personal(PersonalMember.REQUEST_ID, id)
            .personal(PersonalMember.SUBJECTS, List.of("child-1")));
    trail.answer(entry, key, new RequestKey(agency, id, new byte[32]), new byte[] {1});
    Entry built = entry.build();
    return journal.append(() -> new Proposal.Decision.Write(built)).get(30, TimeUnit.SECONDS);
  }
}
