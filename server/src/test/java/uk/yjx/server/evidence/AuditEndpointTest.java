package uk.yjx.server.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.audit.v1.AuditEvent;
import uk.yjx.audit.v1.GetCheckpointRequest;
import uk.yjx.audit.v1.GetCheckpointResponse;
import uk.yjx.audit.v1.GetConsistencyProofRequest;
import uk.yjx.audit.v1.GetConsistencyProofResponse;
import uk.yjx.audit.v1.GetInclusionProofRequest;
import uk.yjx.audit.v1.GetInclusionProofResponse;
import uk.yjx.audit.v1.ListEventsRequest;
import uk.yjx.audit.v1.ListEventsResponse;
import uk.yjx.audit.v1.TailEventsRequest;
import uk.yjx.audit.v1.TailEventsResponse;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.Disclosure;
import uk.yjx.client.verify.LeafDocument;
import uk.yjx.client.verify.MerkleVerifier;
import uk.yjx.client.verify.VerifierKey;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.Collected;
import uk.yjx.server.TestExchange;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.LogIdentity;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.TestDatabase;

/** The log as its readers and verifiers see it (promises 2 and 3). */
class AuditEndpointTest {
  private static final String ACTOR = "police-test/system/canary-actor";

  @TempDir static Path folder;
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static TestExchange exchange;
  private static AuditEndpoint endpoint;

  @BeforeAll
  static void start() throws Exception {
    exchange = TestExchange.on(DATABASE, folder);
    endpoint = exchange.bean(AuditEndpoint.class);
    append(300);
  }

  @AfterAll
  static void stop() {
    exchange.close();
    DATABASE.close();
  }

  @Test
  void everyLeafIsProvedAgainstACheckpointSignedOnDemand() throws Exception {
    append(20);
    long size = exchange.bean(LogStore.class).head().size();
    Checkpoint checkpoint = opened(checkpoint(size));
    assertTrue(checkpoint.size() >= size);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      long index = random.nextLong(checkpoint.size());
      GetInclusionProofResponse proof =
          one(to ->
              endpoint.getInclusionProof(
                  GetInclusionProofRequest.newBuilder()
                      .setLeafIndex(index)
                      .setTreeSize(checkpoint.size())
                      .build(),
                  to));
      byte[] leaf =
          exchange.bean(LogStore.class).leaves(index, 1, 1).getFirst().getLeaf().toByteArray();
      MerkleVerifier.verifyInclusion(
          index,
          checkpoint.size(),
          MerkleVerifier.leafHash(leaf),
          hashes(proof.getPathList()),
          checkpoint.root());
    }
  }

  @Test
  void aLaterCheckpointIsProvedToExtendAnEarlierOne() throws Exception {
    Checkpoint earlier = opened(checkpoint(0));
    append(30);
    Checkpoint later = opened(checkpoint(exchange.bean(LogStore.class).head().size()));
    GetConsistencyProofResponse proof =
        one(to ->
            endpoint.getConsistencyProof(
                GetConsistencyProofRequest.newBuilder()
                    .setFromSize(earlier.size())
                    .setToSize(later.size())
                    .build(),
                to));
    MerkleVerifier.verifyConsistency(
        earlier.size(), later.size(), earlier.root(), later.root(), hashes(proof.getPathList()));
  }

  @Test
  void whatLiesBeyondTheLogIsOutOfRange() {
    long beyond = 1_000_000;
    assertRefused(
        "INDEX_BEYOND_LOG",
        to ->
            endpoint.getCheckpoint(
                GetCheckpointRequest.newBuilder().setAtLeast(beyond).build(), cast(to)));
    assertRefused(
        "INDEX_BEYOND_LOG",
        to ->
            endpoint.getInclusionProof(
                GetInclusionProofRequest.newBuilder().setLeafIndex(7).setTreeSize(7).build(),
                cast(to)));
    assertRefused(
        "INDEX_BEYOND_LOG",
        to ->
            endpoint.getConsistencyProof(
                GetConsistencyProofRequest.newBuilder().setFromSize(1).setToSize(beyond).build(),
                cast(to)));
    assertRefused("INDEX_BEYOND_LOG", to -> endpoint.listEvents(list(beyond), cast(to)));
  }

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
    try (Connection c = DATABASE.superuser();
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

  private static GetCheckpointResponse checkpoint(long atLeast) throws Exception {
    return one(to ->
        endpoint.getCheckpoint(GetCheckpointRequest.newBuilder().setAtLeast(atLeast).build(), to));
  }

  private static Checkpoint opened(GetCheckpointResponse response) throws Exception {
    LogIdentity log = exchange.bean(LogIdentity.class);
    assertEquals(log.logKey(1).verifierKey(), response.getVerifierKey());
    Checkpoint checkpoint =
        Checkpoint.open(
            response.getNote().getBytes(StandardCharsets.UTF_8),
            log.origin(1),
            List.of(VerifierKey.parse(response.getVerifierKey())));
    assertEquals(checkpoint.size(), response.getTreeSize());
    return checkpoint;
  }

  private static ListEventsRequest list(long from) {
    return ListEventsRequest.newBuilder()
        .setFromIndex(from)
        .setPurpose(Purpose.PURPOSE_LAWFULNESS_CHECK)
        .setJustification("complaint 17")
        .build();
  }

  private static TailEventsRequest tail(long from) {
    return TailEventsRequest.newBuilder()
        .setFromIndex(from)
        .setPurpose(Purpose.PURPOSE_INTEGRITY_AND_SECURITY)
        .build();
  }

  private static <T> T one(Consumer<Collected<T>> call) throws Exception {
    Collected<T> answer = new Collected<>();
    exchange.asAdministrator(() -> call.accept(answer));
    T message = answer.next();
    assertEquals("", answer.end());
    return message;
  }

  private static void assertRefused(String reason, Consumer<Collected<?>> call) {
    Failure.Refused refused =
        assertThrows(
            Failure.Refused.class,
            () -> exchange.asAdministrator(() -> call.accept(new Collected<>())));
    assertEquals(reason, refused.failure().reason());
  }

  @SuppressWarnings("unchecked") // nothing is ever sent to it
  private static <T> Collected<T> cast(Collected<?> unused) {
    return (Collected<T>) unused;
  }

  private static List<byte[]> hashes(List<ByteString> path) {
    return path.stream().map(ByteString::toByteArray).toList();
  }

  private static void append(int entries) throws Exception {
    Journal journal = exchange.bean(Journal.class);
    AuditTrail trail = exchange.bean(AuditTrail.class);
    List<CompletableFuture<Committed>> commits = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      Entry.Builder entry = Entry.decidedAt(journal.stamp());
      RecordKey key = trail.newKey(entry);
      trail.add(
          entry,
          key,
          trail
              .event(EventType.COLLECTION, "yjx.test/Take", "ACCEPTED", java.time.Instant.now())
              .from("police-test")
              .purpose("PREVENT_OFFENDING")
              .personal(PersonalMember.ACTOR_ID, ACTOR));
      Entry built = entry.build();
      commits.add(journal.append(() -> new Proposal.Decision.Write(built)));
    }
    CompletableFuture.allOf(commits.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
  }
}
