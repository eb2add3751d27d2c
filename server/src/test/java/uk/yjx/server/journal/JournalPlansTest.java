package uk.yjx.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.TestDatabase;

/**
 * Plans whose facts moved are decided again, so that what is committed was decided upon the truth.
 */
class JournalPlansTest {
  private static final long FACT = 2;
  private static final Failure GONE =
      Failure.of(Failure.Code.FAILED_PRECONDITION, "GONE", "the counter has moved");

  private TestDatabase database;
  private TestJournal journal;
  private TestJournal other;

  @BeforeEach
  void start() throws Exception {
    database = TestDatabase.fresh();
    journal = TestJournal.on(database, InstantSource.system());
    other = TestJournal.on(database, InstantSource.system());
  }

  @AfterEach
  void stop() throws Exception {
    journal.close();
    other.close();
    Log.check(database);
    database.close();
  }

  @Test
  void whatDependsOnAnEntryOfItsOwnBatchWaitsForTheNext() throws Exception {
    List<CompletableFuture<Committed>> sent = new ArrayList<>();
    AtomicInteger decisions = new AtomicInteger();
    try (HeldHead held = journal.holdBack(database)) {
      for (int i = 0; i < 20; i++) {
        sent.add(journal.journal.append(counting(decisions, journal.increment(FACT))));
      }
    }
    for (int i = 0; i < 20; i++) {
      // In the order they came: the filler has the first position.
      assertEquals(2 + i, TestJournal.done(sent.get(i)).position());
    }
    assertEquals(20, journal.counters.value(FACT));
    // Once when appended, once when its turn has come: not once more for each that went before.
    assertEquals(20 + 19, decisions.get());
  }

  @Test
  void aPlanThatNothingOvertookIsDecidedOnce() throws Exception {
    AtomicInteger decisions = new AtomicInteger();
    TestJournal.done(journal.journal.append(journal.increment(4)));
    TestJournal.done(journal.journal.append(counting(decisions, journal.increment(FACT))));
    assertEquals(1, decisions.get());
  }

  @Test
  void aPlanOvertakenAgainAndAgainIsDecidedInTheEndUnderTheLock() throws Exception {
    AtomicInteger decisions = new AtomicInteger();
    Proposal increment = journal.increment(FACT);
    // Whenever it is decided outside the lock, the other process moves the fact at once.
    Proposal overtaken =
        () -> {
          Proposal.Decision decision = increment.decide();
          if (decisions.incrementAndGet() <= 1 + Pending.DECISIONS_OUTSIDE_MAX) {
            other.journal.append(other.increment(FACT)).join();
          }
          return decision;
        };
    TestJournal.done(journal.journal.append(overtaken));

    assertEquals(1 + Pending.DECISIONS_OUTSIDE_MAX + 1, decisions.get());
    assertEquals(1 + Pending.DECISIONS_OUTSIDE_MAX + 1, journal.counters.value(FACT));
  }

  @Test
  void aPlanThatFallsAwayWhenDecidedAgainIsRefusedAndWritesNothing() throws Exception {
    Proposal increment = journal.increment(FACT);
    Proposal onlyTheFirst =
        () ->
            journal.counters.value(FACT) == 0
                ? increment.decide()
                : new Proposal.Decision.Abandon(GONE);
    CompletableFuture<Committed> taken;
    CompletableFuture<Committed> refused;
    try (HeldHead held = journal.holdBack(database)) {
      taken = journal.journal.append(onlyTheFirst);
      refused = journal.journal.append(onlyTheFirst);
    }
    TestJournal.done(taken);
    assertEquals("GONE", TestJournal.reason(refused));
    assertEquals("GONE", TestJournal.reason(journal.journal.append(onlyTheFirst)));
    assertEquals(1, journal.counters.value(FACT));
  }

  @Test
  void theTwinOfARequestThatFellAwayIsDecidedForItself() throws Exception {
    AtomicInteger decisions = new AtomicInteger();
    Proposal fallsAway =
        () ->
            decisions.incrementAndGet() == 1
                ? new Proposal.Decision.Write(
                    journal.requested("r-1", "x").depends(FACT).row(journal.items, "x").build())
                : new Proposal.Decision.Abandon(GONE);
    CompletableFuture<Committed> first;
    CompletableFuture<Committed> twin;
    try (HeldHead held = journal.holdBack(database)) {
      journal.journal.append(journal.increment(FACT));
      first = journal.journal.append(fallsAway);
      twin = journal.request("r-1", "x");
    }
    // The twin depends on nothing, so it is written while the other waits for the next batch.
    assertTrue(TestJournal.done(twin).position() > 0);
    String reason = TestJournal.reason(first);
    assertTrue(reason == null || reason.equals("GONE"), reason);
  }

  private static Proposal counting(AtomicInteger decisions, Proposal proposal) {
    return () -> {
      decisions.incrementAndGet();
      return proposal.decide();
    };
  }
}
