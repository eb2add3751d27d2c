package uk.yjx.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.TestDatabase;

/** The queue is bounded, and urgent work passes ordinary work. */
class CommitQueueTest {

  @Test
  void asksCallersToComeBackWhenItIsFull() throws Exception {
    TestDatabase database = TestDatabase.fresh();
    List<CompletableFuture<Committed>> taken = new ArrayList<>();
    CompletableFuture<Committed> refused;
    CompletableFuture<Committed> urgent;
    try (TestJournal journal = TestJournal.withQueue(database, 8)) {
      try (HeldHead held = journal.holdBack(database)) {
        for (int i = 0; i < 8; i++) {
          taken.add(journal.item("item " + i));
        }
        refused = journal.item("one too many");
        urgent = journal.journal.append(urgent(journal, "urgent"));
        assertEquals("JOURNAL_QUEUE_FULL", TestJournal.reason(refused));
      }
      for (CompletableFuture<Committed> each : taken) {
        assertNull(TestJournal.reason(each));
      }
      // An eighth more is kept free for it, and it is written first.
      assertEquals(2, TestJournal.done(urgent).position());
    }
    Failure.Refused why = (Failure.Refused) refused.exceptionNow();
    assertEquals(Failure.Code.RESOURCE_EXHAUSTED, why.failure().code());
    assertTrue(why.failure().retryAfter() != null);
    database.close();
  }

  @Test
  void isFullByBytesToo() throws Exception {
    CommitQueue queue = new CommitQueue(100, 1);
    TestDatabase database = TestDatabase.fresh();
    try (TestJournal journal = TestJournal.withQueue(database, 8)) {
      assertEquals(CommitQueue.Offer.TAKEN, queue.offer(pending(journal)));
      assertEquals(CommitQueue.Offer.FULL, queue.offer(pending(journal)));
      List<Pending> batch = queue.take(10, 1000);
      assertEquals(CommitQueue.Offer.TAKEN, queue.offer(pending(journal)));
      queue.putBack(batch);
      assertEquals(2, queue.depth());
      assertEquals(batch, queue.take(1, 1));
      queue.close();
      assertEquals(CommitQueue.Offer.CLOSED, queue.offer(pending(journal)));
      assertEquals(1, queue.take(10, 1000).size());
      assertEquals(List.of(), queue.take(10, 1000));
    }
    database.close();
  }

  @Test
  @Timeout(60)
  void aFloodIsGatheredAndLittleIsTakenAtOnce() throws Exception {
    CommitQueue queue = gatheringFor(Duration.ofHours(1), Duration.ofHours(1));
    TestDatabase database = TestDatabase.fresh();
    try (TestJournal journal = TestJournal.withQueue(database, 8)) {
      offer(queue, journal, CommitQueue.FLOOD_MIN - 1);
      assertEquals(CommitQueue.FLOOD_MIN - 1, queue.take(2_000, Long.MAX_VALUE).size());
      offer(queue, journal, CommitQueue.FLOOD_MIN);
      CompletableFuture<Integer> taken = taking(queue);
      offer(queue, journal, CommitQueue.GATHERED - CommitQueue.FLOOD_MIN);
      assertEquals(CommitQueue.GATHERED, taken.get());
      offer(queue, journal, CommitQueue.FLOOD_MIN);
      CompletableFuture<Integer> last = taking(queue);
      queue.close();
      assertEquals(CommitQueue.FLOOD_MIN, last.get());
    }
    database.close();
  }

  @Test
  @Timeout(60)
  void aFloodThatEndsIsWritten() throws Exception {
    CommitQueue queue = gatheringFor(Duration.ofHours(1), Duration.ofMillis(1));
    TestDatabase database = TestDatabase.fresh();
    try (TestJournal journal = TestJournal.withQueue(database, 8)) {
      offer(queue, journal, CommitQueue.FLOOD_MIN);
      assertEquals(CommitQueue.FLOOD_MIN, queue.take(2_000, Long.MAX_VALUE).size());
    }
    database.close();
  }

  private static CommitQueue gatheringFor(Duration most, Duration quiet) {
    return new CommitQueue(10_000, Long.MAX_VALUE, most, quiet);
  }

  private static void offer(CommitQueue queue, TestJournal journal, int entries) {
    for (int i = 0; i < entries; i++) {
      assertEquals(CommitQueue.Offer.TAKEN, queue.offer(pending(journal)));
    }
  }

  private static CompletableFuture<Integer> taking(CommitQueue queue) {
    CompletableFuture<Integer> size = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            size.complete(queue.take(2_000, Long.MAX_VALUE).size());
          } catch (InterruptedException e) {
            size.completeExceptionally(e);
          }
        });
    return size;
  }

  private static Pending pending(TestJournal journal) {
    Entry entry = journal.begin().build();
    return new Pending(() -> new Proposal.Decision.Write(entry), entry);
  }

  private static Proposal urgent(TestJournal journal, String label) {
    return TestJournal.fixed(journal.begin().urgent().row(journal.items, label));
  }
}
