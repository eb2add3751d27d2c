package uk.yjx.server.intelligence;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.intake.EarlierRecords;
import uk.yjx.server.intake.EarlierRecords.Earlier;
import uk.yjx.server.intake.Intake;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.matching.Match;
import uk.yjx.server.matching.MatchKeys;
import uk.yjx.server.matching.Matcher;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/**
 * Looks for a child that was added, newly described or reopened in the records that came before,
 * those of every room that keeps such. The work is written in the entry that changes the case, so
 * that it is done whatever happens; a notice that comes later sees the child, since its plan
 * depends on the same keys.
 */
@Singleton
final class LookBack {
  /** What the log calls it. */
  static final String OPERATION = "yjx.intelligence/LookBack";

  /** Children looked for in one go. */
  static final int CHILDREN_AT_A_TIME = 500;

  /** People in notices read in one go: many were born on the day a child was. */
  static final int PERSONS_AT_A_TIME = 500;

  private static final Logger LOG = LoggerFactory.getLogger(LookBack.class);

  private static final String PENDING =
      """
      SELECT child_id, position
      FROM intelligence.look_back
      WHERE done_position IS NULL
      ORDER BY position
      LIMIT ?
      """;

  private final Intake intake;
  private final Journal journal;
  private final AuditTrail audit;
  private final Caseload caseload;
  private final Matcher matcher;
  private final NoticeTables tables;
  private final List<EarlierRecords> records;
  private final Database database;
  private final Vault vault;
  private final InstantSource clock;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("look-back").daemon(true).factory());

  LookBack(
      Intake intake,
      Journal journal,
      AuditTrail audit,
      Caseload caseload,
      Matcher matcher,
      NoticeTables tables,
      List<EarlierRecords> records,
      Database database,
      Vault vault,
      InstantSource clock) {
    this.intake = intake;
    this.journal = journal;
    this.audit = audit;
    this.caseload = caseload;
    this.matcher = matcher;
    this.tables = tables;
    this.records = List.copyOf(records);
    this.database = database;
    this.vault = vault;
    this.clock = clock;
  }

  private record Work(ChildId child, long position) {}

  /** Does what is left over, for example after a restart. */
  @Scheduled(fixedDelay = "10s", initialDelay = "2s")
  void soon() {
    if (scheduled.compareAndSet(false, true)) {
      worker.execute(() -> {
        scheduled.set(false);
        run();
      });
    }
  }

  private void run() {
    try {
      List<Work> work = pending();
      while (!work.isEmpty()) {
        look(work);
        List<Work> next = pending();
        if (next.equals(work)) {
          return; // could not be done now; the schedule tries again
        }
        work = next;
      }
    } catch (SQLException | RuntimeException e) {
      LOG.warn("a look-back waits: {}", e.getClass().getSimpleName());
    }
  }

  private void look(List<Work> work) throws SQLException {
    List<Long> keys = new ArrayList<>();
    Set<ChildId> sought = new HashSet<>();
    for (Work w : work) {
      Optional<ChildCase> child = caseload.now().child(w.child());
      if (child.isPresent()) {
        sought.add(w.child());
        MatchKeys.sought(child.get().person()).forEach(k -> keys.add(vault.fingerprint(k)));
      }
    }
    int linked = 0;
    for (EarlierRecords source : records) {
      linked += look(source, keys, sought);
    }
    int hits = linked;
    journal.append(() -> done(work, hits)).join();
  }

  /** How many people of one room's records are linked or in review now. */
  private int look(EarlierRecords source, List<Long> keys, Set<ChildId> sought) {
    int hits = 0;
    List<Earlier> page = source.find(keys, 0, -1, PERSONS_AT_A_TIME);
    while (!page.isEmpty()) {
      for (Earlier earlier : page) {
        hits += lookAgain(source, earlier, sought);
      }
      Earlier last = page.getLast();
      page = source.find(keys, last.record(), last.person(), PERSONS_AT_A_TIME);
    }
    return hits;
  }

  /** One person of one record: linked or in review now, or left as it was. */
  private int lookAgain(EarlierRecords source, Earlier earlier, Set<ChildId> sought) {
    List<Submission.Subject> subject = earlier.again().get().subjects();
    if (subject.isEmpty()
        || isSettled(earlier, sought, matcher.match(subject.getFirst().evidence()))) {
      return 0;
    }
    try {
      intake.accept(earlier.again()).join();
      return 1;
    } catch (CompletionException e) {
      if (e.getCause() instanceof Failure.Refused refused
          && refused.failure().equals(source.withdrawn())) {
        return 0; // taken back since it was found
      }
      throw e;
    }
  }

  /** None of the children looked for, or only such as somebody has said it is not. */
  private static boolean isSettled(Earlier earlier, Set<ChildId> sought, Match match) {
    return switch (match) {
      case Match.None none -> true;
      case Match.Linked linked -> !isNews(earlier, sought, linked.child());
      case Match.Review review ->
          review.candidates().stream().noneMatch(child -> isNews(earlier, sought, child));
      case Match.Decided decided -> false;
    };
  }

  private static boolean isNews(Earlier earlier, Set<ChildId> sought, ChildId child) {
    return sought.contains(child) && !earlier.not().contains(child);
  }

  private Proposal.Decision done(List<Work> work, int hits) {
    Entry.Builder entry = Entry.decidedAt(journal.stamp());
    RecordKey key = audit.newKey(entry);
    audit.add(
        entry,
        key,
        audit
            .event(EventType.ADMIN, OPERATION, "done", clock.instant())
            .count(hits)
            .personal(
                PersonalMember.SUBJECTS,
                work.stream().map(w -> w.child().value().toString()).distinct().toList()));
    for (Work w : work) {
      tables.lookedBack(entry, new NoticeTables.LookedBack(w.child(), w.position()));
    }
    return new Proposal.Decision.Write(entry.build());
  }

  private List<Work> pending() throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(PENDING)) {
      s.setInt(1, CHILDREN_AT_A_TIME);
      List<Work> work = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          work.add(new Work(new ChildId(r.getObject(1, UUID.class)), r.getLong(2)));
        }
      }
      return work;
    }
  }
}
