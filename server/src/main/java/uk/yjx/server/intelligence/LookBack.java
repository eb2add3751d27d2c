package uk.yjx.server.intelligence;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.intake.Intake;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.matching.Match;
import uk.yjx.server.matching.MatchKeys;
import uk.yjx.server.matching.Matcher;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/**
 * Looks for a child that was added, newly described or reopened in the notices that came before.
 * The work is written in the entry that changes the case, so that it is done whatever happens; a
 * notice that comes later sees the child, since its plan depends on the same keys.
 */
@Singleton
final class LookBack {
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

  private static final String FIND =
      """
      SELECT DISTINCT n.position, m.person, n.agency_id, n.sealed, k.wrapped,
        ARRAY(
          SELECT l.child_id FROM intelligence.link l
          WHERE l.notice_position = n.position AND l.person = m.person AND l.outcome = 3)
      FROM intelligence.match_key m
      JOIN intelligence.notice n ON n.position = m.notice_position
      JOIN storage.record_key k ON k.position = n.position
      WHERE m.fingerprint = ANY (?) AND (m.notice_position, m.person) > (?, ?)
        AND n.sealed IS NOT NULL
        AND NOT EXISTS (
          SELECT 1 FROM intelligence.link l
          WHERE l.notice_position = n.position AND l.person = m.person AND l.outcome = 1)
      ORDER BY n.position, m.person
      LIMIT ?
      """;

  private final Intake intake;
  private final Journal journal;
  private final AuditTrail audit;
  private final Caseload caseload;
  private final Matcher matcher;
  private final NoticeTables tables;
  private final NoticeLinks links;
  private final Withdrawals withdrawals;
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
      NoticeLinks links,
      Withdrawals withdrawals,
      Database database,
      Vault vault,
      InstantSource clock) {
    this.intake = intake;
    this.journal = journal;
    this.audit = audit;
    this.caseload = caseload;
    this.matcher = matcher;
    this.tables = tables;
    this.links = links;
    this.withdrawals = withdrawals;
    this.database = database;
    this.vault = vault;
    this.clock = clock;
  }

  private record Work(ChildId child, long position) {}

  /** A person of a notice, and the children whom somebody has decided it is not. */
  private record Found(long position, int person, AgencyId from, Notice notice, Set<ChildId> not) {}

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
    List<Found> page = find(keys, 0, -1);
    while (!page.isEmpty()) {
      for (Found found : page) {
        linked += lookAgain(found, sought);
      }
      page = find(keys, page.getLast().position(), page.getLast().person());
    }
    int hits = linked;
    journal.append(() -> done(work, hits)).join();
  }

  /** One person of one notice: linked or in review now, or left as it was. */
  private int lookAgain(Found found, Set<ChildId> sought) {
    Instant now = clock.instant();
    PoliceNotice police =
        PoliceNotice.read(found.notice(), found.from(), now, vault::fingerprint, new Violations());
    List<Submission.Subject> subject =
        police.subjects().stream().filter(s -> s.ordinal() == found.person()).toList();
    if (subject.isEmpty()
        || isSettled(found, sought, matcher.match(subject.getFirst().evidence()))) {
      return 0;
    }
    try {
      intake
          .accept(
              new EarlierNotice(
                  police,
                  found.from(),
                  found.position(),
                  subject,
                  EarlierNotice.Occasion.CHILD_ADDED,
                  links,
                  withdrawals))
          .join();
      return 1;
    } catch (CompletionException e) {
      if (e.getCause() instanceof Failure.Refused refused
          && refused.failure().equals(Withdrawals.WITHDRAWN)) {
        return 0; // taken back since it was found
      }
      throw e;
    }
  }

  /** None of the children looked for, or only such as somebody has said it is not. */
  private static boolean isSettled(Found found, Set<ChildId> sought, Match match) {
    return switch (match) {
      case Match.None none -> true;
      case Match.Linked linked -> !isNews(found, sought, linked.child());
      case Match.Review review ->
          review.candidates().stream().noneMatch(child -> isNews(found, sought, child));
      case Match.Decided decided -> false;
    };
  }

  private static boolean isNews(Found found, Set<ChildId> sought, ChildId child) {
    return sought.contains(child) && !found.not().contains(child);
  }

  private Proposal.Decision done(List<Work> work, int hits) {
    Entry.Builder entry = Entry.decidedAt(journal.stamp());
    RecordKey key = audit.newKey(entry);
    audit.add(
        entry,
        key,
        audit
            .event(EventType.ADMIN, "yjx.intelligence/LookBack", "done", clock.instant())
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

  private List<Found> find(List<Long> keys, long afterPosition, int afterPerson)
      throws SQLException {
    List<Found> found = new ArrayList<>();
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(FIND)) {
      s.setArray(1, c.createArrayOf("bigint", keys.toArray()));
      s.setLong(2, afterPosition);
      s.setInt(3, afterPerson);
      s.setInt(4, PERSONS_AT_A_TIME);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          byte[] plain =
              vault.open(vault.unwrap(r.getBytes(5)), r.getBytes(4), NoticeTables.NOTICE_PURPOSE);
          found.add(
              new Found(
                  r.getLong(1),
                  r.getInt(2),
                  new AgencyId(r.getString(3)),
                  Notice.parseFrom(plain),
                  Doubts.children(r.getArray(6))));
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored notice cannot be read", e);
    }
    return found;
  }
}
