package uk.yjx.server.journal;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.TestDatabase;

/** The real journal over a test's database, without the rooms above it. */
public final class TestJournal implements AutoCloseable {
  private static final long TIMEOUT_S = 30;

  private final InstantSource clock;
  private final LogIdentity log;
  private final AuditTrail trail;
  private final Journal journal;

  private TestJournal(TestDatabase database, InstantSource clock) {
    SecureRandom random = new SecureRandom();
    Ids ids = new Ids(clock, random);
    this.clock = clock;
    this.log = new LogIdentity(database.keys(), new JournalSettings());
    this.trail = new AuditTrail(log, ids, database.vault(), random);
    Facts facts = new Facts(List.of());
    Progress progress = new Progress(List.of());
    WriterConnection connection = new WriterConnection(database.database());
    Writer writer = new Writer(connection, facts, progress, log, ids, clock, database.vault());
    this.journal = new Journal(writer, new Tail(database.database(), facts, progress), facts);
  }

  /** Starts it; close it before the database. */
  public static TestJournal on(TestDatabase database, InstantSource clock) {
    return new TestJournal(database, clock);
  }

  /** The log it writes. */
  public LogIdentity log() {
    return log;
  }

  /** Commits so many entries of one event each, in several batches. */
  public void append(int entries) throws Exception {
    List<CompletableFuture<Committed>> commits = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      Entry.Builder entry = Entry.decidedAt(journal.stamp());
      RecordKey key = trail.newKey(entry);
      trail.add(entry, key, event());
      Entry built = entry.build();
      commits.add(journal.append(() -> new Proposal.Decision.Write(built)));
    }
    CompletableFuture.allOf(commits.toArray(CompletableFuture[]::new))
        .get(TIMEOUT_S, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    journal.close();
  }

  private AuditEventBuilder event() {
    return trail
        .event(EventType.COLLECTION, "yjx.test/Take", "ACCEPTED", clock.instant())
        .from("police-test")
        .purpose("PREVENT_OFFENDING")
        .personal(PersonalMember.ACTOR_ID, "police-test/system/rms");
  }
}
