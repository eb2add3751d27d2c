package uk.yjx.server.alerts;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.storage.Database;

/** What streams need done from time to time: fencing across processes, pruning of mailboxes. */
@Singleton
final class StreamUpkeep {
  /** Lines of mailboxes older than this are pruned, unless their alert is not dealt with yet. */
  static final Duration RETENTION = Duration.ofDays(35);

  private static final int PRUNED_AT_A_TIME = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(StreamUpkeep.class);

  /**
   * States 4, 6 and 8 are dealt with, unless a recall waits to be confirmed; urgency 3 is a note,
   * gone from view before; cause 9 is an emergency access, whose review climbs by itself.
   */
  private static final String PRUNE =
      """
      DELETE FROM alerts.mailbox_entry m
      USING (
        SELECT e.mailbox, e.position, e.ordinal
        FROM alerts.mailbox_entry e
        LEFT JOIN alerts.alert a ON a.alert_id = e.alert_id
        WHERE e.position <= (SELECT pruned_below FROM alerts.watermark WHERE only_row)
          AND (a.state IN (4, 6, 8) OR a.urgency = 3 OR e.cause = 9)
          AND NOT EXISTS (
            SELECT 1 FROM alerts.recall_receipt r
            WHERE r.alert_id = a.alert_id AND r.confirmed_at IS NULL)
        ORDER BY e.position
        LIMIT ?) AS old
      WHERE m.mailbox = old.mailbox AND m.position = old.position AND m.ordinal = old.ordinal
      """;

  private static final String WATERMARK =
      """
      UPDATE alerts.watermark
      SET pruned_below = greatest(pruned_below, coalesce(
        (SELECT max(last_position) FROM journal.batch WHERE recorded_at < ?), 0))
      WHERE only_row
      """;

  private final Database database;
  private final StreamOpening opening;
  private final InstantSource clock;

  StreamUpkeep(Database database, StreamOpening opening, InstantSource clock) {
    this.database = database;
    this.opening = opening;
    this.clock = clock;
  }

  /** Ends streams that were taken over in another process, renews those with other mailboxes. */
  @Scheduled(fixedDelay = "2s", initialDelay = "2s")
  void fence() {
    try {
      opening.renewChanged();
      opening.endFenced();
    } catch (SQLException e) {
      LOG.warn("fenced streams could not be looked for ({})", e.getSQLState());
    }
  }

  /** Prunes mailboxes. The watermark moves first: a cursor below it is refused as expired. */
  @Scheduled(fixedDelay = "1h", initialDelay = "10m")
  void prune() {
    var before = clock.instant().minus(RETENTION).atOffset(ZoneOffset.UTC);
    try (Connection c = database.pool().getConnection()) {
      try (PreparedStatement s = c.prepareStatement(WATERMARK)) {
        s.setObject(1, before);
        s.executeUpdate();
      }
      try (PreparedStatement s = c.prepareStatement(PRUNE)) {
        s.setInt(1, PRUNED_AT_A_TIME);
        int pruned = s.executeUpdate();
        while (pruned == PRUNED_AT_A_TIME) {
          pruned = s.executeUpdate();
        }
      }
    } catch (SQLException e) {
      LOG.warn("mailboxes were not pruned ({})", e.getSQLState());
    }
  }
}
