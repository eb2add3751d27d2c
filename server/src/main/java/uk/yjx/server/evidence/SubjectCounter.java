package uk.yjx.server.evidence;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.client.verify.Disclosure;
import uk.yjx.client.verify.JsonValue;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.evidence.CountTables.Window;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal.Decision;

/**
 * Counts from the log how many events are about each child, and commits the counts to the log, so
 * that an event which can no longer be found leaves a gap that shows. Off the path of everything
 * else; where two processes count the same window, one of them is refused.
 */
@Singleton
final class SubjectCounter {
  /** Leaves in one window. */
  static final int WINDOW_MAX = 50_000;

  /** What a summary names as its operation. */
  static final String OPERATION = "yjx.audit/Summary";

  /** What stands before the root over the counts in the summary's leaf. */
  static final String ROOT_PREFIX = "counts-root:";

  private static final Logger LOG = LoggerFactory.getLogger(SubjectCounter.class);
  private static final int SALT_BYTES = 32;
  private static final int FETCH_ROWS = 500;

  private static final String OPENINGS =
      """
      SELECT l.leaf_index, o.sealed, k.wrapped, k.openings, l.leaf_index - e.leaf_index
      FROM audit.leaf l
      JOIN journal.entry e ON e.position = l.position
      JOIN storage.record_key k ON k.position = l.position
      LEFT JOIN audit.opening o ON o.leaf_index = l.leaf_index
      WHERE l.leaf_index >= ? AND l.leaf_index < ?
      ORDER BY l.leaf_index
      """;

  private final LogStore store;
  private final EventPages pages;
  private final CountTables tables;
  private final Journal journal;
  private final AuditTrail trail;
  private final RandomGenerator random;
  private final InstantSource clock;

  SubjectCounter(
      LogStore store,
      EventPages pages,
      CountTables tables,
      Journal journal,
      AuditTrail trail,
      RandomGenerator random,
      InstantSource clock) {
    this.store = store;
    this.pages = pages;
    this.tables = tables;
    this.journal = journal;
    this.trail = trail;
    this.random = random;
    this.clock = clock;
  }

  /** Counts what is new, window by window. */
  @Scheduled(
      fixedDelay = "${yjx.evidence.summary-interval:1h}",
      initialDelay = "${yjx.evidence.summary-interval:1h}")
  void count() {
    LogHead head = store.head();
    long from = tables.covered(head.epoch());
    try {
      while (from < head.size()) {
        Window window = new Window(head.epoch(), from, Math.min(head.size(), from + WINDOW_MAX));
        List<SubjectCount> counts = counted(window);
        if (counts.isEmpty() && window.to() == head.size()) {
          return; // Nothing about anyone yet; the window goes on growing.
        }
        commit(window, counts);
        from = window.to();
      }
    } catch (CompletionException e) {
      LOG.warn("the log's events were not counted, another process may have: {}", e.toString());
    }
  }

  /** The counts of the children that the window says something about, by their ids. */
  private List<SubjectCount> counted(Window window) {
    Map<String, Long> fresh = tally(window);
    Map<String, Long> before = tables.newest(window.epoch(), fresh.keySet());
    byte[] salts = new byte[fresh.size() * SALT_BYTES];
    random.nextBytes(salts);
    List<SubjectCount> counts = new ArrayList<>(fresh.size());
    fresh.forEach((subject, events) -> {
      byte[] salt = new byte[SALT_BYTES];
      System.arraycopy(salts, counts.size() * SALT_BYTES, salt, 0, SALT_BYTES);
      counts.add(
          new SubjectCount(
              subject,
              Base64.getUrlEncoder().withoutPadding().encodeToString(salt),
              before.getOrDefault(subject, 0L) + events));
    });
    return counts;
  }

  private Map<String, Long> tally(Window window) {
    return store.borrow(c -> {
      c.setAutoCommit(false); // A cursor needs a transaction.
      Map<String, Long> events = new TreeMap<>();
      try (PreparedStatement s = c.prepareStatement(OPENINGS)) {
        s.setFetchSize(FETCH_ROWS);
        s.setLong(1, window.from());
        s.setLong(2, window.to());
        try (ResultSet r = s.executeQuery()) {
          while (r.next()) {
            for (String subject :
                subjects(
                    pages.openings(
                        r.getLong(1), r.getBytes(2), r.getBytes(3), r.getBytes(4), r.getInt(5)))) {
              events.merge(subject, 1L, Long::sum);
            }
          }
        }
      }
      c.rollback();
      return events;
    });
  }

  private static List<String> subjects(List<String> openings) {
    for (String opening : openings) {
      Disclosure disclosure;
      try {
        disclosure = Disclosure.parse(opening);
      } catch (VerificationException e) {
        throw new BrokenLog("an opening cannot be read: " + e.getMessage());
      }
      if (disclosure.name().equals(PersonalMember.SUBJECTS.code())
          && disclosure.value() instanceof JsonValue.Items(List<JsonValue> items)) {
        return items.stream().distinct().map(item -> ((JsonValue.Text) item).value()).toList();
      }
    }
    return List.of();
  }

  private void commit(Window window, List<SubjectCount> counts) {
    journal
        .append(() -> {
          Entry.Builder entry = Entry.decidedAt(journal.stamp());
          trail.add(
              entry,
              trail.newKey(entry),
              trail
                  .event(EventType.ADMIN, OPERATION, "counted", clock.instant())
                  .count(counts.size())
                  .policy("leaves:" + window.from() + "-" + window.to())
                  .peer(ROOT_PREFIX + HexFormat.of().formatHex(SubjectCount.root(counts))));
          CountTables.add(entry, window, counts);
          return new Decision.Write(entry.build());
        })
        .join();
  }
}
