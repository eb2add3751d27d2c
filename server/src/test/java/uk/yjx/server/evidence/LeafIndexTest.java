package uk.yjx.server.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.audit.v1.AuditEvent;
import uk.yjx.audit.v1.FindEventsRequest;
import uk.yjx.audit.v1.FindEventsResponse;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;

/**
 * Answers are the same with the index and without, whatever it knows; it only spares leaves. With
 * {@code -Dyjx.index.leaves=1000000} the times it logs are those of a large log.
 */
class LeafIndexTest extends AuditEndpointCase {
  private static final Logger LOG = LoggerFactory.getLogger(LeafIndexTest.class);
  private static final int LEAVES = Integer.getInteger("yjx.index.leaves", 6_000);
  private static final long SEED = Long.getLong("yjx.seed", 20_261_121);
  private static final int CHILDREN = LEAVES / 20;
  private static final int IN_FLIGHT = 4_000;
  private static final String RARE = "child-of-two-events";
  private static final List<Committed> RARE_EVENTS = new ArrayList<>();

  @BeforeAll
  static void fill() throws Exception {
    LOG.info("seed {}", SEED);
    Random random = new Random(SEED);
    List<CompletableFuture<Committed>> commits = new ArrayList<>();
    for (int i = 0; i < LEAVES; i++) {
      if (i == LEAVES / 3 || i == LEAVES / 2) {
        RARE_EVENTS.add(event(RARE, random).get(60, TimeUnit.SECONDS));
      }
      commits.add(event("child-" + random.nextInt(CHILDREN), random));
      if (commits.size() == IN_FLIGHT || i == LEAVES - 1) {
        CompletableFuture.allOf(commits.toArray(CompletableFuture[]::new))
            .get(60, TimeUnit.SECONDS);
        commits.clear();
      }
    }
  }

  @Test
  void givesTheAnswersOfTheWholeLogWhateverItKnows() {
    for (FindEventsRequest.Builder question : questions()) {
      assertSame(question, "while it describes the log");
      exchange.bean(LeafIndexer.class).describe();
    }
    describeAll();
    for (FindEventsRequest.Builder question : questions()) {
      assertSame(question, "when it has described all");
    }
  }

  @Test
  void readsTheFewBlocksThatHoldAChildInsteadOfTheLog() {
    describeAll();
    LogHead head = exchange.bean(LogStore.class).head();
    LeafIndex.Reach reach = reach(question().setChildId(RARE), head);
    assertEquals(head.size(), reach.next(), "one page is enough for the whole log");
    long read = reach.spans().stream().mapToLong(span -> span.to() - span.from()).sum();
    long tail = head.size() % LeafIndex.BLOCK + 2L * LeafIndex.BLOCK;
    assertTrue(read <= 2L * LeafIndex.BLOCK + tail, read + " leaves are read");
    assertEquals(2, answers(question().setChildId(RARE)).size());
    logTimes(question().setChildId(RARE).build());
    logTimes(question().setPrincipal("north-yjs/user/w.3").setPageSize(500).build());
    logTimes(question().setType("refusal").build());
  }

  @Test
  void forgetsWhatIsErasedInTheSameCommit() throws Exception {
    describeAll();
    long index = event("child-to-be-erased", new Random(1)).get(60, TimeUnit.SECONDS).leafIndex();
    append(2 * LeafIndex.BLOCK);
    describeAll();
    assertEquals(1, answers(question().setChildId("child-to-be-erased")).size());
    long block = index / LeafIndex.BLOCK;
    int before = topics(block);
    try (Connection c = database.superuser();
        Statement s = c.createStatement()) {
      s.execute(
          "DELETE FROM storage.record_key k USING audit.leaf l WHERE l.position = k.position AND"
              + " l.leaf_index = "
              + index);
    }
    assertEquals(-1, topics(block), "nothing is known of its block any more");
    assertSame(question().setChildId("child-to-be-erased"), "while nothing is known of a block");
    describeAll();
    assertEquals(before - 1, topics(block), "all but the child is known again");
    assertEquals(0, answers(question().setChildId("child-to-be-erased")).size());
  }

  private static List<FindEventsRequest.Builder> questions() {
    return List.of(
        question().setChildId(RARE),
        question().setChildId("child-7"),
        question().setChildId("nobody"),
        question().setPrincipal("north-yjs/user/w.3").setChildId("child-7"),
        question().setAgreementId("agreement-2").setAgencyId("north-yjs").setFromIndex(300),
        question().setType("refusal").setPageSize(7),
        question().setOperation("yjx.test/Take").setFromIndex(77).setWithoutOpenings(true),
        question().setAgencyId("south-yjs"));
  }

  private static void assertSame(FindEventsRequest.Builder question, String when) {
    List<AuditEvent> whole = answers(question.clone().setExhaustive(true));
    assertEquals(whole, answers(question), when + ": " + question.build());
  }

  private static List<AuditEvent> answers(FindEventsRequest.Builder question) {
    LogHead head = exchange.bean(LogStore.class).head();
    FindEventsRequest.Builder next = question.clone();
    List<AuditEvent> answers = new ArrayList<>();
    while (next.getFromIndex() < head.size()) {
      FindEventsResponse page = exchange.bean(EventSearch.class).find(next.build(), head);
      assertTrue(page.getNextIndex() > next.getFromIndex(), "every page goes on");
      answers.addAll(page.getEventsList());
      next.setFromIndex(page.getNextIndex());
    }
    return answers;
  }

  private static void logTimes(FindEventsRequest question) {
    LogHead head = exchange.bean(LogStore.class).head();
    long indexed = nanos(question, head);
    long whole = nanos(question.toBuilder().setExhaustive(true).build(), head);
    LOG.info(
        "{} leaves, {}{}{}: first page {} us; a page of 20,000 leaves without the index {} us",
        head.size(),
        question.getChildId(),
        question.getPrincipal(),
        question.getType(),
        indexed / 1_000,
        whole / 1_000);
  }

  private static long nanos(FindEventsRequest question, LogHead head) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long began = System.nanoTime();
      exchange.bean(EventSearch.class).find(question, head);
      best = Math.min(best, System.nanoTime() - began);
    }
    return best;
  }

  private static LeafIndex.Reach reach(FindEventsRequest.Builder question, LogHead head) {
    LeafIndex index = exchange.bean(LeafIndex.class);
    return exchange
        .bean(LogStore.class)
        .borrow(c -> index.reach(c, question.build(), head, EventSearch.SCAN_MAX));
  }

  /** Another process, here the schedule, may be at it: then it is tried again. */
  private static void describeAll() {
    LogStore store = exchange.bean(LogStore.class);
    LogHead head = store.head();
    long began = System.nanoTime();
    long blocks = 0;
    while (store.borrow(c -> LeafIndex.covered(c, head.epoch())) < head.size() / LeafIndex.BLOCK
        || unknown() > 0) {
      blocks += exchange.bean(LeafIndexer.class).describe();
    }
    LOG.info("{} blocks described in {} ms", blocks, (System.nanoTime() - began) / 1_000_000);
  }

  private static long unknown() {
    return asked("SELECT count(*) FROM evidence.leaf_block WHERE topics IS NULL");
  }

  private static int topics(long block) {
    return Math.toIntExact(
        asked(
            "SELECT coalesce(cardinality(topics), -1) FROM evidence.leaf_block WHERE block = "
                + block));
  }

  private static long asked(String query) {
    return exchange
        .bean(LogStore.class)
        .borrow(c -> {
          try (Statement s = c.createStatement();
              ResultSet r = s.executeQuery(query)) {
            r.next();
            return r.getLong(1);
          }
        });
  }

  private static FindEventsRequest.Builder question() {
    return FindEventsRequest.newBuilder().setPageSize(1000);
  }

  private static CompletableFuture<Committed> event(String child, Random random) {
    Journal journal = exchange.bean(Journal.class);
    AuditTrail trail = exchange.bean(AuditTrail.class);
    Entry.Builder entry = Entry.decidedAt(journal.stamp());
    boolean refused = random.nextInt(200) == 0;
    trail.add(
        entry,
        trail.newKey(entry),
        trail
            .event(
                refused ? EventType.REFUSAL : EventType.DISCLOSURE,
                "yjx.test/Show",
                "shown",
                Instant.now())
            .from("police-test")
            .to(random.nextInt(50) == 0 ? "south-yjs" : "north-yjs")
            .purpose("SUPERVISION")
            .basis(new SharingBasis("CDA98_S115", "agreement-" + random.nextInt(4), 1))
            .personal(PersonalMember.RECIPIENT_ID, "north-yjs/user/w." + random.nextInt(40))
            .personal(PersonalMember.SUBJECTS, List.of(child)));
    Entry built = entry.build();
    return journal.append(() -> new Proposal.Decision.Write(built));
  }
}
