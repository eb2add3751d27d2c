package uk.yjx.server.intelligence;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.storage.Database;

/**
 * Empties notices that match no child when their time is over; what became of them stays. Of a
 * notice that was linked to one of its people only the keys of the others are forgotten.
 */
@Singleton
final class NoticeRetention {
  private static final int AT_A_TIME = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(NoticeRetention.class);

  private static final String EMPTY =
      """
      WITH due AS (
        SELECT n.position
        FROM intelligence.notice n
        WHERE n.delete_after < ?
        ORDER BY n.delete_after
        LIMIT ?),
      forgotten AS (
        DELETE FROM intelligence.match_key m USING due WHERE m.notice_position = due.position)
      UPDATE intelligence.notice n
      SET delete_after = NULL,
          sealed = CASE
            WHEN EXISTS (
              SELECT 1 FROM intelligence.link l
              WHERE l.notice_position = n.position AND l.outcome = 1)
            THEN n.sealed
          END
      FROM due
      WHERE n.position = due.position
      """;

  private final Database database;
  private final InstantSource clock;

  NoticeRetention(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Empties what is due. */
  @Scheduled(fixedDelay = "1h", initialDelay = "5m")
  void run() {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(EMPTY)) {
      s.setObject(1, clock.instant().atOffset(ZoneOffset.UTC));
      s.setInt(2, AT_A_TIME);
      int emptied = s.executeUpdate();
      while (emptied == AT_A_TIME) {
        emptied = s.executeUpdate();
      }
    } catch (SQLException e) {
      LOG.warn("notices past their time were not emptied ({})", e.getSQLState());
    }
  }
}
