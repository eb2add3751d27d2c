package uk.yjx.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;
import uk.yjx.server.storage.TestDatabase;

/**
 * Promises 1, 3, 6 and 7 under random work from several threads on two processes, one of whose
 * sessions is ended now and then: the log is dense, a request has one effect and one answer, no
 * addition to a counter is lost, and listeners are told every position once.
 */
class JournalPropertyTest {
  private static final int THREADS = 4;
  private static final int STEPS = 150;
  private static final int REQUESTS = 60;
  private static final int COUNTERS = 3;

  /** One thing that was appended. */
  private sealed interface Sent {
    CompletableFuture<Committed> result();

    record Request(String id, String content, CompletableFuture<Committed> result)
        implements Sent {}

    record Increment(long fact, CompletableFuture<Committed> result) implements Sent {}

    record Item(String label, CompletableFuture<Committed> result) implements Sent {}
  }

  static long[] seeds() {
    return new long[] {1, 2, new Random().nextLong()};
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void holdsItsInvariantsUnderRandomWork(long seed) throws Exception {
    TestDatabase database = TestDatabase.fresh();
    List<Sent> all = new ArrayList<>();
    try (TestJournal first = TestJournal.on(database, InstantSource.system());
        TestJournal second = TestJournal.on(database, InstantSource.system())) {
      endSessionsNowAndThen(first, database, new Random(seed));
      List<CompletableFuture<List<Sent>>> threads = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        TestJournal journal = t % 2 == 0 ? first : second;
        Random random = new Random(seed + t);
        threads.add(CompletableFuture.supplyAsync(() -> work(journal, random)));
      }
      for (CompletableFuture<List<Sent>> thread : threads) {
        all.addAll(thread.join());
      }
      for (Sent sent : all) {
        TestJournal.reason(sent.result());
      }
      long entries = Log.check(database);
      for (TestJournal journal : List.of(first, second)) {
        TestJournal.until("all is told", () -> journal.listener.reached() == entries);
        assertEquals(List.of(), journal.listener.breaches());
      }
      assertCounters(all, first, second);
    }
    assertItems(all, TestItems.stored(database));
    assertRequests(all, TestItems.stored(database));
    database.close();
  }

  private static List<Sent> work(TestJournal journal, Random random) {
    List<Sent> sent = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      Sent next = append(journal, random);
      sent.add(next);
      if (random.nextInt(8) == 0) {
        next.result().exceptionally(e -> null).join();
      }
    }
    return sent;
  }

  private static Sent append(TestJournal journal, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> {
        long fact = 2L * (1 + random.nextInt(COUNTERS));
        return new Sent.Increment(fact, journal.journal.append(journal.increment(fact)));
      }
      case 1 -> {
        String label = (random.nextInt(10) == 0 ? "bad " : "item ") + random.nextLong();
        return new Sent.Item(label, journal.item(label));
      }
      default -> {
        String id = "r-" + random.nextInt(REQUESTS);
        String content = random.nextInt(5) == 0 ? "other " + id : "content " + id;
        return new Sent.Request(id, content, journal.request(id, content));
      }
    }
  }

  /** In the middle of a transaction, after which nobody may be told that it was done. */
  private static void endSessionsNowAndThen(
      TestJournal journal, TestDatabase database, Random random) {
    journal.items.meanwhile =
        connection -> {
          if (random.nextInt(12) == 0) {
            try (var c = database.superuser();
                var s = c.prepareStatement("SELECT pg_terminate_backend(?, 10000)")) {
              s.setInt(1, connection.unwrap(PGConnection.class).getBackendPID());
              s.execute();
            }
          }
        };
  }

  private static void assertCounters(List<Sent> all, TestJournal first, TestJournal second)
      throws Exception {
    Map<Long, Long> added = new HashMap<>();
    for (Sent sent : all) {
      if (sent instanceof Sent.Increment i && TestJournal.reason(i.result()) == null) {
        added.merge(i.fact(), 1L, Long::sum);
      }
    }
    for (Map.Entry<Long, Long> counter : added.entrySet()) {
      assertEquals(counter.getValue(), first.counters.value(counter.getKey()));
      assertEquals(counter.getValue(), second.counters.value(counter.getKey()));
    }
  }

  private static void assertItems(List<Sent> all, List<String> stored) throws Exception {
    Set<String> found = new HashSet<>(stored);
    for (Sent sent : all) {
      if (sent instanceof Sent.Item item) {
        String reason = TestJournal.reason(item.result());
        if (reason == null) {
          long position = TestJournal.done(item.result()).position();
          assertEquals(true, found.contains(position + " " + item.label()));
        } else {
          boolean bad = item.label().startsWith(TestItems.BAD);
          assertEquals(
              true, reason.equals("WRITE_FAILED") || bad && reason.equals("DATA_REJECTED"));
        }
      }
    }
  }

  private static void assertRequests(List<Sent> all, List<String> stored) throws Exception {
    Map<String, String> effects = new HashMap<>();
    for (String row : stored) {
      String label = row.substring(row.indexOf(' ') + 1);
      if (label.contains("r-")) {
        assertNull(effects.put(label.substring(label.indexOf("r-")), row), row);
      }
    }
    for (Sent sent : all) {
      if (sent instanceof Sent.Request request) {
        String effect = effects.get(request.id());
        String reason = TestJournal.reason(request.result());
        if (reason == null) {
          Committed answer = TestJournal.done(request.result());
          assertEquals(answer.position() + " " + request.content(), effect);
          assertEquals("answer to " + request.content(), new String(answer.answer()));
        } else if (reason.equals("REQUEST_ID_REUSED")) {
          assertNotNull(effect);
          assertEquals(false, effect.endsWith(" " + request.content()));
        } else {
          assertEquals("WRITE_FAILED", reason);
        }
      }
    }
  }
}
