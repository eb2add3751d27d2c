package uk.yjx.server.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.audit.v1.ListEventsRequest;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.Collected;
import uk.yjx.server.TestExchange;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.TestDatabase;

/** A whole exchange with a log of some length, and its audit endpoint. */
abstract class AuditEndpointCase {
  static final String ACTOR = "police-test/system/canary-actor";

  @TempDir static Path folder;
  static TestDatabase database;
  static TestExchange exchange;
  static AuditEndpoint endpoint;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.fresh();
    exchange = TestExchange.on(database, folder);
    endpoint = exchange.bean(AuditEndpoint.class);
    append(300);
  }

  @AfterAll
  static void stop() {
    exchange.close();
    database.close();
  }

  static ListEventsRequest list(long from) {
    return ListEventsRequest.newBuilder()
        .setFromIndex(from)
        .setPurpose(Purpose.PURPOSE_LAWFULNESS_CHECK)
        .setJustification("complaint 17")
        .build();
  }

  static <T> T one(Consumer<Collected<T>> call) throws Exception {
    Collected<T> answer = new Collected<>();
    exchange.asAdministrator(() -> call.accept(answer));
    T message = answer.next();
    assertEquals("", answer.end());
    return message;
  }

  static void assertRefused(String reason, Consumer<Collected<?>> call) {
    Failure.Refused refused =
        assertThrows(
            Failure.Refused.class,
            () -> exchange.asAdministrator(() -> call.accept(new Collected<>())));
    assertEquals(reason, refused.failure().reason());
  }

  @SuppressWarnings("unchecked") // nothing is ever sent to it
  static <T> Collected<T> cast(Collected<?> unused) {
    return (Collected<T>) unused;
  }

  static void append(int entries) throws Exception {
    appendTo(exchange, entries);
  }

  static void appendTo(TestExchange exchange, int entries) throws Exception {
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
