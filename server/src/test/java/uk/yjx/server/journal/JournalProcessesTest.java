package uk.yjx.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import uk.yjx.server.storage.TestDatabase;

/** Promises 1, 3 and 6 with several processes on one database. */
class JournalProcessesTest {
  private TestDatabase database;
  private TestJournal first;
  private TestJournal second;

  @BeforeEach
  void start() throws Exception {
    database = TestDatabase.fresh();
    first = TestJournal.on(database, InstantSource.system());
    second = TestJournal.on(database, InstantSource.system());
  }

  @AfterEach
  void stop() throws Exception {
    first.close();
    second.close();
    Log.check(database);
    assertEquals(List.of(), first.listener.breaches());
    assertEquals(List.of(), second.listener.breaches());
    database.close();
  }

  @Test
  void everyListenerSeesEveryPositionOnceAndItsOwnFromMemory() throws Exception {
    List<CompletableFuture<Committed>> here = new ArrayList<>();
    List<CompletableFuture<Committed>> there = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      here.add(first.item("here " + i));
      there.add(second.item("there " + i));
      if (i % 10 == 0) {
        TestJournal.done(here.getLast());
        TestJournal.done(there.getLast());
      }
    }
    List<Long> committedHere = positions(here);
    List<Long> committedThere = positions(there);

    TestJournal.until("both know all", () -> reached(first) == 600 && reached(second) == 600);
    assertEquals(committedHere, first.listener.fromMemory());
    assertEquals(committedThere, second.listener.fromMemory());
    assertEquals(600, Log.check(database));
  }

  @Test
  void factsFollowTheCommitsOfEveryProcess() throws Exception {
    TestJournal.done(first.journal.append(first.increment(2)));
    assertEquals(1, first.counters.value(2));
    TestJournal.until("the other one follows", () -> second.counters.value(2) == 1);

    first.close();
    TestJournal.done(second.journal.append(second.increment(2)));
    first = TestJournal.on(database, InstantSource.system());
    assertEquals(2, first.counters.value(2));
    assertEquals(2, first.journal.stamp());
  }

  @Test
  void aPlanIsDecidedAgainThatAnotherProcessHasOvertaken() throws Exception {
    CompletableFuture<Committed> here;
    CompletableFuture<Committed> there;
    try (HeldHead held = HeldHead.of(database)) {
      here = first.journal.append(first.increment(2));
      there = second.journal.append(second.increment(2));
      TestJournal.until("both wait", () -> first.journal.depth() + second.journal.depth() == 0);
    }
    TestJournal.done(here);
    TestJournal.done(there);
    TestJournal.until("both count two", () -> value(first) == 2 && value(second) == 2);
  }

  @Test
  void othersGoOnWhenAProcessStopsBetweenTwoStatementsOfItsTransaction() throws Exception {
    try (Connection stopped = stoppedProcess()) {
      assertEquals(1, TestJournal.done(first.item("goes on")).position());
      assertTrue(isEnded(stopped));
    }
  }

  /** No timeout of the database reaches a session that waits for the rows of a COPY. */
  @Test
  void othersGoOnWhenAProcessStopsInTheMiddleOfCopy() throws Exception {
    Connection stopped = stoppedProcess();
    try {
      CopyIn copy =
          stopped
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("COPY journal_test.item FROM STDIN WITH (FORMAT binary)");
      assertTrue(copy.isActive());
      assertEquals(1, TestJournal.done(first.item("goes on")).position());
      assertEquals(2, TestJournal.done(second.item("goes on")).position());
      assertTrue(isEnded(stopped));
    } finally {
      stopped.abort(Runnable::run);
    }
  }

  @Test
  void aProcessIsToldOfAnothersCommitByNotify() throws Exception {
    try (Connection c = database.database().dedicated();
        Statement s = c.createStatement()) {
      s.execute("LISTEN " + Bell.CHANNEL);
      PGConnection listening = c.unwrap(PGConnection.class);
      TestJournal.until(
          "a notification",
          () -> {
            try {
              TestJournal.done(first.item("rings"));
              return listening.getNotifications(1).length > 0;
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
    }
  }

  /** A transaction with the writer's own limits that holds the head row and says nothing more. */
  private Connection stoppedProcess() throws Exception {
    Connection c = database.database().dedicated();
    WriterConnection.limit(c);
    Head.lock(c);
    return c;
  }

  private boolean isEnded(Connection session) throws Exception {
    try (Connection c = database.superuser();
        PreparedStatement s = c.prepareStatement("SELECT 1 FROM pg_stat_activity WHERE pid = ?")) {
      s.setInt(1, session.unwrap(PGConnection.class).getBackendPID());
      return !s.executeQuery().next();
    }
  }

  private static long reached(TestJournal journal) {
    return journal.listener.reached();
  }

  private static long value(TestJournal journal) {
    return journal.counters.value(2);
  }

  private static List<Long> positions(List<CompletableFuture<Committed>> sent) throws Exception {
    List<Long> positions = new ArrayList<>();
    for (CompletableFuture<Committed> each : sent) {
      positions.add(TestJournal.done(each).position());
    }
    return positions;
  }
}
