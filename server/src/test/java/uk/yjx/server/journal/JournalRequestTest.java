package uk.yjx.server.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.server.storage.TestDatabase;

/** Promise 7: same request id, same answer; other content is refused. */
class JournalRequestTest {
  /** Finer than the database keeps, so that a repeated answer could differ in its last digits. */
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-20T21:04:05.123456789Z"));

  private TestDatabase database;
  private TestJournal first;
  private TestJournal second;

  @BeforeEach
  void start() throws Exception {
    database = TestDatabase.fresh();
    first = TestJournal.on(database, CLOCK);
    second = TestJournal.on(database, CLOCK);
  }

  @AfterEach
  void stop() throws Exception {
    first.close();
    second.close();
    Log.check(database);
    database.close();
  }

  @Test
  void answersTheSameRequestWithItsFirstAnswer() throws Exception {
    Committed once = TestJournal.done(first.request("r-1", "a knife"));
    Committed again = TestJournal.done(first.request("r-1", "a knife"));

    assertFalse(once.repeated());
    assertTrue(again.repeated());
    assertSameAnswer(once, again);
    assertEquals(List.of("1 a knife"), TestItems.stored(database));
  }

  @Test
  void answersTheSameRequestOnAnotherServerWithItsFirstAnswer() throws Exception {
    Committed once = TestJournal.done(first.request("r-1", "a knife"));

    assertSameAnswer(once, TestJournal.done(second.request("r-1", "a knife")));
    assertEquals(1, TestItems.stored(database).size());
  }

  @Test
  void answersTheSameRequestAfterARestartWithItsFirstAnswer() throws Exception {
    Committed once = TestJournal.done(first.request("r-1", "a knife"));
    first.close();
    first = TestJournal.on(database, CLOCK);

    assertSameAnswer(once, TestJournal.done(first.request("r-1", "a knife")));
  }

  @Test
  void writesARequestOnceThatComesTwiceInOneBatch() throws Exception {
    CompletableFuture<Committed> once;
    CompletableFuture<Committed> twice;
    CompletableFuture<Committed> other;
    try (HeldHead held = first.holdBack(database)) {
      once = first.request("r-1", "a knife");
      twice = first.request("r-1", "a knife");
      other = first.request("r-1", "a spoon");
    }
    assertFalse(TestJournal.done(once).repeated());
    assertTrue(TestJournal.done(twice).repeated());
    assertSameAnswer(TestJournal.done(once), TestJournal.done(twice));
    assertEquals("REQUEST_ID_REUSED", TestJournal.reason(other));
    assertEquals(List.of("1 filler", "2 a knife"), TestItems.stored(database));
  }

  @Test
  void writesARequestOnceThatComesToTwoServersAtOnce() throws Exception {
    CompletableFuture<Committed> here;
    CompletableFuture<Committed> there;
    try (HeldHead held = HeldHead.of(database)) {
      here = first.request("r-1", "a knife");
      there = second.request("r-1", "a knife");
      TestJournal.until("both wait", () -> first.journal.depth() + second.journal.depth() == 0);
    }
    assertSameAnswer(TestJournal.done(here), TestJournal.done(there));
    assertTrue(TestJournal.done(here).repeated() ^ TestJournal.done(there).repeated());
    assertEquals(List.of("1 a knife"), TestItems.stored(database));
  }

  @Test
  void refusesTheSameIdWithOtherContentAndChangesNothing() throws Exception {
    TestJournal.done(first.request("r-1", "a knife"));

    assertEquals("REQUEST_ID_REUSED", TestJournal.reason(first.request("r-1", "a spoon")));
    assertEquals("REQUEST_ID_REUSED", TestJournal.reason(second.request("r-1", "a spoon")));
    assertEquals(List.of("1 a knife"), TestItems.stored(database));
  }

  @Test
  void takesARequestAgainWhoseFirstSendingWasRefused() throws Exception {
    CompletableFuture<Committed> bad;
    CompletableFuture<Committed> good;
    try (HeldHead held = first.holdBack(database)) {
      bad = first.request("r-1", "bad");
      good = first.request("r-1", "good");
    }
    assertEquals("DATA_REJECTED", TestJournal.reason(bad));
    assertFalse(TestJournal.done(good).repeated());
    assertEquals(List.of("1 filler", "2 good"), TestItems.stored(database));
  }

  @Test
  void saysThatTheRecordIsErasedWhereTheAnswerCannotBeOpenedAnyMore() throws Exception {
    TestJournal.done(first.request("r-1", "a knife"));
    erase("DELETE FROM storage.record_key");

    assertEquals("REQUEST_ERASED", TestJournal.reason(first.request("r-1", "a knife")));
  }

  @Test
  void failsTheOneCallerWhoseStoredAnswerWasTamperedWith() throws Exception {
    TestJournal.done(first.request("r-1", "a knife"));
    erase("UPDATE journal.entry SET sealed_answer = '\\x00'");
    CompletableFuture<Committed> spoilt;
    CompletableFuture<Committed> sound;
    try (HeldHead held = first.holdBack(database)) {
      spoilt = first.request("r-1", "a knife");
      sound = first.request("r-2", "a spoon");
    }
    assertEquals("StorageException", TestJournal.reason(spoilt));
    assertFalse(TestJournal.done(sound).repeated());
  }

  private void erase(String sql) throws Exception {
    try (Connection c = database.superuser();
        Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }

  private static void assertSameAnswer(Committed expected, Committed actual) {
    assertEquals(expected.epoch(), actual.epoch());
    assertEquals(expected.position(), actual.position());
    assertEquals(expected.leafIndex(), actual.leafIndex());
    assertArrayEquals(expected.leafHash(), actual.leafHash());
    assertEquals(expected.recordedAt(), actual.recordedAt());
    assertArrayEquals(expected.answer(), actual.answer());
  }
}
