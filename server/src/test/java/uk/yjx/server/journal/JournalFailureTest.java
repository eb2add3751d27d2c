package uk.yjx.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.TestDatabase;

/** Promises 1 and 11: what fails fails alone, what is acknowledged is there, nothing twice. */
class JournalFailureTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(5);

  private static final String CONNECTIONS_MAX =
      """
      DO $$ BEGIN
        EXECUTE format('ALTER DATABASE %%I CONNECTION LIMIT %d', current_database());
      END $$
      """;

  private TestDatabase database;
  private CuttingProxy proxy;
  private Database through;
  private TestJournal journal;

  @BeforeEach
  void start() throws Exception {
    database = TestDatabase.fresh();
    proxy = CuttingProxy.to(database.port());
    through = database.through(proxy.port());
    journal = TestJournal.through(database, through, InstantSource.system());
  }

  @AfterEach
  void stop() throws Exception {
    journal.close();
    through.close();
    proxy.close();
    Log.check(database);
    assertEquals(List.of(), journal.listener.breaches());
    database.close();
  }

  @Test
  void splitsABatchUntilTheEntryWithBadDataStandsAlone() throws Exception {
    List<CompletableFuture<Committed>> sent = new ArrayList<>();
    try (HeldHead held = journal.holdBack(database)) {
      for (int i = 0; i < 100; i++) {
        sent.add(journal.request("r-" + i, i % 37 == 5 ? "bad " + i : "good " + i));
      }
    }
    for (int i = 0; i < 100; i++) {
      assertEquals(i % 37 == 5 ? "DATA_REJECTED" : null, TestJournal.reason(sent.get(i)));
    }
    List<String> stored = TestItems.stored(database);
    assertEquals(1 + 97, stored.size());
    assertEquals("98 good 99", stored.getLast());
  }

  @Test
  void splitsABatchWhenOfOneEntryNoRowCanBeMade() throws Exception {
    CompletableFuture<Committed> good;
    CompletableFuture<Committed> broken;
    try (HeldHead held = journal.holdBack(database)) {
      good = journal.item("good");
      broken = journal.item("broken");
    }
    TestJournal.done(good);
    assertEquals("ROW_NOT_MADE", TestJournal.reason(broken));
    assertEquals(List.of("1 filler", "2 good"), TestItems.stored(database));
  }

  @Test
  void refusesARequestIdThatTheDatabaseCannotHoldAndNothingElse() throws Exception {
    CompletableFuture<Committed> good;
    CompletableFuture<Committed> bad;
    try (HeldHead held = journal.holdBack(database)) {
      good = journal.request("r-1", "good");
      bad = journal.request("r-\0", "other");
    }
    TestJournal.done(good);
    assertEquals("DATA_REJECTED", TestJournal.reason(bad));
  }

  @Test
  void failsAllOfABatchWhoseSessionIsEndedAndWritesTheNext() throws Exception {
    AtomicBoolean once = new AtomicBoolean(true);
    journal.items.meanwhile =
        connection -> {
          if (once.getAndSet(false)) {
            end(connection);
          }
        };
    CompletableFuture<Committed> here = journal.request("r-1", "here");

    assertEquals("WRITE_FAILED", TestJournal.reason(here));
    assertEquals(Failure.Code.UNAVAILABLE, WriteFailures.WRITE_FAILED.code());
    assertTrue(WriteFailures.WRITE_FAILED.retryAfter() != null);
    assertFalse(TestJournal.done(journal.request("r-1", "here")).repeated());
    assertEquals(List.of("1 here"), TestItems.stored(database));
  }

  @Test
  void saysUnavailableWhenTheConnectionIsLostBeforeTheServerSawTheCommit() throws Exception {
    proxy.cut(CuttingProxy.Cut.BEFORE_COMMIT);
    CompletableFuture<Committed> cut = journal.request("r-1", "here");

    assertEquals("WRITE_FAILED", TestJournal.reason(cut));
    assertTrue(proxy.hasCut());
    assertEquals(List.of(), TestItems.stored(database));
    Committed again = TestJournal.done(journal.request("r-1", "here"));
    assertFalse(again.repeated());
    assertEquals(List.of("1 here"), TestItems.stored(database));
  }

  @Test
  void answersFromTheBatchIdWhenOnlyTheAnswerToTheCommitIsLost() throws Exception {
    long fact = 2;
    CompletableFuture<Committed> cut;
    CompletableFuture<Committed> counted;
    try (HeldHead held = journal.holdBack(database)) {
      cut = journal.request("r-1", "here");
      counted = journal.journal.append(journal.increment(fact));
      proxy.cut(CuttingProxy.Cut.NEVER);
    }
    TestJournal.done(cut);
    proxy.cut(CuttingProxy.Cut.AFTER_COMMIT);
    CompletableFuture<Committed> lost = journal.request("r-2", "there");
    CompletableFuture<Committed> lostCount = journal.journal.append(journal.increment(fact));

    assertFalse(TestJournal.done(lost).repeated());
    TestJournal.done(lostCount);
    assertTrue(proxy.hasCut());
    TestJournal.done(counted);
    assertEquals(2, journal.counters.value(fact));
    assertTrue(TestJournal.done(journal.request("r-2", "there")).repeated());
    assertEquals(3, TestItems.stored(database).size());
    long last = TestJournal.done(lostCount).position();
    TestJournal.until("listeners were told", () -> journal.listener.reached() == last);
    assertTrue(journal.listener.fromMemory().contains(last));
  }

  @Test
  void goesOnAfterAnErrorThatNobodyForesaw() throws Exception {
    AtomicBoolean once = new AtomicBoolean(true);
    journal.items.meanwhile =
        connection -> {
          if (once.getAndSet(false)) {
            throw new AssertionError("nobody foresaw this");
          }
        };
    assertEquals("WRITE_FAILED", TestJournal.reason(journal.item("here")));
    TestJournal.done(journal.item("there"));
    assertEquals(List.of("1 there"), TestItems.stored(database));
  }

  @Test
  void failsTheCallerWhosePlanCannotBeDecidedAndNobodyElse() throws Exception {
    IllegalStateException undecided = new IllegalStateException("undecided");
    assertEquals(
        "IllegalStateException",
        TestJournal.reason(
            journal.journal.append(() -> {
              throw undecided;
            })));

    AtomicBoolean first = new AtomicBoolean(true);
    Proposal increment = journal.increment(2);
    Proposal undecidedLater =
        () -> {
          if (first.getAndSet(false)) {
            return increment.decide();
          }
          throw undecided;
        };
    CompletableFuture<Committed> moves;
    CompletableFuture<Committed> fails;
    CompletableFuture<Committed> other;
    try (HeldHead held = journal.holdBack(database)) {
      moves = journal.journal.append(journal.increment(2));
      fails = journal.journal.append(undecidedLater);
      other = journal.item("other");
    }
    TestJournal.done(moves);
    TestJournal.done(other);
    assertEquals("IllegalStateException", TestJournal.reason(fails));
  }

  @Test
  void answersAlthoughTheFactsDoNotFollowAndDecidesUponThemOnlyWhenTheyDo() throws Exception {
    journal.counters.failures = 2;
    TestJournal.done(journal.journal.append(journal.increment(2)));
    CompletableFuture<Committed> again = journal.journal.append(journal.increment(2));
    if (TestJournal.reason(again) != null) {
      assertEquals("WRITE_FAILED", TestJournal.reason(again));
      TestJournal.until("the tail brought the facts on", () -> journal.facts.position() >= 1);
      TestJournal.done(journal.journal.append(journal.increment(2)));
    }
    assertEquals(2, journal.counters.value(2));
    long last = Log.check(database);
    TestJournal.until("listeners were told", () -> journal.listener.reached() == last);
  }

  @Test
  void aListenerThatThrowsIsToldToReadTheTables() throws Exception {
    journal.listener.failing = true;
    long position = TestJournal.done(journal.item("here")).position();
    assertEquals(position, journal.listener.reached());
    assertEquals(List.of(), journal.listener.fromMemory());
    long next = TestJournal.done(journal.item("there")).position();
    assertEquals(List.of(next), journal.listener.fromMemory());
  }

  @Test
  void closingWritesWhatWaitsAndTakesNothingMore() throws Exception {
    List<CompletableFuture<Committed>> sent = new ArrayList<>();
    CompletableFuture<Void> closing;
    try (HeldHead held = journal.holdBack(database)) {
      for (int i = 0; i < 10; i++) {
        sent.add(journal.item("item " + i));
      }
      closing = CompletableFuture.runAsync(journal::close);
    }
    closing.join();
    for (CompletableFuture<Committed> each : sent) {
      TestJournal.done(each);
    }
    assertEquals(11, TestItems.stored(database).size());
    assertEquals("SERVER_STOPPING", TestJournal.reason(journal.item("late")));
  }

  @Test
  void knowsThatItsDatabaseIsLostAndThatItIsBack() throws Exception {
    awaitReachable(true);
    try (Connection c = database.superuser();
        Statement s = c.createStatement()) {
      s.execute(CONNECTIONS_MAX.formatted(0));
      s.execute(
          "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      awaitReachable(false);
      s.execute(CONNECTIONS_MAX.formatted(-1));
    }
    awaitReachable(true);
    assertFalse(TestJournal.done(journal.request("r-1", "here")).repeated());
  }

  private void awaitReachable(boolean expected) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (journal.journal.isReachable() != expected) {
      assertTrue(System.nanoTime() < deadline, "reachable is still " + !expected);
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private void end(Connection session) throws SQLException {
    try (Connection c = database.superuser();
        PreparedStatement s = c.prepareStatement("SELECT pg_terminate_backend(?, 10000)")) {
      s.setInt(1, session.unwrap(PGConnection.class).getBackendPID());
      s.execute();
    }
  }
}
