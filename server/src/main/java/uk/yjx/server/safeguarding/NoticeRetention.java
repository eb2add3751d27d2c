package uk.yjx.server.safeguarding;

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

/** Empties notices that nobody was found for in time; that they came stays. */
@Singleton
final class NoticeRetention {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeRetention.class);

  private static final String EMPTY =
      """
      UPDATE safeguarding.notice
      SET delete_after = NULL, sealed = NULL
      WHERE delete_after < ?
      """;

  /** Of those withdrawn or erased meanwhile too. */
  private static final String FORGET =
      """
      DELETE FROM safeguarding.match_key m
      USING safeguarding.notice n
      WHERE n.position = m.notice_position AND n.sealed IS NULL
      """;

  private final Database database;
  private final InstantSource clock;

  NoticeRetention(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Empties what is due. */
  @Scheduled(fixedDelay = "1h", initialDelay = "6m")
  void run() {
    try (Connection c = database.pool().getConnection();
        PreparedStatement empty = c.prepareStatement(EMPTY);
        PreparedStatement forget = c.prepareStatement(FORGET)) {
      empty.setObject(1, clock.instant().atOffset(ZoneOffset.UTC));
      empty.executeUpdate();
      forget.executeUpdate();
    } catch (SQLException e) {
      LOG.warn("notices past their time were not emptied ({})", e.getSQLState());
    }
  }
}
