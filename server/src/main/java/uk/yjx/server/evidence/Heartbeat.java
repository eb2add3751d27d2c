package uk.yjx.server.evidence;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;

/**
 * Writes to the log that this process lives, so that a silence in it can be told from nothing
 * having happened.
 */
@Singleton
final class Heartbeat {
  /** A process that lives says so this often. */
  static final Duration INTERVAL = Duration.ofMinutes(5);

  /** What the event names as its operation. */
  static final String OPERATION = "yjx.audit/Heartbeat";

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final Journal journal;
  private final AuditTrail trail;
  private final LogStore store;
  private final InstantSource clock;

  Heartbeat(Journal journal, AuditTrail trail, LogStore store, InstantSource clock) {
    this.journal = journal;
    this.trail = trail;
    this.store = store;
    this.clock = clock;
  }

  /** One beat; its count is the size of the log it was decided upon. */
  @Scheduled(fixedDelay = "5m", initialDelay = "5m")
  void beat() {
    Entry.Builder entry = Entry.decidedAt(journal.stamp());
    trail.add(
        entry,
        trail.newKey(entry),
        trail
            .event(EventType.ADMIN, OPERATION, "alive", clock.instant())
            .count(store.head().size()));
    Entry built = entry.build();
    journal
        .append(() -> new Proposal.Decision.Write(built))
        .whenComplete((committed, refused) -> {
          if (refused != null) {
            LOG.warn("no heartbeat was written: {}", refused.toString());
          }
        });
  }
}
