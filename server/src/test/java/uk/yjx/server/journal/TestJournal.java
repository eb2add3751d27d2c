package uk.yjx.server.journal;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.TestDatabase;
import uk.yjx.server.storage.Vault;

/**
 * The real journal over a test's database, without the rooms above it. Several on one database are
 * several processes: they share nothing else.
 */
public final class TestJournal implements AutoCloseable {
  static final AgencyId AGENCY = new AgencyId("police-test");
  private static final long TIMEOUT_S = 60;

  final TestItems items = new TestItems();
  final TestCounters counters = new TestCounters();
  final TestListener listener = new TestListener();
  final Journal journal;
  final Facts facts;
  final Progress progress;
  private final InstantSource clock;
  private final LogIdentity log;
  private final AuditTrail trail;
  private final Vault vault;

  private TestJournal(
      TestDatabase database, Database reached, InstantSource clock, CommitQueue queue) {
    TestItems.create(database);
    SecureRandom random = new SecureRandom();
    Ids ids = new Ids(clock, random);
    this.clock = clock;
    this.vault = database.vault();
    this.log = new LogIdentity(database.keys(), new JournalSettings());
    this.trail = new AuditTrail(log, ids, vault, random);
    this.facts = new Facts(List.of(counters));
    this.progress = new Progress(List.of(listener));
    StoppedHolders stopped = new StoppedHolders();
    WriterConnection connection = new WriterConnection(reached, stopped);
    Bell bell = new Bell(reached);
    GroupCommit commits =
        new GroupCommit(connection, facts, progress, bell, log, ids, clock, vault);
    this.journal =
        new Journal(
            queue,
            new Writer(commits, connection),
            new Tail(reached, facts, progress, bell, stopped),
            facts,
            List.of());
  }

  /** Starts it; close it before the database. */
  public static TestJournal on(TestDatabase database, InstantSource clock) {
    return through(database, database.database(), clock);
  }

  /** Starts it with connections that take another way to the database. */
  static TestJournal through(TestDatabase database, Database reached, InstantSource clock) {
    return new TestJournal(
        database,
        reached,
        clock,
        new CommitQueue(Journal.QUEUE_ENTRIES_MAX, Journal.QUEUE_BYTES_MAX));
  }

  /** Starts it with a queue of so many entries. */
  static TestJournal withQueue(TestDatabase database, int entriesMax) {
    return new TestJournal(
        database,
        database.database(),
        InstantSource.system(),
        new CommitQueue(entriesMax, Journal.QUEUE_BYTES_MAX));
  }

  /** The journal itself. */
  public Journal journal() {
    return journal;
  }

  /** Begins audit events and keys of entries. */
  public AuditTrail trail() {
    return trail;
  }

  /** The log it writes. */
  public LogIdentity log() {
    return log;
  }

  /** Commits so many entries of one event each, in several batches. */
  public void append(int entries) throws Exception {
    List<CompletableFuture<Committed>> commits = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      commits.add(journal.append(fixed(begin())));
    }
    CompletableFuture.allOf(commits.toArray(CompletableFuture[]::new))
        .get(TIMEOUT_S, TimeUnit.SECONDS);
  }

  /** An entry with one event. */
  Entry.Builder begin() {
    Entry.Builder entry = Entry.decidedAt(journal.stamp());
    trail.add(entry, trail.newKey(entry), event());
    return entry;
  }

  /** A proposal that never decides anything else. */
  static Proposal fixed(Entry.Builder entry) {
    Entry built = entry.build();
    return () -> new Proposal.Decision.Write(built);
  }

  /** Appends an item. */
  CompletableFuture<Committed> item(String label) {
    return journal.append(fixed(begin().row(items, label)));
  }

  /** Appends a request whose content is one item and whose answer names it. */
  CompletableFuture<Committed> request(String id, String label) {
    return journal.append(fixed(requested(id, label).row(items, label)));
  }

  /** An entry that answers a request. */
  Entry.Builder requested(String id, String content) {
    Entry.Builder entry = Entry.decidedAt(journal.stamp());
    RecordKey key = trail.newKey(entry);
    trail.add(entry, key, event());
    byte[] digest = vault.mac(content.getBytes(StandardCharsets.UTF_8));
    byte[] answer = ("answer to " + content).getBytes(StandardCharsets.UTF_8);
    trail.answer(entry, key, new RequestKey(AGENCY, id, digest), answer);
    return entry;
  }

  /** Adds one to a counter, upon the value that is in memory when it is decided. */
  Proposal increment(long fact) {
    return () -> {
      long stamp = journal.stamp();
      long value = counters.value(fact);
      Entry.Builder entry = Entry.decidedAt(stamp).touches(fact).depends(fact);
      trail.add(entry, trail.newKey(entry), event());
      entry.row(counters, new TestCounters.Value(fact, value + 1));
      return new Proposal.Decision.Write(entry.build());
    };
  }

  /** What came of it. */
  static Committed done(CompletableFuture<Committed> appended) throws Exception {
    return appended.get(TIMEOUT_S, TimeUnit.SECONDS);
  }

  /** The reason it was refused with; null when it was not. */
  static @Nullable String reason(CompletableFuture<Committed> appended) throws Exception {
    try {
      done(appended);
      return null;
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case null -> "no cause";
        case Failure.Refused refused -> refused.failure().reason();
        case Throwable other -> other.getClass().getSimpleName();
      };
    }
  }

  /** Waits for a state, not for a time. */
  static void until(String what, BooleanSupplier reached) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_S);
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never: " + what);
      }
      Thread.yield();
    }
  }

  /**
   * Makes what is appended next wait for the head row behind an item of its own, so that it becomes
   * one batch.
   */
  HeldHead holdBack(TestDatabase database) throws Exception {
    HeldHead held = HeldHead.of(database);
    item("filler");
    until("the writer has taken the filler", () -> journal.depth() == 0);
    return held;
  }

  @Override
  public void close() {
    journal.close();
  }

  private AuditEventBuilder event() {
    return trail
        .event(EventType.COLLECTION, "yjx.test/Take", "ACCEPTED", clock.instant())
        .from(AGENCY.value())
        .purpose("PREVENT_OFFENDING")
        .personal(PersonalMember.ACTOR_ID, "police-test/system/rms");
  }
}
