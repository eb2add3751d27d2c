package uk.yjx.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.server.storage.TestDatabase;

/** Promise 6: every listener is told every position once and in order, whoever sees it first. */
class ProgressTest {
  private final TestListener listener = new TestListener();
  private final Progress progress = new Progress(List.of(listener));
  private TestDatabase database;
  private TestJournal journal;
  private List<Entry> two;

  @BeforeEach
  void start() throws Exception {
    database = TestDatabase.fresh();
    journal = TestJournal.on(database, InstantSource.system());
    two = List.of(journal.begin().build(), journal.begin().build());
    progress.startAt(10);
  }

  @AfterEach
  void stop() {
    assertEquals(List.of(), listener.breaches());
    journal.close();
    database.close();
  }

  @Test
  void leavesToTheWriterWhatItIsCommitting() {
    progress.reserve(11);
    assertEquals(10, progress.unreserved(12));
    progress.advanced(12);
    assertEquals(10, progress.head());
    progress.committed(11, 12, two);
    assertEquals(List.of(11L, 12L), listener.fromMemory());
    assertEquals(12, progress.head());
  }

  @Test
  void tellsOfOthersBeforeItTellsOfItsOwn() {
    progress.reserve(14);
    progress.advanced(20);
    assertEquals(13, listener.reached());
    progress.committed(14, 15, two);
    progress.advanced(15);
    progress.advanced(20);
    assertEquals(List.of(14L, 15L), listener.fromMemory());
    assertEquals(20, listener.reached());
  }

  @Test
  void tellsOfOthersFirstThatNobodyToldOf() {
    progress.reserve(14);
    progress.committed(14, 15, two);
    assertEquals(15, listener.reached());
    assertEquals(List.of(14L, 15L), listener.fromMemory());
  }

  @Test
  void tellsFromTheTablesWhatTheWriterLetGo() {
    progress.reserve(11);
    progress.release();
    progress.advanced(12);
    assertEquals(12, listener.reached());
    assertEquals(List.of(), listener.fromMemory());
    progress.committed(11, 12, two);
    assertEquals(12, listener.reached());
  }

  @Test
  void aListenerThatThrowsDoesNotKeepOthersFromBeingTold() {
    TestListener throwing = new TestListener();
    TestListener after = new TestListener();
    Progress both = new Progress(List.of(throwing, after));
    both.startAt(0);
    throwing.failing = true;
    both.reserve(1);
    both.committed(1, 2, two);
    assertEquals(2, throwing.reached());
    assertEquals(List.of(1L, 2L), after.fromMemory());
  }
}
