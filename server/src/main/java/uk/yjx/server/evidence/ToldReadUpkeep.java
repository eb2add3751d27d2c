package uk.yjx.server.evidence;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.journal.JournalLimits;
import uk.yjx.server.kernel.Failure;

/** Forgets what owners were told of reads, or could have been, when its time is over. */
@Singleton
final class ToldReadUpkeep {
  /** As long as the request ids that a read is told by. */
  static final Duration RETENTION = JournalLimits.REQUEST_ID_RETENTION;

  private static final int PRUNED_AT_A_TIME = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(ToldReadUpkeep.class);

  private static final String PRUNE =
      """
      DELETE FROM evidence.told_read
      WHERE ctid IN (
        SELECT t.ctid
        FROM evidence.told_read t
        WHERE t.position <= (SELECT max(last_position) FROM journal.batch WHERE recorded_at < ?)
        LIMIT ?)
      """;

  private final LogStore store;
  private final InstantSource clock;

  ToldReadUpkeep(LogStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Forgets what is due, a little at a time. */
  @Scheduled(fixedDelay = "1h", initialDelay = "15m")
  void run() {
    try {
      int pruned = prune();
      while (pruned == PRUNED_AT_A_TIME) {
        pruned = prune();
      }
    } catch (Failure.Refused e) {
      LOG.warn("told reads were not pruned: {}", e.failure().reason());
    }
  }

  private int prune() {
    return store.borrow(c -> {
      try (PreparedStatement s = c.prepareStatement(PRUNE)) {
        s.setObject(1, clock.instant().minus(RETENTION).atOffset(ZoneOffset.UTC));
        s.setInt(2, PRUNED_AT_A_TIME);
        return s.executeUpdate();
      }
    });
  }
}
